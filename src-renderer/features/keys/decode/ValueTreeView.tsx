import { Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useClient } from '../../../client/client-context.ts';
import { classNames } from '../../../ui/class-names.ts';
import { formatBytes } from '../../../ui/format/bytes.ts';
import { formatCountOf } from '../../../ui/format/count.ts';
import { isModKey } from '../../../ui/platform.ts';
import { TreeLead, VirtualTree } from '../../../ui/VirtualTree.tsx';
import { copyText } from '../document/copy-text.ts';
import { withoutHidden } from '../document/value/hidden-characters.ts';
import { timeBeside } from './plain-times.ts';
import { isBranchKind } from './tree-node.ts';
import { isOpenBranch, leafText, nodeText, visibleRows } from './value-rows.ts';
import { type ShownNode, shownNode, type ValueTree } from './value-tree.ts';

/** Guides drawn at most. */
const DEEPEST_GUIDE = 24;
/** A row shows no more than this of a value; the rest is on copy. */
const SHOWN = 600;

const colors: Readonly<Record<string, string>> = {
  text: 'text-syn-string',
  bytes: 'text-syn-string',
  number: 'text-syn-number',
  bool: 'text-syn-bool',
  null: 'text-syn-bool',
  time: 'text-syn-field',
  ref: 'text-text-3',
};

function Value({ node }: { readonly node: ShownNode }) {
  if (isBranchKind(node.kind) && 'size' in node)
    return (
      <span className="text-text-3">
        {node.note === '' ? '' : `${withoutHidden(node.note.slice(0, SHOWN))}, `}
        {formatCountOf(node.size, node.kind === 'list' ? 'item' : 'member')}
      </span>
    );
  const text = leafText(node, SHOWN);
  const shown = node.kind === 'bytes' ? text : withoutHidden(text.slice(0, SHOWN));
  return (
    <bdi dir="ltr" className={colors[node.kind] ?? ''}>
      {node.kind === 'text' && shown === '' ? '""' : shown}
      {text.length > SHOWN || (node.kind === 'bytes' && node.bytes.byteLength > SHOWN) ? '…' : ''}
    </bdi>
  );
}

function kindText(node: ShownNode): string {
  if (node.kind === 'bytes') {
    const size = formatBytes(node.bytes.byteLength);
    return node.note === '' ? `bytes, ${size}` : `${withoutHidden(node.note)}, ${size}`;
  }
  if (isBranchKind(node.kind)) return node.kind;
  const note = node.note === '' ? node.kind : withoutHidden(node.note.slice(0, 80));
  const time = node.kind === 'number' || node.kind === 'text' ? timeBeside(node.text) : null;
  return time === null ? note : `${note}, ${time}`;
}

interface RowProps {
  readonly tree: ValueTree;
  readonly index: number;
  readonly isOpen: boolean | null;
}

function Row({ tree, index, isOpen }: RowProps) {
  const node = shownNode(tree, index);
  const level = Math.min(tree.levels[index] ?? 1, DEEPEST_GUIDE);
  const name = node.name ?? (index === 0 ? '$' : String(tree.places[index] ?? 0));
  return (
    <>
      <span
        className={classNames(
          'flex max-w-3/5 min-w-46 flex-none items-center gap-1.5 self-stretch',
          isOpen === true && '[&>.chev>svg]:rotate-90',
        )}
      >
        <TreeLead row={{ level, isExpanded: isOpen }} hasLeafGap />
        {level === DEEPEST_GUIDE ? <span className="text-11 text-text-3">…</span> : null}
        <bdi dir="ltr" className="mono ell text-syn-key">
          {name === '' ? '""' : withoutHidden(name.slice(0, 400))}
        </bdi>
      </span>
      <span className="mono ell grow">
        <Value node={node} />
      </span>
      <span className="flex-none text-11 text-text-3">{kindText(node)}</span>
    </>
  );
}

export interface ValueTreeViewProps {
  readonly label: string;
  readonly tree: ValueTree;
}

/** A decoded value as rows, to be read; only those in sight are in the page. */
export function ValueTreeView({ label, tree }: ValueTreeViewProps) {
  const client = useClient();
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set());
  const [active, setActive] = useState(-1);
  const rows = useMemo(() => visibleRows(tree, toggled), [tree, toggled]);
  const nodeAt = (row: number): number => rows[row] ?? 0;
  const openState = (node: number): boolean | null =>
    (tree.sizes[node] ?? 0) === 0 ? null : isOpenBranch(tree, node, toggled);
  const copy = (row: number): void =>
    void copyText(client, nodeText(tree, nodeAt(row)), 'the decoded value');
  return (
    <VirtualTree
      label={label}
      count={rows.length}
      hasOwnLead
      rowKey={(row) => String(nodeAt(row))}
      rowAt={(row) => {
        const node = nodeAt(row);
        return {
          level: Math.min(tree.levels[node] ?? 1, DEEPEST_GUIDE),
          isExpanded: openState(node),
          posInSet: (tree.places[node] ?? 0) + 1,
          setSize: node === 0 ? 1 : (tree.sizes[tree.parents[node] ?? 0] ?? 1),
        };
      }}
      renderRow={(row) => <Row tree={tree} index={nodeAt(row)} isOpen={openState(nodeAt(row))} />}
      active={active}
      onActiveChange={setActive}
      onToggle={(row) => {
        const node = nodeAt(row);
        setToggled((last) => {
          const next = new Set(last);
          if (!next.delete(node)) next.add(node);
          return next;
        });
      }}
      onRowKeyDown={(event, row) => {
        // What is selected with the mouse is copied by the browser.
        const isCopy = isModKey(event) && event.key.toLowerCase() === 'c';
        if (row < 0 || !isCopy || document.getSelection()?.isCollapsed === false) return;
        copy(row);
        event.preventDefault();
      }}
      rowMenu={(row) => [
        {
          label: 'Copy as text',
          icon: Copy,
          keys: 'mod+c',
          onSelect: () => {
            copy(row);
          },
        },
      ]}
    />
  );
}

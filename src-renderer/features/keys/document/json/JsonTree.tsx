import { Eye } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { jsonDepth, type JsonText } from '../../../../../src-shared/json-text.ts';
import { formatCount } from '../../../../ui/format/count.ts';
import type { MenuEntry } from '../../../../ui/menu-entries.ts';
import { isModKey } from '../../../../ui/platform.ts';
import type { RowsHandle } from '../../../../ui/rows/use-virtual-rows.ts';
import { useLatest } from '../../../../ui/use-latest.ts';
import { VirtualTree } from '../../../../ui/VirtualTree.tsx';
import type { JsonChange } from './json-change.ts';
import type { JsonSecrets } from './json-secrets.ts';
import { DEEPEST_GUIDE, JsonTreeRow } from './JsonTreeRow.tsx';
import {
  type Folding,
  isOpenNode,
  openSiblings,
  rowOfNode,
  toggleNode,
  visibleNodes,
} from './tree-rows.ts';

const none: readonly string[] = [];
/** A million rows of 26 px are near what Chromium can lay out. */
const MOST_ROWS = 1_000_000;

/** What can be done with values; without it the tree is for reading. */
export interface JsonTreeEditing {
  readonly changes: ReadonlyMap<number, JsonChange>;
  /** Names of the new members of an object. */
  readonly addedTo: (node: number) => readonly string[];
  /** The node whose field is open. */
  readonly editedNode: number | null;
  readonly renderEditor: (onLeave: () => void) => ReactNode;
  readonly onEdit: (node: number) => void;
  readonly onEditText: (node: number) => void;
  readonly onIncrement: (node: number) => void;
  readonly onRevert: (path: string) => void;
  /** The path of a row in the document; `$` and what follows in the tree unless it is given. */
  readonly pathOf?: ((node: number) => string | null) | undefined;
}

export interface JsonTreeProps {
  readonly label: string;
  /** Of the document itself; `$` unless it is made up of matches. */
  readonly rootName?: string | undefined;
  readonly json: JsonText;
  readonly folding: Folding;
  readonly onFold: (change: (folding: Folding) => Folding) => void;
  readonly active: number;
  readonly onActiveChange: (node: number) => void;
  readonly secrets: JsonSecrets;
  /** The copy shortcut on a row. */
  readonly onCopy?: ((node: number) => void) | undefined;
  /** Leads from a row to its place; null where there is none. */
  readonly onLocate?: ((node: number) => ((node: number) => void) | null) | undefined;
  readonly rowMenu?: ((node: number) => readonly MenuEntry[]) | undefined;
  readonly editing?: JsonTreeEditing | undefined;
}

/** A document as rows; only those in sight are in the page. */
export function JsonTree(props: JsonTreeProps) {
  const { json, folding, onFold, active, onActiveChange, rowMenu, editing, secrets } = props;
  const handle = useRef<RowsHandle>(null);
  const all = useMemo(() => visibleNodes(json, folding), [json, folding]);
  const rows = all.length > MOST_ROWS ? all.subarray(0, MOST_ROWS) : all;
  const nodeAt = (index: number): number => rows[index] ?? 0;
  const openState = (node: number): boolean | null =>
    (json.sizes[node] ?? 0) === 0 ? null : isOpenNode(json, node, folding);

  const activeRow = rowOfNode(rows, active);
  const showActive = useLatest(() => {
    if (activeRow < 0) return;
    handle.current?.scrollToIndex(activeRow);
    // What had the keyboard is gone: a match, whose place this is.
    if (document.activeElement === document.body) handle.current?.focus();
  });
  useEffect(() => {
    showActive();
  }, [showActive]);

  const onRowKeyDown = (event: KeyboardEvent, index: number) => {
    if (index < 0 || event.altKey) return;
    if (isModKey(event) && event.key === 'Enter') props.onLocate?.(nodeAt(index))?.(nodeAt(index));
    else if (isModKey(event)) {
      // What is selected with the mouse is copied by the browser.
      if (event.key.toLowerCase() !== 'c' || document.getSelection()?.isCollapsed === false) return;
      props.onCopy?.(nodeAt(index));
    } else if (editing === undefined) return;
    else if (event.key === 'F2' || event.key.toLowerCase() === 'e')
      (openState(nodeAt(index)) === null ? editing.onEdit : editing.onEditText)(nodeAt(index));
    else if (event.key === '+') editing.onIncrement(nodeAt(index));
    else return;
    event.preventDefault();
  };
  const menuAt = (index: number): readonly MenuEntry[] => {
    const node = nodeAt(index);
    const entries = rowMenu?.(node) ?? [];
    if (!secrets.isHidden(node)) return entries;
    const show: MenuEntry = {
      label: 'Show value',
      icon: Eye,
      onSelect: () => {
        secrets.show(node);
      },
    };
    return [show, ...entries];
  };

  return (
    <div className="flex h-full min-h-0 min-w-0 flex-col pt-1">
      <VirtualTree
        label={props.label}
        handle={handle}
        count={rows.length}
        hasOwnLead
        rowKey={(index) => String(nodeAt(index))}
        rowAt={(index) => {
          const node = nodeAt(index);
          const parent = json.parents[node] ?? 0;
          return {
            level: jsonDepth(json, node, DEEPEST_GUIDE) + 1,
            isExpanded: openState(node),
            posInSet: (json.places[node] ?? 0) + 1,
            setSize: node === 0 ? 1 : (json.sizes[parent] ?? 1),
          };
        }}
        renderRow={(index, { isActive }) => {
          const node = nodeAt(index);
          const isEdited = editing?.editedNode === node;
          return (
            <JsonTreeRow
              json={json}
              node={node}
              rootName={props.rootName ?? '$'}
              isOpen={openState(node)}
              onShow={
                secrets.isHidden(node)
                  ? () => {
                      secrets.show(node);
                    }
                  : null
              }
              change={editing?.changes.get(node) ?? null}
              added={editing?.addedTo(node) ?? none}
              editor={isEdited ? editing.renderEditor(() => handle.current?.focus()) : null}
              onIncrement={
                isActive && editing !== undefined
                  ? () => {
                      editing.onIncrement(node);
                    }
                  : null
              }
              onLocate={isActive ? (props.onLocate?.(node) ?? null) : null}
              pathOf={editing?.pathOf ?? null}
              onRevert={editing?.onRevert ?? null}
            />
          );
        }}
        active={activeRow}
        onActiveChange={(index) => {
          onActiveChange(nodeAt(index));
        }}
        onToggle={(index) => {
          onFold((last) => toggleNode(last, nodeAt(index)));
        }}
        onExpandSiblings={(index) => {
          onFold((last) => openSiblings(json, last, nodeAt(index)));
        }}
        onOpen={(index, { isKept }) => {
          if (isKept) editing?.onEdit(nodeAt(index));
        }}
        onRowKeyDown={onRowKeyDown}
        rowMenu={rowMenu === undefined ? undefined : menuAt}
      />
      {all.length > rows.length ? (
        <p className="flex-none border-t border-border-1 px-3 py-1 text-11 text-text-3">
          The first {formatCount(rows.length)} of {formatCount(all.length)} rows; a JSONPath reaches
          the others
        </p>
      ) : null}
    </div>
  );
}

import { LocateFixed, Plus, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { jsonPath } from '../../../../../src-shared/json-path.ts';
import {
  isRepeatedName,
  jsonDepth,
  jsonKind,
  jsonName,
  jsonSource,
  type JsonText,
} from '../../../../../src-shared/json-text.ts';
import { classNames } from '../../../../ui/class-names.ts';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { Tag } from '../../../../ui/Tag.tsx';
import { TreeLead } from '../../../../ui/VirtualTree.tsx';
import { HiddenValue } from '../value/HiddenValue.tsx';
import { withoutHidden } from '../value/hidden-characters.ts';
import { deletes, type JsonChange, shownAfter } from './json-change.ts';
import { Added, ChangeMark, Deleted } from './change-marks.tsx';
import {
  describeContainer,
  JsonScalar,
  kindLabel,
  kindOfSource,
  secretSize,
} from './json-value.tsx';

/** Guides drawn at most; deeper rows say their depth instead. */
export const DEEPEST_GUIDE = 24;

export interface JsonTreeRowProps {
  readonly json: JsonText;
  readonly node: number;
  readonly rootName: string;
  /** null: nothing to open. */
  readonly isOpen: boolean | null;
  readonly change: JsonChange | null;
  /** Names of new members that saving puts into it. */
  readonly added: readonly string[];
  /** The value is hidden by its name; shows it. */
  readonly onShow: (() => void) | null;
  /** In the place of value and kind. */
  readonly editor: ReactNode;
  /** Only on the row with the keyboard, and only where values can be edited. */
  readonly onIncrement: (() => void) | null;
  /** Only on the row with the keyboard, and only where it is the match of a path. */
  readonly onLocate: ((node: number) => void) | null;
  /** The path of a row, where the tree is not the document. */
  readonly pathOf: ((node: number) => string | null) | null;
  readonly onRevert: ((path: string) => void) | null;
}

function Name({ json, node, rootName }: Pick<JsonTreeRowProps, 'json' | 'node' | 'rootName'>) {
  const name = node === 0 ? rootName : jsonName(json, node);
  const text = name === null ? String(json.places[node] ?? 0) : name === '' ? '""' : name;
  return (
    <bdi dir="ltr" className="mono ell text-syn-key">
      {withoutHidden(text.slice(0, 400))}
    </bdi>
  );
}

function Value({ json, node, isOpen, change, onShow }: JsonTreeRowProps) {
  const after = change === null ? null : shownAfter(change);
  if (isOpen !== null) {
    if (change !== null && deletes(change))
      return <Deleted>{describeContainer(json, node, isOpen)}</Deleted>;
    return after === null ? (
      <span className="text-text-3">{describeContainer(json, node, isOpen)}</span>
    ) : (
      <JsonScalar kind={kindOfSource(after)} source={after} />
    );
  }
  const kind = jsonKind(json, node);
  const source = jsonSource(json, node);
  if (onShow !== null && (change === null || change.command !== null)) {
    const hidden = <HiddenValue size={secretSize(source)} onShow={onShow} />;
    return change !== null && deletes(change) ? <Deleted>{hidden}</Deleted> : hidden;
  }
  if (change === null) return <JsonScalar kind={kind} source={source} />;
  if (after === null) return <Deleted>{withoutHidden(source.slice(0, 200))}</Deleted>;
  return (
    <>
      <JsonScalar kind={kindOfSource(after)} source={after} />{' '}
      <s className="text-text-2">{withoutHidden(source.slice(0, 200))}</s>
    </>
  );
}

/** Name, value and kind of one node, with its guides. */
export function JsonTreeRow(props: JsonTreeRowProps) {
  const { json, node, isOpen, change, editor, onIncrement, onLocate, onRevert } = props;
  const depth = jsonDepth(json, node, DEEPEST_GUIDE);
  return (
    <>
      <ChangeMark change={change} isAddedTo={props.added.length > 0} />
      <span
        className={classNames(
          'flex max-w-3/5 min-w-46 flex-none items-center gap-1.5 self-stretch',
          isOpen === true && '[&>.chev>svg]:rotate-90',
        )}
      >
        <TreeLead row={{ level: depth + 1, isExpanded: isOpen }} hasLeafGap />
        {depth === DEEPEST_GUIDE ? <span className="text-11 text-text-3">…</span> : null}
        <Name json={json} node={node} rootName={props.rootName} />
        {isRepeatedName(json, node) ? (
          <Tag tone="warn" title="This name is there more than once in its object">
            repeated
          </Tag>
        ) : null}
      </span>
      {editor ?? (
        <>
          <span className="mono ell grow">
            <Value {...props} />
            <Added names={props.added} />
          </span>
          {onIncrement === null || jsonKind(json, node) !== 'number' ? null : (
            <IconButton
              icon={Plus}
              label="Increment"
              keys="+"
              tabIndex={-1}
              className="h-5.5"
              onClick={onIncrement}
            />
          )}
          {onLocate === null ? null : (
            <IconButton
              icon={LocateFixed}
              label="Show in the document"
              keys="mod+enter"
              tabIndex={-1}
              className="h-5.5"
              onClick={() => {
                onLocate(node);
              }}
            />
          )}
          {change === null || onRevert === null ? null : (
            <IconButton
              icon={Undo2}
              label="Revert this change"
              tabIndex={-1}
              className="h-5.5"
              onClick={() => {
                onRevert(props.pathOf === null ? jsonPath(json, node) : (props.pathOf(node) ?? ''));
              }}
            />
          )}
          <span className="flex-none text-11 text-text-3">{kindLabel(json, node)}</span>
        </>
      )}
    </>
  );
}

import { Undo2 } from 'lucide-react';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { Button } from '../../../../ui/Button.tsx';
import { classNames } from '../../../../ui/class-names.ts';
import { explainError } from '../../../../ui/explain-error.ts';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { formatCount, formatCountOf } from '../../../../ui/format/count.ts';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { TreeLead } from '../../../../ui/VirtualTree.tsx';
import { HiddenValue } from '../value/HiddenValue.tsx';
import { withoutHidden } from '../value/hidden-characters.ts';
import { Added, ChangeMark, Deleted } from './change-marks.tsx';
import { deletes, type JsonChange, shownAfter } from './json-change.ts';
import { JsonScalar, kindOfSource, secretSize } from './json-value.tsx';
import type { Level } from './json-levels.ts';
import type { LevelRow, ValueRow } from './level-rows.ts';

function describeContainer({ child, isOpen }: ValueRow): string {
  const size = child.size ?? 0;
  if (child.kind === 'array') return formatCountOf(size, 'item');
  if (isOpen === true || child.names.length === 0) return formatCountOf(size, 'member');
  return child.names.map((name) => withoutHidden(name.slice(0, 40))).join(', ');
}

interface ValueProps {
  readonly row: ValueRow;
  readonly onShow: (() => void) | null;
}

/** The value as it will be, with what it was; where that is not to be shown, as it is. */
function Value({ change, ...props }: ValueProps & { readonly change: JsonChange | null }) {
  const { kind, text } = props.row.child;
  const now = <ValueNow {...props} />;
  if (change === null) return now;
  if (deletes(change)) return <Deleted>{now}</Deleted>;
  const after = shownAfter(change);
  const isHidden = props.onShow !== null && change.command !== null;
  if (after === null || isHidden) return now;
  const isContainer = kind === 'object' || kind === 'array';
  return (
    <>
      <JsonScalar kind={kindOfSource(after)} source={after} />{' '}
      {isContainer || text === null || props.onShow !== null ? null : (
        <s className="text-text-2">{withoutHidden(text.slice(0, 200))}</s>
      )}
    </>
  );
}

function ValueNow({ row, onShow }: ValueProps) {
  const { kind, text, size } = row.child;
  if (kind === null)
    return (
      <span className="font-ui text-warning">
        RedisJSON finds no value by this name: the whole text shows it
      </span>
    );
  if (kind === 'object' || kind === 'array')
    return <span className="text-text-3">{describeContainer(row)}</span>;
  if (text === null)
    return <span className="text-text-3">{formatBytes(size ?? 0)}, not read for the tree</span>;
  if (onShow !== null) return <HiddenValue size={secretSize(text)} onShow={onShow} />;
  return <JsonScalar kind={kind} source={text} />;
}

function Rest({ of, onMore }: { readonly of: Level; readonly onMore: () => void }) {
  if (of.isReading) return <span className="text-text-3">reading</span>;
  if (of.isTooMany)
    return (
      <span className="text-text-3">
        {formatCount(of.total)} members are too many to list: a JSONPath reads one of them
      </span>
    );
  const next = Math.min(LIMITS.jsonLevelRows, of.total - of.children.length);
  return (
    <>
      <span className={of.error === null ? 'text-text-3' : 'ell text-danger'}>
        {of.error === null
          ? `${formatCount(of.children.length)} of ${formatCount(of.total)}`
          : explainError(of.error).what}
      </span>
      <Button size="sm" tabIndex={-1} className="h-5.5" onClick={onMore}>
        {of.error === null ? `Show ${formatCount(next)} more` : 'Try again'}
      </Button>
    </>
  );
}

export interface LevelRowViewProps {
  readonly row: LevelRow;
  readonly change: JsonChange | null;
  /** Names of new members that saving puts into it. */
  readonly added: readonly string[];
  readonly onRevert: (path: string) => void;
  /** The value is hidden by its name; shows it. */
  readonly onShow: (() => void) | null;
  readonly onMore: () => void;
}

function nameOf({ child, steps }: ValueRow): string {
  // Spaces at an end would not be seen.
  if (child.name !== null && child.name.trim() !== child.name) return JSON.stringify(child.name);
  if (child.name === '') return '""';
  return child.name ?? String(steps.at(-1) ?? '$');
}

/** One value of a large document, or what is left of its level. */
export function LevelRowView(props: LevelRowViewProps) {
  const { row, change, added, onRevert, onShow, onMore } = props;
  if (row.row === 'rest')
    return (
      <>
        <TreeLead row={{ level: row.level, isExpanded: null }} hasLeafGap />
        <span className="flex items-center gap-3 pl-1.5 text-12">
          <Rest of={row.of} onMore={onMore} />
        </span>
      </>
    );
  const { kind, text } = row.child;
  return (
    <>
      <ChangeMark change={change} isAddedTo={added.length > 0} />
      <span
        className={classNames(
          'flex max-w-3/5 min-w-46 flex-none items-center gap-1.5 self-stretch',
          row.isOpen === true && '[&>.chev>svg]:rotate-90',
        )}
      >
        <TreeLead row={{ level: row.level, isExpanded: row.isOpen }} hasLeafGap />
        <bdi dir="ltr" className="mono ell text-syn-key">
          {withoutHidden(nameOf(row).slice(0, 400))}
        </bdi>
      </span>
      <span className="mono ell grow">
        <Value row={row} change={change} onShow={onShow} />
        <Added names={added} />
      </span>
      {change === null ? null : (
        <IconButton
          icon={Undo2}
          label="Revert this change"
          tabIndex={-1}
          className="h-5.5"
          onClick={() => {
            onRevert(change.path);
          }}
        />
      )}
      <span className="flex-none text-11 text-text-3">
        {kind === 'number' && text !== null && /^-?\d+$/.test(text) ? 'integer' : kind}
      </span>
    </>
  );
}

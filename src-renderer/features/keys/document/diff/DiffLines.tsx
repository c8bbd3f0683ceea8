import { classNames } from '../../../../ui/class-names.ts';
import { formatCountOf, MINUS } from '../../../../ui/format/count.ts';
import { withoutHidden } from '../value/hidden-characters.ts';
import { type Cell, type DiffRow, MOST_ROWS } from './diff-rows.ts';
import { shortened } from './mark-words.ts';

const signs = { same: '', added: '+', removed: MINUS } as const;
const fills = { same: '', added: 'bg-diff-add', removed: 'bg-diff-del' } as const;

function Line({ cell, isConflict }: { readonly cell: Cell | null; readonly isConflict: boolean }) {
  const edge = isConflict && 'shadow-[inset_2px_0_0_var(--warning)]';
  if (cell === null) return <div className={classNames('h-5', edge)} />;
  const { sign, parts } = cell;
  return (
    <div className={classNames('flex h-5 min-w-max leading-5 whitespace-pre', fills[sign], edge)}>
      <span className="w-5 flex-none text-center text-text-2">{signs[sign]}</span>
      <bdi dir="ltr" className="pr-2">
        {shortened(parts).map((part, index) => {
          if ('left' in part)
            return (
              <span key={index} className="font-ui text-text-2">
                … {formatCountOf(part.left, 'character')} …
              </span>
            );
          const text = withoutHidden(part.text);
          if (!part.isChanged) return <span key={index}>{text}</span>;
          return sign === 'removed' ? (
            <del key={index} className="rounded-1 bg-diff-del line-through">
              {text}
            </del>
          ) : (
            <ins key={index} className="rounded-1 bg-diff-add underline underline-offset-3">
              {text}
            </ins>
          );
        })}
      </bdi>
    </div>
  );
}

const note = 'h-5 px-2 font-ui text-11 leading-5 whitespace-nowrap';

/** One column of a comparison, line by line; what is changed is told by signs and lines, not by colour alone. */
export function DiffLines({
  rows,
  column,
}: {
  readonly rows: readonly DiffRow[];
  readonly column: number;
}) {
  return rows.map((row, index) => {
    switch (row.row) {
      case 'lines':
        return <Line key={index} cell={row.cells[column] ?? null} isConflict={row.isConflict} />;
      case 'fold':
        return (
          <div key={index} className={classNames(note, 'text-text-3')}>
            {formatCountOf(row.count, 'equal line')}
          </div>
        );
      case 'conflict':
        return (
          <div
            key={index}
            className={classNames(note, 'text-warning shadow-[inset_2px_0_0_var(--warning)]')}
          >
            {column === 0 ? '! both changed this' : ' '}
          </div>
        );
      case 'cut':
        return (
          <div key={index} className={classNames(note, 'text-text-3')}>
            the first {MOST_ROWS} lines of the comparison; there is more
          </div>
        );
    }
  });
}

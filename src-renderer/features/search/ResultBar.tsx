import { ChevronLeft, ChevronRight } from 'lucide-react';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { formatDuration } from '../../ui/format/duration.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { oneLine } from './cell-text.ts';
import { countedTotal } from './effective-command.ts';
import { limitOf } from './line-edits.ts';
import type { Found } from './search-store.ts';

export interface ResultBarProps {
  readonly found: Found;
  /** Whether it is still what the line says. */
  readonly isCurrent: boolean;
  /** To the next (1) or the previous (-1) rows. */
  readonly onPage: (offset: number) => void;
}

interface Extent {
  readonly rows: number;
  /** null where the server does not count them. */
  readonly total: number | null;
}

const extentOf = (found: Found): Extent =>
  found.kind === 'search'
    ? { rows: found.rows.length, total: countedTotal(found.command, found.output.total) }
    : { rows: found.output.rows.length, total: null };

function Pages({ found, isCurrent, onPage }: ResultBarProps) {
  const { offset, count } = limitOf(found.command);
  const { rows, total } = extentOf(found);
  // Without a total a full page may be followed by another.
  const hasMore = total === null ? count > 0 && rows >= count : rows > 0 && offset + rows < total;
  const stale = isCurrent ? null : 'The line was changed: run it first';
  if (offset === 0 && !hasMore) return null;
  return (
    <span className="flex items-center gap-1">
      <span className="text-12 text-text-3">
        {rows === 0 ? 'none' : `${formatCount(offset + 1)} to ${formatCount(offset + rows)}`}
      </span>
      <IconButton
        icon={ChevronLeft}
        label="Previous rows"
        disabledReason={stale ?? (offset === 0 ? 'These are the first' : null)}
        onClick={() => onPage(Math.max(0, offset - Math.max(1, count)))}
      />
      <IconButton
        icon={ChevronRight}
        label="Next rows"
        disabledReason={stale ?? (hasMore ? null : 'These are the last')}
        onClick={() => onPage(offset + count)}
      />
    </span>
  );
}

/** What came back: how many, how long it took, and what is missing from it. */
export function ResultBar(props: ResultBarProps) {
  const { found, isCurrent } = props;
  const { output } = found;
  const { rows, total } = extentOf(found);
  return (
    <div className="bar tn" role="status">
      <span className="font-strong whitespace-nowrap">
        {total === null ? formatCountOf(rows, 'row') : formatCountOf(total, 'result')}
      </span>
      <span className="ell text-12 text-text-3">
        {formatDuration(output.roundTripMs)} round trip
      </span>
      {found.kind === 'aggregate' && found.output.cut ? (
        <Tag tone="warn">The most at once: there may be more</Tag>
      ) : null}
      {found.kind === 'search' && total === null ? (
        <Tag tone="warn" title="It stops reading when it has enough: the total it gives is none">
          DIALECT 4 does not count all
        </Tag>
      ) : null}
      {output.warnings.map((warning) => (
        <Tag key={warning} tone="warn">
          {oneLine(warning)}
        </Tag>
      ))}
      {isCurrent ? null : <span className="ell text-12 text-text-3">for the line run before</span>}
      <span className="grow" />
      <Pages {...props} />
    </div>
  );
}

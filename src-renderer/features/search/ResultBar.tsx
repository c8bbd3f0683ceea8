import { ChevronLeft, ChevronRight } from 'lucide-react';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { formatDuration } from '../../ui/format/duration.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { oneLine } from './cell-text.ts';
import { limitOf } from './line-edits.ts';
import type { Found } from './search-store.ts';

export interface ResultBarProps {
  readonly found: Found;
  /** Whether it is still what the line says. */
  readonly isCurrent: boolean;
  /** To the next (1) or the previous (-1) rows. */
  readonly onPage: (offset: number) => void;
}

/** How many there are in all, as far as the server says. */
function headline(found: Found): string {
  if (found.kind === 'search') return formatCountOf(found.output.total, 'result');
  return formatCountOf(found.output.rows.length, 'row');
}

function Pages({ found, isCurrent, onPage }: ResultBarProps) {
  const { offset, count } = limitOf(found.command);
  const rows = found.kind === 'search' ? found.rows.length : found.output.rows.length;
  // An aggregation does not say how many rows there are: a full page may be followed by another.
  const hasMore =
    found.kind === 'search'
      ? offset + rows < found.output.total && rows > 0
      : count > 0 && rows >= count;
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
  return (
    <div className="bar tn" role="status">
      <span className="font-strong whitespace-nowrap">{headline(found)}</span>
      <span className="ell text-12 text-text-3">
        {formatDuration(output.roundTripMs)} round trip
      </span>
      {found.kind === 'aggregate' && found.output.cut ? (
        <Tag tone="warn">The most at once: there may be more</Tag>
      ) : null}
      {found.kind === 'search' && found.command.dialect === 4 ? (
        <Tag tone="warn" title="DIALECT 4 stops reading when it has enough">
          DIALECT 4 may count too few
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

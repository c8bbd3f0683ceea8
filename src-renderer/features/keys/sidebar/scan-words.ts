import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { formatClock } from '../../../ui/format/clock.ts';
import { formatCount, formatCountOf } from '../../../ui/format/count.ts';
import { formatDuration } from '../../../ui/format/duration.ts';
import { formatPercent } from '../../../ui/format/ratio.ts';
import { type ScanState, shareOf } from '../scan/scan-state.ts';

export interface ScanWords {
  /** The figure, and what it is of. */
  readonly main: string;
  readonly rest: string;
}

function ofAll(of: number | null): string {
  return of === null ? '' : `of ${formatCount(of)}`;
}

/** How much of the server has been walked, in words; `keys` are listed now. */
export function scanWords(scan: ScanState, keys: number): ScanWords {
  const { scanned, of } = scan.progress;
  const share = shareOf(scan);
  switch (scan.status) {
    case 'idle':
      return { main: 'Not scanned yet', rest: '' };
    case 'running': {
      if (scan.first !== null)
        return {
          main: `Scanning ${escapeBytes(scan.first.prefix)} first`,
          rest: `${formatCount(scan.first.scanned)} ${ofAll(scan.first.of)}`.trim(),
        };
      const left =
        scan.leftMs === null ? null : `${formatDuration(Math.max(1_000, scan.leftMs))} left`;
      const rest = [ofAll(of), left].filter((part) => part !== null && part !== '').join(' · ');
      return { main: `Scanned ${formatCount(scanned)}`, rest };
    }
    case 'done':
      return {
        main: `${formatCountOf(keys, 'key')} listed`,
        rest: `all scanned at ${formatClock(scan.atMs)}`,
      };
    default: {
      const word = scan.status === 'stopped' ? 'Stopped' : 'Failed';
      const where =
        share === null
          ? `after ${formatCount(scanned)}`
          : `at ${formatPercent(share, { whole: true })}`;
      return { main: `${word} ${where}`, rest: share === null ? '' : ofAll(of) };
    }
  }
}

/** A count that an unfinished scan can only raise says so. */
export function atLeast(count: number, isComplete: boolean): string {
  return isComplete ? formatCount(count) : `≥ ${formatCount(count)}`;
}

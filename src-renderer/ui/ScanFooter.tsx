import { Play, Square } from 'lucide-react';
import { Button } from './Button.tsx';
import { formatCount, formatCountOf } from './format/count.ts';
import { Meter } from './Meter.tsx';

export interface ScanFooterProps {
  readonly status: 'idle' | 'scanning' | 'stopped' | 'done' | 'failed';
  readonly scanned: number;
  readonly of: number | null;
  /** Keys of the pattern that are something else, and what they are not: "sessions". */
  readonly others: number;
  /** Keys of the pattern that this user may not read. */
  readonly refused: number;
  readonly noun: string;
  readonly onStop: () => void;
  readonly onStart: () => void;
}

/** How far a scan is, and what it passed over. */
export function ScanFooter({
  status,
  scanned,
  of,
  others,
  refused,
  noun,
  onStop,
  onStart,
}: ScanFooterProps) {
  const share = of === null || of === 0 ? 0 : scanned / of;
  const total = of === null ? '' : ` of about ${formatCount(of)}`;
  const words =
    status === 'scanning'
      ? `Scanned ${formatCount(scanned)}${total}`
      : status === 'stopped' || status === 'failed'
        ? `${status === 'failed' ? 'Failed' : 'Stopped'} after ${formatCount(scanned)}${total}`
        : `All ${of === null ? '' : formatCount(of)} keys scanned`;
  return (
    <footer className="flex flex-none flex-col gap-1 border-t border-border-1 px-3 py-2 text-11">
      <div className="flex h-6 items-center gap-2">
        <span className="tn ell text-text-2" role="status">
          {words}
        </span>
        {others === 0 ? null : (
          <span className="ell text-text-3">
            {formatCountOf(others, 'key')} of this pattern {others === 1 ? 'is' : 'are'} no {noun}
          </span>
        )}
        {refused === 0 ? null : (
          <span className="ell text-warning">
            {formatCountOf(refused, 'key')} of this pattern may not be read by this user
          </span>
        )}
        <span className="grow" />
        {status === 'scanning' ? (
          <Button size="sm" icon={Square} onClick={onStop}>
            Stop
          </Button>
        ) : status === 'stopped' || status === 'failed' ? (
          <Button size="sm" icon={Play} onClick={onStart}>
            Scan again
          </Button>
        ) : null}
      </div>
      {status === 'scanning' ? <Meter label="Scanned" value={share} /> : null}
    </footer>
  );
}

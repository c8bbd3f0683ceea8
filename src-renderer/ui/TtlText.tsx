import { useEffect, useState } from 'react';
import type { Expiry } from '../lib/expiry.ts';
import { classNames } from './class-names.ts';
import { formatTtl, formatTtlClock } from './format/duration.ts';
import { Meter } from './Meter.tsx';

export interface TtlTextProps {
  readonly expiresAtMs: Expiry;
  /** `header` counts down each second as 17:34:08; `row` is 42 min. */
  readonly form?: 'header' | 'row' | undefined;
  /** The first TTL seen: adds the 36 px bar, and the colours of what is left. */
  readonly fullMs?: number | null | undefined;
  readonly className?: string | undefined;
}

/** The time now, every second, and once more when a tab comes back to the front. */
export function useNow(isRunning: boolean, everyMs = 1_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => {
      setNow(Date.now());
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [isRunning, everyMs]);
  return now;
}

function toneOf(share: number | null): string {
  if (share === null || share >= 0.25) return '';
  return share < 0.08 ? 'text-danger' : 'text-warning';
}

export function TtlText({ expiresAtMs, form = 'row', fullMs, className }: TtlTextProps) {
  const now = useNow(typeof expiresAtMs === 'number');
  if (expiresAtMs === 'refused')
    return (
      <span className={classNames('text-text-3', className)} title="This user may not run PTTL">
        not readable
      </span>
    );
  const left = expiresAtMs === null ? null : Math.max(0, expiresAtMs - now);
  const share = left === null || fullMs === undefined || fullMs === null ? null : left / fullMs;
  const text = form === 'header' ? formatTtlClock(left) : formatTtl(left);
  return (
    <span className={classNames('inline-flex items-center gap-2 tn', className)}>
      {share === null ? null : (
        <Meter label="Time left" kind="time" value={share} text={text} width={36} />
      )}
      <span className={left === null ? 'text-text-3' : toneOf(share)}>{text}</span>
    </span>
  );
}

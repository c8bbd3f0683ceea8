import {
  formatClock,
  formatClockTitle,
  formatTimeFraction,
} from '../../../../../ui/format/clock.ts';

/** The time that an entry's ID tells, if it is one. */
export function IdTime({ id }: { readonly id: string }) {
  const atMs = Number(id.split('-')[0]);
  // Ids need not be times: 1-1 is as good as any.
  if (!Number.isFinite(atMs) || atMs < 1e12 || atMs > 1e13)
    return <span className="text-text-3">–</span>;
  return (
    <span title={formatClockTitle(atMs)}>
      {formatClock(atMs)}
      <span className="text-text-3">{formatTimeFraction(atMs)}</span>
    </span>
  );
}

import { formatCount } from '../../ui/format/count.ts';
import { formatDuration } from '../../ui/format/duration.ts';
import type { Sample } from './rate-limits-store.ts';

const WIDTH = 1_000;
const HEIGHT = 80;

/** How full it was, for as long as it has been looked at: Redis keeps no history of its own. */
export function UsedChart({
  history,
  limit,
}: {
  readonly history: readonly Sample[];
  readonly limit: number | null;
}) {
  const first = history[0];
  const last = history.at(-1);
  if (first === undefined || last === undefined || history.length < 3) return null;
  const span = Math.max(1, last.atMs - first.atMs);
  const top = Math.max(limit ?? 0, ...history.map(({ used }) => used), 1) * 1.1;
  const x = ({ atMs }: Sample): number => ((atMs - first.atMs) / span) * WIDTH;
  const y = (used: number): number => HEIGHT - (used / top) * HEIGHT;
  const points = history
    .map((sample) => `${x(sample).toFixed(1)},${y(sample.used).toFixed(1)}`)
    .join(' ');
  const label = `Used since ${formatDuration(span)} ago: from ${first.used} to ${last.used}`;
  return (
    <figure className="mx-4 mt-3 mb-3">
      <figcaption className="flex items-baseline gap-2 pb-1">
        <span className="font-strong">Used</span>
        <span className="tn text-12 text-text-3">
          last {formatDuration(span)}, since it was opened; now {formatCount(last.used)}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-20 w-full"
        role="img"
        aria-label={label}
      >
        <polygon
          points={`0,${HEIGHT} ${points} ${WIDTH},${HEIGHT}`}
          fill="var(--accent-text)"
          opacity={0.13}
        />
        <polyline
          points={points}
          fill="none"
          stroke="var(--accent-text)"
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
        />
        {limit === null ? null : (
          <line
            x1={0}
            x2={WIDTH}
            y1={y(limit)}
            y2={y(limit)}
            stroke="var(--fill-bad)"
            strokeDasharray="5 4"
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
    </figure>
  );
}

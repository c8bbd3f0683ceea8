import { formatDuration } from '../../ui/format/duration.ts';
import type { Verdict } from './verdict.ts';

interface Props {
  readonly requestsMs: readonly number[];
  readonly windowMs: number;
  readonly nowMs: number;
  readonly next: Verdict['next'];
  readonly used: number;
  readonly limit: number | null;
}

/** Drawn beyond the window's start, so that what has left it is still seen. */
const BEHIND = 0.25;
const WIDTH = 1_000;
const HEIGHT = 96;
/** How many of those that leave next are marked. */
const LEAVING = 2;

/** Now at right, the window's start at left; a tick per request, grey outside the window, amber for the next to leave. */
export function WindowStrip({ requestsMs, windowMs, nowMs, next, used, limit }: Props) {
  const fromMs = nowMs - windowMs * (1 + BEHIND);
  const x = (atMs: number): number => ((atMs - fromMs) / (nowMs - fromMs)) * WIDTH;
  const startX = x(nowMs - windowMs);
  const drawn = requestsMs.filter((atMs) => atMs >= fromMs).sort((a, b) => a - b);
  const inside = drawn.filter((atMs) => atMs > nowMs - windowMs);
  const leaving = new Set(inside.slice(0, LEAVING));
  const label = `${used} requests in the last ${formatDuration(windowMs)}${limit === null ? '' : ` of ${limit}`}; the next is ${next}`;
  const marks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  return (
    <figure className="mx-4 mt-2" aria-label={label}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-24 w-full bg-surface-inset"
        role="img"
        aria-label={label}
      >
        <rect
          x={startX}
          y={0}
          width={WIDTH - startX}
          height={HEIGHT}
          fill="var(--accent)"
          opacity={0.14}
        />
        <line
          x1={startX}
          x2={startX}
          y1={0}
          y2={HEIGHT}
          stroke="var(--text-3)"
          strokeDasharray="4 3"
          vectorEffect="non-scaling-stroke"
        />
        {drawn.map((atMs, i) => {
          const isInside = atMs > nowMs - windowMs;
          const color = leaving.has(atMs)
            ? 'var(--fill-warn)'
            : isInside
              ? 'var(--accent-text)'
              : 'var(--border-2)';
          return (
            // Two requests may have come in the same moment.
            <line
              key={`${atMs} ${i}`}
              x1={x(atMs)}
              x2={x(atMs)}
              y1={isInside ? 24 : 36}
              y2={HEIGHT - 18}
              stroke={color}
              strokeWidth={2}
              vectorEffect="non-scaling-stroke"
            />
          );
        })}
        <line
          x1={WIDTH - 1}
          x2={WIDTH - 1}
          y1={0}
          y2={HEIGHT}
          stroke="var(--text-1)"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="tn relative h-5 text-11 text-text-3">
        {marks.map((share) => (
          <span
            key={share}
            className="absolute top-1 -translate-x-1/2 whitespace-nowrap last:-translate-x-full"
            style={{ left: `${((BEHIND + share) / (1 + BEHIND)) * 100}%` }}
          >
            {share === 1 ? 'now' : `−${formatDuration(windowMs * (1 - share))}`}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

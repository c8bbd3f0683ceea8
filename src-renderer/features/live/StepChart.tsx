import { formatTime } from '../../ui/format/clock.ts';
import type { SeriesPoint, TimeWindow } from './value-history.ts';

const WIDTH = 306;
const HEIGHT = 152;
const PLOT = { right: 262, top: 14, bottom: 124 };
const LABEL_X = 272;
const ROWS = 3;

/** Seconds only where minutes would be the same all along. */
const clock = (atMs: number, spanMs: number): string =>
  spanMs < 180_000 ? formatTime(atMs) : formatTime(atMs).slice(0, 5);
const round = (value: number): number => Math.round(value * 100) / 100;

/** As many digits as tell the three labels apart. */
function labelOf(value: number, span: number): string {
  const places = span >= 10 || span === 0 ? 0 : span >= 1 ? 1 : span >= 0.1 ? 2 : 4;
  return Number.isInteger(value) ? String(value) : value.toFixed(places);
}

/** The values of a window as steps: each holds until the next. */
export function StepChart({
  points,
  window: { fromMs, untilMs },
  color,
  label,
}: {
  readonly points: readonly SeriesPoint[];
  readonly window: TimeWindow;
  readonly color: string;
  readonly label: string;
}) {
  const values = points.map(({ value }) => value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = high - low;
  const spanMs = untilMs - fromMs;
  const toX = (atMs: number): number => round((Math.max(0, atMs - fromMs) / spanMs) * PLOT.right);
  const toY = (value: number): number =>
    round(PLOT.bottom - (span === 0 ? 0.5 : (value - low) / span) * (PLOT.bottom - PLOT.top));
  const last = points.at(-1);
  const path = points
    .map(
      ({ atMs, value }, i) =>
        `${i === 0 ? 'M' : 'H'}${toX(atMs)}${i === 0 ? ',' : 'V'}${toY(value)}`,
    )
    .join('');
  const rows =
    span === 0 ? [low] : Array.from({ length: ROWS }, (_, i) => low + (span * i) / (ROWS - 1));
  return (
    <svg
      role="img"
      aria-label={label}
      className="block w-full text-[10.5px] [&_text]:fill-text-3"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    >
      {rows.map((value) => (
        <g key={value}>
          <line x1={0} x2={PLOT.right} y1={toY(value)} y2={toY(value)} stroke="var(--border-1)" />
          <text x={LABEL_X} y={toY(value) + 4} className="tn">
            {labelOf(value, span)}
          </text>
        </g>
      ))}
      <path d={`${path}H${PLOT.right}`} fill="none" stroke={color} strokeWidth={1.5} />
      {last === undefined ? null : (
        <circle cx={PLOT.right} cy={toY(last.value)} r={2.5} fill={color} />
      )}
      <text x={0} y={HEIGHT - 4} className="tn">
        {clock(fromMs, spanMs)}
      </text>
      <text x={PLOT.right / 2} y={HEIGHT - 4} textAnchor="middle" className="tn">
        {clock(fromMs + spanMs / 2, spanMs)}
      </text>
      <text x={PLOT.right} y={HEIGHT - 4} textAnchor="end">
        now
      </text>
    </svg>
  );
}

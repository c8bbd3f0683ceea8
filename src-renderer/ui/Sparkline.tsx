import { classNames } from './class-names.ts';

export interface SparklineProps {
  /** In order of time; null is a gap (a lost connection). */
  readonly values: readonly (number | null)[];
  /** Names the chart: "Messages per second, last minute, now 412". */
  readonly label: string;
  /** Prices as steps, rates as a line. */
  readonly shape?: 'line' | 'step' | undefined;
  /** A token: `var(--cat-2)`. */
  readonly color?: string | undefined;
  readonly area?: boolean | undefined;
  /** The lower end of the scale; by default the smallest value. */
  readonly from?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly className?: string | undefined;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The values as runs of points, split where there is a gap. */
function runsOf(
  values: readonly (number | null)[],
  box: { readonly width: number; readonly height: number; readonly from: number | undefined },
): Point[][] {
  const known = values.filter((value) => value !== null);
  let low = box.from ?? Infinity;
  let high = -Infinity;
  for (const value of known) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const span = high - low;
  const step = values.length > 1 ? box.width / (values.length - 1) : 0;
  const runs: Point[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === null) {
      runs.push([]);
      continue;
    }
    const share = span === 0 ? 0.5 : (value - low) / span;
    runs.at(-1)?.push({ x: index * step, y: 1 + (1 - share) * (box.height - 2) });
  }
  return runs.filter((run) => run.length > 0);
}

const round = (value: number): number => Math.round(value * 100) / 100;

function lineOf(run: readonly Point[], shape: 'line' | 'step'): string {
  return run
    .map(({ x, y }, index) => {
      if (index === 0) return `M${round(x)} ${round(y)}`;
      return shape === 'step' ? `H${round(x)}V${round(y)}` : `L${round(x)} ${round(y)}`;
    })
    .join('');
}

/** A small chart without axes; never smoothed. */
export function Sparkline({
  values,
  label,
  shape = 'line',
  color = 'var(--accent-text)',
  area = false,
  from,
  width = 64,
  height = 16,
  className,
}: SparklineProps) {
  const runs = runsOf(values, { width, height, from });
  return (
    <svg
      role="img"
      aria-label={label}
      className={classNames('block flex-none', className)}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      {area
        ? runs.map((run, index) => (
            <path
              key={index}
              d={`${lineOf(run, shape)}V${height}H${round(run[0]?.x ?? 0)}Z`}
              fill={color}
              fillOpacity={0.13}
            />
          ))
        : null}
      {runs.map((run, index) => (
        <path
          key={index}
          d={lineOf(run, shape)}
          fill="none"
          stroke={color}
          strokeWidth={1.25}
          strokeLinejoin="round"
        />
      ))}
    </svg>
  );
}

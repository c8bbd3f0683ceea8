import { formatClock } from '../../../../../ui/format/clock.ts';
import type { StepChart } from './step-chart.ts';

/** A value label with about five digits: a scale, never the value itself. */
const scaleLabel = (value: number): string => String(Number(value.toPrecision(5)));

export interface ChartScaleProps {
  readonly chart: Pick<StepChart, 'labels' | 'fromMs' | 'toMs'>;
  /** Width of what is drawn; the labels stand right of it. */
  readonly plot: number;
  readonly height: number;
}

/** Three values at the right, the ends of the time below. */
export function ChartScale({ chart, plot, height }: ChartScaleProps) {
  return (
    <>
      {chart.labels.map(({ value, y }) => (
        <g key={y}>
          <line x1={0} x2={plot} y1={y} y2={y} stroke="var(--border-1)" />
          <text x={plot + 8} y={y + 4} fill="var(--text-3)" className="tn">
            {scaleLabel(value)}
          </text>
        </g>
      ))}
      <text x={0} y={height + 16} fill="var(--text-3)" className="tn">
        {formatClock(chart.fromMs)}
      </text>
      <text x={plot} y={height + 16} textAnchor="end" fill="var(--text-3)" className="tn">
        {formatClock(chart.toMs)}
      </text>
    </>
  );
}

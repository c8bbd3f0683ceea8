import { type PointerEvent, useMemo, useRef, useState } from 'react';
import { formatClock } from '../../../../ui/format/clock.ts';
import { formatCountOf } from '../../../../ui/format/count.ts';
import { useElementSize } from '../value/use-element-size.ts';
import { drawSteps, type Sample } from './step-chart.ts';

const HEIGHT = 160;
/** For the labels at the right. */
const LABELS = 72;
const PADDING = 8;

export interface SeriesChartProps {
  readonly samples: readonly (Sample & { readonly text: string })[];
}

function nearest(
  samples: SeriesChartProps['samples'],
  atMs: number,
): SeriesChartProps['samples'][number] | null {
  let low = 0;
  let high = samples.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((samples[middle]?.atMs ?? 0) <= atMs) low = middle;
    else high = middle - 1;
  }
  return samples[low] ?? null;
}

/** A value label with about four digits: a scale, never the value itself. */
function scaleLabel(value: number): string {
  return String(Number(value.toPrecision(5)));
}

/** Samples as steps, with one crosshair. The table below it says the same in text. */
export function SeriesChart({ samples }: SeriesChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(box);
  const plot = Math.max(60, width - LABELS - PADDING);
  const chart = useMemo(() => drawSteps(samples, { width: plot, height: HEIGHT }), [samples, plot]);
  const [hovered, setHovered] = useState<SeriesChartProps['samples'][number] | null>(null);
  if (chart === null) return null;
  const onPointerMove = (event: PointerEvent) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    const share = Math.min(1, Math.max(0, (event.clientX - left) / plot));
    setHovered(nearest(samples, chart.fromMs + share * (chart.toMs - chart.fromMs)));
  };
  return (
    <div ref={box} className="flex-none border-b border-border-1 px-2 py-3">
      <svg
        role="img"
        aria-label={`${formatCountOf(samples.length, 'sample')} from ${formatClock(chart.fromMs)} to ${formatClock(chart.toMs)}`}
        width={plot + LABELS}
        height={HEIGHT + 20}
        className="block overflow-visible text-11"
        onPointerMove={onPointerMove}
        onPointerLeave={() => {
          setHovered(null);
        }}
      >
        {chart.labels.map(({ value, y }) => (
          <g key={y}>
            <line x1={0} x2={plot} y1={y} y2={y} stroke="var(--border-1)" />
            <text x={plot + 8} y={y + 4} fill="var(--text-3)" className="tn">
              {scaleLabel(value)}
            </text>
          </g>
        ))}
        <path d={chart.area} fill="var(--type-timeseries)" fillOpacity={0.13} />
        <path
          d={chart.line}
          fill="none"
          stroke="var(--type-timeseries)"
          strokeWidth={1.25}
          strokeLinejoin="round"
        />
        {hovered?.value === null || hovered === null ? null : (
          <line
            x1={chart.xOf(hovered.atMs)}
            x2={chart.xOf(hovered.atMs)}
            y1={0}
            y2={HEIGHT}
            stroke="var(--text-3)"
          />
        )}
        <text x={0} y={HEIGHT + 16} fill="var(--text-3)" className="tn">
          {formatClock(chart.fromMs)}
        </text>
        <text x={plot} y={HEIGHT + 16} textAnchor="end" fill="var(--text-3)" className="tn">
          {formatClock(chart.toMs)}
        </text>
      </svg>
      <div className="tn h-4 text-12">
        {hovered === null ? null : (
          <>
            <span className="text-text-3">{formatClock(hovered.atMs)}</span>{' '}
            <span className="mono">{hovered.text}</span>
          </>
        )}
      </div>
    </div>
  );
}

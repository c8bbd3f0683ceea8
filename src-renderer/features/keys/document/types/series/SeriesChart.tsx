import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import { formatClock } from '../../../../../ui/format/clock.ts';
import { formatCountOf } from '../../../../../ui/format/count.ts';
import { useElementSize } from '../../value/use-element-size.ts';
import { ChartScale } from './ChartScale.tsx';
import { movedIndex, nearestIndex, type SampleRow } from './samples.ts';
import { drawSteps, type StepChart } from './step-chart.ts';

const HEIGHT = 180;
/** For the labels at the right. */
const LABELS = 72;
const PADDING = 8;

export interface SeriesChartProps {
  /** At least one, oldest first. */
  readonly samples: readonly SampleRow[];
}

function Drawing({ chart, plot }: { readonly chart: StepChart; readonly plot: number }) {
  return (
    <>
      <ChartScale chart={chart} plot={plot} height={HEIGHT} />
      <path d={chart.area} fill="var(--type-timeseries)" fillOpacity={0.13} />
      <path
        d={chart.line}
        fill="none"
        stroke="var(--type-timeseries)"
        strokeWidth={1.25}
        strokeLinejoin="round"
      />
    </>
  );
}

/** Samples as steps, with one crosshair for pointer and arrow keys. The table below says the same in text. */
export function SeriesChart({ samples }: SeriesChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(box);
  const plot = Math.max(60, width - LABELS - PADDING * 2);
  const chart = useMemo(() => drawSteps(samples, { width: plot, height: HEIGHT }), [samples, plot]);
  const [chosen, setChosen] = useState<number | null>(null);
  if (chart === null) return null;
  const last = samples.length - 1;
  const shown = chosen === null ? undefined : samples[Math.min(chosen, last)];
  const current = shown ?? samples[last];
  const onPointerMove = (event: PointerEvent) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    const share = Math.min(1, Math.max(0, (event.clientX - left) / plot));
    setChosen(nearestIndex(samples, chart.fromMs + share * (chart.toMs - chart.fromMs)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = movedIndex(event.key, chosen ?? last + 1, last);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
  };
  return (
    <div ref={box} className="flex-none border-b border-border-1 px-2 py-3">
      <div
        role="slider"
        tabIndex={0}
        aria-label={`Chart of ${formatCountOf(samples.length, 'sample')} from ${formatClock(chart.fromMs)} to ${formatClock(chart.toMs)}`}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={Math.min(chosen ?? last, last)}
        aria-valuetext={
          current === undefined ? '' : `${formatClock(current.atMs)}, ${current.text}`
        }
        onKeyDown={onKeyDown}
      >
        <svg
          aria-hidden="true"
          width={plot + LABELS}
          height={HEIGHT + 20}
          className="block overflow-visible text-11"
          onPointerMove={onPointerMove}
          onPointerLeave={() => {
            setChosen(null);
          }}
        >
          <Drawing chart={chart} plot={plot} />
          {shown === undefined ? null : (
            <line
              x1={chart.xOf(shown.atMs)}
              x2={chart.xOf(shown.atMs)}
              y1={0}
              y2={HEIGHT}
              stroke="var(--text-3)"
            />
          )}
        </svg>
      </div>
      <div className="tn h-4 text-12">
        {shown === undefined ? (
          <span className="text-text-3">← → read the chart</span>
        ) : (
          <>
            <span className="text-text-3">{formatClock(shown.atMs)}</span>{' '}
            <span className="mono">{shown.text}</span>
          </>
        )}
      </div>
    </div>
  );
}

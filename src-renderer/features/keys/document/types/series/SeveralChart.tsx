import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import { formatClock } from '../../../../../ui/format/clock.ts';
import { formatCountOf } from '../../../../../ui/format/count.ts';
import { showBytes } from '../../value/show-bytes.ts';
import { useElementSize } from '../../value/use-element-size.ts';
import { ChartScale } from './ChartScale.tsx';
import { movedIndex, nearestIndex, type SampleRow } from './samples.ts';
import { drawSeveral } from './step-chart.ts';

const HEIGHT = 240;
/** For the labels at the right. */
const LABELS = 72;
const PADDING = 8;

/** Told apart without their colour too. */
const DASHES = ['', '6 3', '2 2', '9 3 2 3', '12 4', '4 4', '1 3', '9 3 2 3 2 3'] as const;
const colorOf = (index: number): string => `var(--cat-${(index % DASHES.length) + 1})`;
const dashOf = (index: number): string => DASHES[index % DASHES.length] ?? '';

export interface ChartSeries {
  readonly id: string;
  readonly key: Uint8Array;
  /** null: this one may not be read. */
  readonly samples: readonly SampleRow[] | null;
}

/** The value at a time: that of the last sample before it. */
function valueAt(samples: readonly SampleRow[] | null, atMs: number | null): string {
  if (samples === null) return 'may not be read';
  const last = samples.at(-1);
  if (last === undefined) return 'no sample';
  if (atMs === null) return last.text;
  const first = samples[0];
  if (first === undefined || first.atMs > atMs) return '–';
  return samples[nearestIndex(samples, atMs)]?.text ?? '–';
}

function Legend({
  series,
  atMs,
}: {
  readonly series: readonly ChartSeries[];
  readonly atMs: number | null;
}) {
  return (
    <table className="mt-2 w-full text-12" aria-label="Legend">
      <thead className="sr">
        <tr>
          <th>Line</th>
          <th>Series</th>
          <th>Value</th>
        </tr>
      </thead>
      <tbody>
        {series.map(({ id, key, samples }, index) => (
          <tr key={id}>
            <td className="w-10 py-0.5">
              <svg width={32} height={8} aria-hidden="true" className="block">
                <line
                  x1={0}
                  x2={32}
                  y1={4}
                  y2={4}
                  stroke={colorOf(index)}
                  strokeWidth={2}
                  strokeDasharray={dashOf(index)}
                />
              </svg>
            </td>
            <td className="mono ell selectable">
              <bdi>{showBytes(key)}</bdi>
              {index === 0 ? <span className="text-text-3"> this one</span> : null}
            </td>
            <td className="mono tn selectable text-right">{valueAt(samples, atMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Every time at which one of the series has a sample. */
function timesOf(series: readonly ChartSeries[]): readonly { readonly atMs: number }[] {
  const times = new Set(series.flatMap(({ samples }) => (samples ?? []).map(({ atMs }) => atMs)));
  return [...times].sort((a, b) => a - b).map((atMs) => ({ atMs }));
}

/** Series as lines on one scale, with one crosshair for pointer and arrow keys and the values in the legend. */
export function SeveralChart({ series }: { readonly series: readonly ChartSeries[] }) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(box);
  const plot = Math.max(60, width - LABELS - PADDING * 2);
  const chart = useMemo(
    () =>
      drawSeveral(
        series.map(({ samples }) => samples ?? []),
        { width: plot, height: HEIGHT },
      ),
    [series, plot],
  );
  const times = useMemo(() => timesOf(series), [series]);
  const [chosen, setChosen] = useState<number | null>(null);
  const last = Math.max(0, times.length - 1);
  const at = chosen === null ? null : (times[Math.min(chosen, last)]?.atMs ?? null);
  const onPointerMove = (event: PointerEvent) => {
    if (chart === null) return;
    const left = event.currentTarget.getBoundingClientRect().left;
    const share = Math.min(1, Math.max(0, (event.clientX - left) / plot));
    setChosen(nearestIndex(times, chart.fromMs + share * (chart.toMs - chart.fromMs)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = movedIndex(event.key, chosen ?? last + 1, last);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
  };
  return (
    <div ref={box} className="px-2 py-4">
      {chart === null ? (
        <p className="px-1 text-12 text-text-3">No sample in this range</p>
      ) : (
        <div
          role="slider"
          tabIndex={0}
          aria-label={`Chart of ${formatCountOf(series.length, 'line')} from ${formatClock(chart.fromMs)} to ${formatClock(chart.toMs)}`}
          aria-valuemin={0}
          aria-valuemax={last}
          aria-valuenow={Math.min(chosen ?? last, last)}
          aria-valuetext={at === null ? 'the last samples' : formatClock(at)}
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
            <ChartScale chart={chart} plot={plot} height={HEIGHT} />
            {chart.lines.map((line, index) => (
              <path
                key={series[index]?.id}
                d={line}
                fill="none"
                stroke={colorOf(index)}
                strokeWidth={1.5}
                strokeDasharray={dashOf(index)}
                strokeLinejoin="round"
              />
            ))}
            {at === null ? null : (
              <line
                x1={chart.xOf(at)}
                x2={chart.xOf(at)}
                y1={0}
                y2={HEIGHT}
                stroke="var(--text-3)"
              />
            )}
          </svg>
        </div>
      )}
      <div className="tn h-4 text-12 text-text-3">
        {at === null ? '← → read the chart' : formatClock(at)}
      </div>
      <Legend series={series} atMs={at} />
    </div>
  );
}

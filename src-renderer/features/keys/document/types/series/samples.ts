import type { Output } from '../../../../../../src-shared/contract/index.ts';

export interface SampleRow {
  readonly atMs: number;
  readonly atText: string;
  /** As the server wrote it. */
  readonly text: string;
  /** For drawing; null where there is nothing to draw (nan, inf). */
  readonly value: number | null;
}

/** Samples for the chart and the table, in the order they came in (oldest first). */
export const toRows = (samples: Output<'series.range'>['samples']): readonly SampleRow[] =>
  samples.map(({ atMs, value }) => {
    const number = Number(value);
    return {
      atMs: Number(atMs),
      atText: atMs,
      text: value,
      value: Number.isFinite(number) ? number : null,
    };
  });

/** The index of the last sample at or before a time. */
export function nearestIndex(samples: readonly { readonly atMs: number }[], atMs: number): number {
  let low = 0;
  let high = samples.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((samples[middle]?.atMs ?? 0) <= atMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

const PAGE = 20;

/** Where a key takes the crosshair; null for other keys. */
export function movedIndex(key: string, index: number, last: number): number | null {
  const to = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    PageUp: index - PAGE,
    PageDown: index + PAGE,
    Home: 0,
    End: last,
  }[key];
  return to === undefined ? null : Math.min(last, Math.max(0, to));
}

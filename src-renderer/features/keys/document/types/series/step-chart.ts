export interface Sample {
  readonly atMs: number;
  /** null: not a number a chart can show (nan, inf). */
  readonly value: number | null;
}

export interface ChartBox {
  readonly width: number;
  readonly height: number;
}

export interface StepChart {
  /** The line, as steps: a value holds until the next sample. Parts where samples are missing stay open. */
  readonly line: string;
  readonly area: string;
  /** Three values with their height, from the top. */
  readonly labels: readonly { readonly value: number; readonly y: number }[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly xOf: (atMs: number) => number;
  readonly yOf: (value: number) => number;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** The drawing of samples in time order; null while there is nothing to draw. */
export function drawSteps(samples: readonly Sample[], box: ChartBox): StepChart | null {
  let low = Infinity;
  let high = -Infinity;
  for (const { value } of samples) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || low > high) return null;
  const span = high - low || Math.abs(high) || 1;
  const [bottom, top] = high === low ? [low - span / 2, high + span / 2] : [low, high];
  const duration = last.atMs - first.atMs || 1;
  const xOf = (atMs: number): number => round(((atMs - first.atMs) / duration) * box.width);
  const yOf = (value: number): number =>
    round(box.height - ((value - bottom) / (top - bottom)) * box.height);
  let line = '';
  let isOpen = false;
  for (const { atMs, value } of samples) {
    if (value === null) isOpen = false;
    else {
      line += isOpen ? `H${xOf(atMs)}V${yOf(value)}` : `M${xOf(atMs)} ${yOf(value)}`;
      isOpen = true;
    }
  }
  const isWhole = samples.every(({ value }) => value !== null);
  return {
    line,
    area: isWhole ? `${line}V${box.height}H0Z` : '',
    labels: [top, (top + bottom) / 2, bottom].map((value) => ({ value, y: yOf(value) })),
    fromMs: first.atMs,
    toMs: last.atMs,
    xOf,
    yOf,
  };
}

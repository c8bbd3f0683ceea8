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

interface Frame {
  readonly labels: StepChart['labels'];
  readonly fromMs: number;
  readonly toMs: number;
  readonly xOf: (atMs: number) => number;
  readonly yOf: (value: number) => number;
}

/** What lines of samples have in common: their times and values on one scale; null while there is nothing to draw. */
function frameOf(lines: readonly (readonly Sample[])[], box: ChartBox): Frame | null {
  let [low, high, fromMs, toMs] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const samples of lines) {
    fromMs = Math.min(fromMs, samples[0]?.atMs ?? Infinity);
    toMs = Math.max(toMs, samples.at(-1)?.atMs ?? -Infinity);
    for (const { value } of samples) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return null;
  const span = high - low || Math.abs(high) || 1;
  const [bottom, top] = high === low ? [low - span / 2, high + span / 2] : [low, high];
  const duration = toMs - fromMs || 1;
  const yOf = (value: number): number =>
    round(box.height - ((value - bottom) / (top - bottom)) * box.height);
  return {
    labels: [top, (top + bottom) / 2, bottom].map((value) => ({ value, y: yOf(value) })),
    fromMs,
    toMs,
    xOf: (atMs) => round(((atMs - fromMs) / duration) * box.width),
    yOf,
  };
}

function lineOf(samples: readonly Sample[], { xOf, yOf }: Frame): string {
  let line = '';
  let isOpen = false;
  for (const { atMs, value } of samples) {
    if (value === null) isOpen = false;
    else {
      line += isOpen ? `H${xOf(atMs)}V${yOf(value)}` : `M${xOf(atMs)} ${yOf(value)}`;
      isOpen = true;
    }
  }
  return line;
}

/** The drawing of samples in time order; null while there is nothing to draw. */
export function drawSteps(samples: readonly Sample[], box: ChartBox): StepChart | null {
  const frame = frameOf([samples], box);
  if (frame === null) return null;
  const line = lineOf(samples, frame);
  const isWhole = samples.every(({ value }) => value !== null);
  return { ...frame, line, area: isWhole ? `${line}V${box.height}H0Z` : '' };
}

/** Several lines on one scale. */
export function drawSeveral(
  all: readonly (readonly Sample[])[],
  box: ChartBox,
): (Omit<StepChart, 'line' | 'area'> & { readonly lines: readonly string[] }) | null {
  const frame = frameOf(all, box);
  return frame === null ? null : { ...frame, lines: all.map((one) => lineOf(one, frame)) };
}

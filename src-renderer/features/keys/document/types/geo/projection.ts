export interface Spot {
  readonly longitude: number;
  readonly latitude: number;
}

export interface Projection {
  readonly xOf: (longitude: number) => number;
  readonly yOf: (latitude: number) => number;
  /** Where lines are drawn, in degrees. */
  readonly longitudes: readonly number[];
  readonly latitudes: readonly number[];
}

interface Span {
  readonly low: number;
  readonly high: number;
}

const STEPS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 15, 30, 60];
/** Around a single place. */
const LEAST_DEGREES = 0.01;

function spanOf(values: readonly number[], edge: number): Span {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const margin = Math.max(LEAST_DEGREES, (high - low) * 0.08);
  return { low: Math.max(-edge, low - margin), high: Math.min(edge, high + margin) };
}

/** Multiples of a step that people read at a glance; at most some ten. */
export function degreeLines({ low, high }: Span): number[] {
  const step = STEPS.find((size) => (high - low) / size <= 8) ?? 60;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) =>
    Number(((first + i) * step).toFixed(3)),
  );
}

/** A plain map that shows all spots (at least one): degrees as they are, without the bending of a globe. */
export function project(
  spots: readonly Spot[],
  box: { readonly width: number; readonly height: number },
): Projection {
  const east = spanOf(
    spots.map(({ longitude }) => longitude),
    180,
  );
  const north = spanOf(
    spots.map(({ latitude }) => latitude),
    90,
  );
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    xOf: (longitude) => round(((longitude - east.low) / (east.high - east.low)) * box.width),
    yOf: (latitude) =>
      round(box.height - ((latitude - north.low) / (north.high - north.low)) * box.height),
    longitudes: degreeLines(east),
    latitudes: degreeLines(north),
  };
}

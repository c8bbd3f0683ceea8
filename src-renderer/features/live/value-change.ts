/** Digits after the point, as written. */
function places(text: string): number {
  const [, decimals = '', exponent = '0'] =
    /^-?\d+(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  return Math.max(0, decimals.length - Number(exponent));
}

const MOST_PLACES = 8;

export interface ValueChange {
  readonly difference: number;
  /** As many as the values are written with. */
  readonly places: number;
  /** Of the value before; null where that was 0. */
  readonly ratio: number | null;
}

/** What became of a value since the message before. null: there was none. */
export function valueChange(text: string, previous: number): ValueChange | null {
  const value = Number(text);
  if (Number.isNaN(previous) || !Number.isFinite(value)) return null;
  return {
    difference: value - previous,
    places: Math.min(MOST_PLACES, Math.max(places(text), places(String(previous)))),
    ratio: previous === 0 ? null : (value - previous) / Math.abs(previous),
  };
}

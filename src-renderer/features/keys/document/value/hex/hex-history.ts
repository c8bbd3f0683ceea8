import type { HexState } from './hex-state.ts';

/** Steps that are kept ... */
const MOST_STEPS = 1_000;
/** ... and their bytes: each holds the value as it was. */
const MOST_BYTES = 67_108_864;

/** What was typed, one step after the other, to be taken back and made again until it is saved. */
export function createHexHistory() {
  let past: HexState[] = [];
  let future: HexState[] = [];
  return {
    /** The state that a change is made of. */
    add(state: HexState): void {
      future = [];
      past.push(state);
      const most = Math.max(
        1,
        Math.min(MOST_STEPS, Math.floor(MOST_BYTES / (state.bytes.length + 1))),
      );
      past = past.slice(-most);
    },
    back(now: HexState): HexState | null {
      const last = past.pop() ?? null;
      if (last !== null) future.push(now);
      return last;
    },
    again(now: HexState): HexState | null {
      const next = future.pop() ?? null;
      if (next !== null) past.push(now);
      return next;
    },
  };
}

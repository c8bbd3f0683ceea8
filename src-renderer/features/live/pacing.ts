/** How often the view is drawn and how long work may hold it up. Given to the store, so that tests keep time themselves. */
export interface Pacing {
  /** Runs `draw` once, soon: with the next frame, or a quarter of a second later when nobody looks. */
  readonly schedule: (draw: () => void) => void;
  /** Resolves with the next frame; at once when there are no frames to keep up. */
  readonly nextFrame: () => Promise<void>;
  /** Calls back now and then until the function it gives is called: rates fall when nothing comes. */
  readonly every: (ms: number, tick: () => void) => () => void;
  readonly nowMs: () => number;
}

const IDLE_DRAW_MS = 250;

const isLookedAt = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

export const browserPacing: Pacing = {
  schedule: (draw) => {
    if (isLookedAt()) requestAnimationFrame(draw);
    else setTimeout(draw, IDLE_DRAW_MS);
  },
  nextFrame: () =>
    document.visibilityState === 'visible'
      ? new Promise((resolve) => {
          requestAnimationFrame(() => resolve());
        })
      : Promise.resolve(),
  every: (ms, tick) => {
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  },
  nowMs: () => Date.now(),
};

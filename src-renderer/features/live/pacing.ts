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
/** A draw may take one part in so many of the time: the rest is for the keyboard, the mouse and the messages. */
const DRAW_SHARE = 3;
/** Shorter waits than this are over by the next frame. */
const FRAME_MS = 16;

const isLookedAt = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** The pace of a window: as many frames as it can draw with ease. */
export function createBrowserPacing(): Pacing {
  let notBeforeMs = 0;
  const drawInFrame = (draw: () => void): void => {
    requestAnimationFrame(() => {
      const startedMs = performance.now();
      draw();
      // Runs after layout and paint, which cost more than the script.
      setTimeout(() => {
        notBeforeMs = startedMs + (performance.now() - startedMs) * DRAW_SHARE;
      });
    });
  };
  return {
    schedule: (draw) => {
      const waitMs = notBeforeMs - performance.now();
      if (!isLookedAt()) setTimeout(draw, IDLE_DRAW_MS);
      else if (waitMs > FRAME_MS) setTimeout(() => drawInFrame(draw), waitMs);
      else drawInFrame(draw);
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
}

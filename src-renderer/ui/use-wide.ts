import { useSyncExternalStore } from 'react';

/** DESIGN, Layout: below it there is no room for what stands at the right of a view. */
const WIDE_PX = 1_180;

function watch(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
}

/** Whether the window is wide enough for three regions side by side. */
export const useWide = (): boolean =>
  useSyncExternalStore(watch, () => window.innerWidth >= WIDE_PX);

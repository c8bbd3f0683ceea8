import { type RefObject, useEffect } from 'react';
import type { LiveStore } from './live-store.ts';

/** What takes the space bar or a letter for itself. */
const TAKES_KEYS =
  'input, textarea, select, button, a, [contenteditable], [role="menu"], [role="dialog"]';

/** Space pauses and resumes, `/` leads to the filter, from anywhere in the window that has no use for them. */
export function useViewKeys(
  store: LiveStore,
  filterField: RefObject<HTMLInputElement | null>,
): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(TAKES_KEYS) !== null) return;
      if (event.key === '/') filterField.current?.focus();
      else if (event.key !== ' ') return;
      else if (store.view.getState().hold?.why === 'paused') store.resume();
      else store.pause('paused');
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [store, filterField]);
}

import { type RefObject, useEffect } from 'react';
import type { LiveStore } from './live-store.ts';

/** What takes letters for itself, and what takes the space bar beside. */
const TAKES_LETTERS = 'input, textarea, select, [contenteditable], [role="menu"], [role="dialog"]';
const TAKES_SPACE = 'button, a';

/** Space pauses and resumes, `/` leads to the filter, from anywhere in the window that has no use for them. */
export function useViewKeys(
  store: LiveStore,
  filterField: RefObject<HTMLInputElement | null>,
): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const takes = event.key === ' ' ? `${TAKES_LETTERS}, ${TAKES_SPACE}` : TAKES_LETTERS;
      if (event.target instanceof Element && event.target.closest(takes) !== null) return;
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

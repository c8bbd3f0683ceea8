import { useSyncExternalStore } from 'react';

const DENSE = 26;
const COMFORTABLE = 32;

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-density'] });
  return () => {
    observer.disconnect();
  };
}

const rowHeight = (): number =>
  document.documentElement.dataset['density'] === 'comfortable' ? COMFORTABLE : DENSE;

/** The height of rows, as `--row` has it: 26 px, or 32 where <html data-density="comfortable">. */
export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, rowHeight);
}

import { type KeyboardEvent, useRef } from 'react';

const PAUSE_MS = 700;

export interface TypeAhead {
  (event: KeyboardEvent): string | null;
  /** The last letter was a key of the view's own. */
  readonly forget: () => void;
}

/** Letters typed one after another, as one text; null for keys that are not letters of it. */
export function useTypeAhead(): TypeAhead {
  const typed = useRef({ text: '', at: 0 });
  const next = (event: KeyboardEvent): string | null => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return null;
    const { text, at } = typed.current;
    const isNew = event.timeStamp - at > PAUSE_MS;
    // A space only inside a word: alone it is a key of the view.
    if (event.key === ' ' && (isNew || text === '')) return null;
    typed.current = { text: isNew ? event.key : text + event.key, at: event.timeStamp };
    return typed.current.text;
  };
  return Object.assign(next, {
    forget: () => {
      typed.current = { text: '', at: 0 };
    },
  });
}

import { type KeyboardEvent, useState } from 'react';

const PAUSE_MS = 700;

export interface TypeAhead {
  (event: KeyboardEvent): string | null;
  /** The last letter was a key of the view's own. */
  readonly forget: () => void;
  /** The next letter goes on with the text. */
  readonly isUnderWay: (event: KeyboardEvent) => boolean;
}

function createTypeAhead(): TypeAhead {
  const nothing = { text: '', at: 0 };
  let typed = nothing;
  const isUnderWay = (event: KeyboardEvent): boolean =>
    typed.text !== '' && event.timeStamp - typed.at <= PAUSE_MS;
  const next = (event: KeyboardEvent): string | null => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return null;
    const isNew = !isUnderWay(event);
    // A space only inside a word: alone it is a key of the view.
    if (event.key === ' ' && isNew) return null;
    typed = { text: isNew ? event.key : typed.text + event.key, at: event.timeStamp };
    return typed.text;
  };
  return Object.assign(next, {
    isUnderWay,
    forget: () => {
      typed = nothing;
    },
  });
}

/** Letters typed one after another, as one text; null for keys that are not letters of it. */
export function useTypeAhead(): TypeAhead {
  const [typeAhead] = useState(createTypeAhead);
  return typeAhead;
}

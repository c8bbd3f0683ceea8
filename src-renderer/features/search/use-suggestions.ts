import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { knownIndex } from './effective-command.ts';
import type { SearchStore } from './search-store.ts';
import { accept, matching, wantedAt } from './suggest.ts';

/** Where the caret was when the user last typed; suggestions are for that place only. */
interface Typed {
  readonly line: string;
  readonly caret: number;
  readonly active: number;
}

/** Suggestions for what is being typed, and the keys that choose one. */
export function useSuggestions(store: SearchStore) {
  const id = useId();
  const list = useStore(store, (state) => state.list);
  const chosen = useStore(store, (state) => state.index);
  const line = useStore(store, (state) => state.line);
  const tags = useStore(store, (state) => state.tags);
  const [typed, setTyped] = useState<Typed | null>(null);
  const index = knownIndex(list, chosen);
  const isHere = typed !== null && typed.line === line;
  const wanted = useMemo(
    () => (isHere && typed !== null ? wantedAt(typed.line, typed.caret) : null),
    [isHere, typed],
  );
  const names =
    wanted === null || index === null
      ? []
      : wanted.kind === 'field'
        ? index.fields.map(({ attribute }) => attribute)
        : (tags.get(`${index.name}\n${wanted.field}`) ?? []);
  const options = wanted === null ? [] : matching(names, wanted.typed);
  const active = typed?.active ?? -1;

  const choose = (field: HTMLTextAreaElement, option: string): void => {
    if (wanted === null) return;
    const next = accept(line, wanted, option, index);
    store.setLine(next.line);
    // Once React has written the new text, which puts the caret at its end.
    requestAnimationFrame(() => {
      field.focus();
      field.setSelectionRange(next.caret, next.caret);
      onType(next.line, next.caret);
    });
  };
  const onType = (text: string, caret: number): void => {
    setTyped({ line: text, caret, active: -1 });
    const now = wantedAt(text, caret);
    if (now?.kind === 'tag' && index !== null) void store.loadTags(index, now.field);
  };
  /** Whether the key was for the suggestions. */
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (options.length === 0 || typed === null) return false;
    const option = options[event.key === 'Tab' ? Math.max(0, active) : active];
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0)
      setTyped({ ...typed, active: Math.max(-1, Math.min(options.length - 1, active + by)) });
    else if (event.key === 'Escape') setTyped(null);
    else if (
      option !== undefined &&
      !event.shiftKey &&
      (event.key === 'Tab' || event.key === 'Enter')
    )
      choose(event.currentTarget, option);
    else return false;
    event.stopPropagation();
    return true;
  };
  return {
    id,
    options,
    active,
    column:
      wanted === null ? 0 : wanted.place.from - line.lastIndexOf('\n', wanted.place.from - 1) - 1,
    onType,
    onKeyDown,
    choose,
    close: () => setTyped(null),
  };
}

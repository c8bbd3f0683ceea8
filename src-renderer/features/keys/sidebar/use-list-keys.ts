import type { KeyboardEvent } from 'react';
import { isModKey } from '../../../ui/platform.ts';
import { nextRow } from '../../../ui/rows/next-row.ts';
import { type TypeAhead, useTypeAhead } from '../../../ui/rows/use-type-ahead.ts';
import type { Row } from '../arena/rows.ts';
import type { KeysStore } from '../keys-store.ts';
import { rowAt } from '../sidebar-state.ts';
import { openRow } from './open-row.ts';

interface Room {
  readonly store: KeysStore;
  /** Rows that fit into view. */
  readonly page: number;
  readonly scrollToIndex: (index: number) => void;
}

type KeyHandler = (event: KeyboardEvent, room: Room, row: Row | null) => boolean;

function go({ store, scrollToIndex }: Room, index: number): void {
  if (index < 0) return;
  void store.moves.activate(index).then(store.previewSoon);
  scrollToIndex(index);
}

/** Where one would go by vi's keys, as long as no name is being typed. */
const arrows: Readonly<Record<string, string>> = { j: 'ArrowDown', k: 'ArrowUp' };

const moveBy = (key: string, event: KeyboardEvent, room: Room): boolean => {
  const { store, page, scrollToIndex } = room;
  const { active, answer } = store.getState();
  const next = nextRow(key, { active: active.index, count: answer.total, page });
  if (next === null) return false;
  if (event.shiftKey) {
    void store.moves.extendTo(next);
    scrollToIndex(next);
  } else go(room, next);
  return true;
};

const move: KeyHandler = (event, room) => moveBy(event.key, event, room);

const fold: KeyHandler = (event, room, row) => {
  const { store } = room;
  const { index } = store.getState().active;
  if (event.key === '*') void store.moves.openSiblings();
  else if (event.key === 'ArrowRight') {
    if (row?.kind !== 'folder') return true;
    if (row.isOpen) go(room, index + 1);
    else void store.moves.fold(row.id, true);
  } else if (event.key === 'ArrowLeft') {
    if (row?.kind === 'folder' && row.isOpen) void store.moves.fold(row.id, false);
    else void store.moves.parentIndex().then((parent) => go(room, parent));
  } else return false;
  return true;
};

const act: KeyHandler = (event, { store }, row) => {
  const { index } = store.getState().active;
  switch (event.key) {
    case 'Enter':
    case ' ':
      if (row === null) return false;
      openRow(store, row, { isKept: event.key === 'Enter', inNewTab: isModKey(event) });
      return true;
    case 'Delete':
    case 'Backspace':
      void store.remove();
      return true;
    case 'Escape':
      if (store.getState().selected.size === 0) return false;
      store.moves.clearSelected();
      return true;
    case 'a':
      if (!isModKey(event)) return false;
      void store.moves.selectAll();
      return true;
    case 'x':
      if (isModKey(event) || index < 0) return false;
      void store.moves.toggleSelected(index);
      return true;
    default:
      return false;
  }
};

const named = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'PageUp',
  'PageDown',
  'Home',
  'End',
  'Enter',
  'Delete',
  'Backspace',
  'Escape',
]);

/** `/` and `?` belong to the view, letters with a modifier to the app, `.` to the row's menu unless a name has it. */
function isListKey(event: KeyboardEvent, typeAhead: TypeAhead): boolean {
  if (event.key === '.' && !typeAhead.isUnderWay(event)) return false;
  if (named.has(event.key) || (event.key === 'a' && isModKey(event))) return true;
  const isLetter = event.key.length === 1 && event.key !== '/' && event.key !== '?';
  return isLetter && !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** What the keys do in the list (DESIGN, Keyboard). */
export function useListKeys(room: Room): (event: KeyboardEvent) => void {
  const typeAhead = useTypeAhead();
  const type: KeyHandler = (event, inRoom) => {
    const text = typeAhead(event);
    if (text === null) return false;
    const arrow = text.length === 1 ? arrows[text] : undefined;
    if (arrow !== undefined) {
      // The next letter begins a name of its own.
      typeAhead.forget();
      return moveBy(arrow, event, inRoom);
    }
    const { index } = inRoom.store.getState().active;
    // The first letter looks further on; more of them narrow down where one is.
    const from = text.length === 1 ? index + 1 : Math.max(index, 0);
    void inRoom.store.moves.typeAhead(text, from).then((found) => go(inRoom, found));
    return true;
  };
  const handle = (event: KeyboardEvent, inRoom: Room): boolean => {
    const { answer, active } = inRoom.store.getState();
    const row = rowAt(answer, active.index);
    return [fold, move, act, type].some((one) => one(event, inRoom, row));
  };
  return (event) => {
    if (event.defaultPrevented) return;
    const { moves } = room.store;
    // Whether a key is ours is said at once; while rows change, what it does is done on those to come.
    let isOurs = isListKey(event, typeAhead);
    let isNow = true;
    if (isOurs)
      moves.inOrder(() => {
        const later = { ...room, scrollToIndex: moves.bringIntoView };
        const isHandled = handle(event, isNow ? room : later);
        if (isNow) isOurs = isHandled;
      });
    isNow = false;
    if (!isOurs) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

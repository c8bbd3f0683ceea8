import { type PointerEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useLatest } from '../../../ui/use-latest.ts';
import type { RowRef } from '../arena/rows.ts';
import type { KeysStore } from '../keys-store.ts';
import type { RowWindow } from './use-row-window.ts';

/** A pointer that has not moved for so long is not about to click. */
const RESTING_MS = 2_000;
/** A wheel goes on scrolling for a while by itself, which a place set meanwhile would end. */
const ROLLING_MS = 400;

interface AtTop {
  readonly movedBy: number;
  /** The row of the keyboard, and how often a row was brought into view. */
  readonly row: RowRef | null;
  readonly shown: number;
}

function whatIsShown(store: KeysStore): Omit<AtTop, 'movedBy'> {
  const { active, reveal } = store.getState();
  return { row: active.ref, shown: reveal.serial };
}

export interface RowInPlaceOptions {
  readonly store: KeysStore;
  readonly scroll: RefObject<HTMLElement | null>;
  readonly view: RowWindow;
  /** The row of the keyboard. */
  readonly active: number;
}

/**
 * While a scan puts rows in between, one stays where it is: that under a pointer on its way to a click, that of the keyboard
 * while it is in the list, else the first in sight. At the very top, with nobody at it, the list fills as it comes; and a
 * pointer that only passed over it leaves it at the top.
 */
export function useRowInPlace({ store, scroll, view, active }: RowInPlaceOptions) {
  const pointer = useRef<{ readonly y: number; readonly at: number } | null>(null);
  /** What there was when the pointer came to a list at its top; null: it was used since, or was not at its top. */
  const atTop = useRef<AtTop | null>(null);
  const isGoingUp = useRef(false);
  const isDragging = useRef(false);
  const rolledAt = useRef(-Infinity);
  const inPlace = useLatest((): number | null => {
    const now = performance.now();
    if (isGoingUp.current || isDragging.current || now - rolledAt.current < ROLLING_MS) return null;
    const { current } = pointer;
    const first = view.indexAt(0);
    if (current !== null && now - current.at < RESTING_MS) {
      if (first === 0) atTop.current = { ...whatIsShown(store), movedBy: view.movedBy };
      return view.indexAt(current.y);
    }
    const hasFocus = document.activeElement === scroll.current;
    if (hasFocus && active >= first && active <= first + view.page) return active;
    return first > 0 ? first : null;
  });
  useEffect(() => store.keepInPlace(inPlace), [store, inPlace]);
  // Rows that were asked for before may still come with a place of their own.
  useLayoutEffect(() => {
    if (!isGoingUp.current) return;
    scroll.current?.scrollTo({ top: 0 });
    isGoingUp.current = view.indexAt(0) > 0;
  });
  const onMove = ({ clientY, buttons, currentTarget }: PointerEvent<HTMLElement>): void => {
    if (buttons === 0) isDragging.current = false;
    pointer.current = {
      y: clientY - currentTarget.getBoundingClientRect().top,
      at: performance.now(),
    };
  };
  const onUse = (): void => {
    atTop.current = null;
    store.settle();
  };
  return {
    onPointerDown({ target, currentTarget }: PointerEvent<HTMLElement>): void {
      onUse();
      // Beside the rows: by its scroll bar.
      isDragging.current = target === currentTarget;
    },
    onWheel(): void {
      onUse();
      rolledAt.current = performance.now();
    },
    onPointerEnter: onMove,
    onPointerMove: onMove,
    onPointerLeave(): void {
      pointer.current = null;
      const { current } = atTop;
      atTop.current = null;
      const { row, shown } = whatIsShown(store);
      // By nothing else than the rows that came: not by the keyboard, nor by a key that was shown.
      isGoingUp.current =
        current !== null &&
        view.movedBy > current.movedBy &&
        row === current.row &&
        shown === current.shown;
      if (isGoingUp.current) scroll.current?.scrollTo({ top: 0 });
    },
  };
}

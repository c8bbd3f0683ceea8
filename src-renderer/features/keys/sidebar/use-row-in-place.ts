import { type PointerEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useLatest } from '../../../ui/use-latest.ts';
import type { KeysStore } from '../keys-store.ts';
import type { RowWindow } from './use-row-window.ts';

/** A pointer that has not moved for so long is not about to click. */
const RESTING_MS = 2_000;
/** A wheel goes on scrolling for a while by itself, which a place set meanwhile would end. */
const ROLLING_MS = 400;

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
  const wasAtTop = useRef(false);
  const isGoingUp = useRef(false);
  const isDragging = useRef(false);
  const rolledAt = useRef(-Infinity);
  const inPlace = useLatest((): number | null => {
    const now = performance.now();
    if (isGoingUp.current || isDragging.current || now - rolledAt.current < ROLLING_MS) return null;
    const { current } = pointer;
    const first = view.indexAt(0);
    if (current !== null && now - current.at < RESTING_MS) {
      if (first === 0) wasAtTop.current = true;
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
    wasAtTop.current = false;
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
      isGoingUp.current = wasAtTop.current;
      wasAtTop.current = false;
      if (isGoingUp.current) scroll.current?.scrollTo({ top: 0 });
    },
  };
}

import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react';
import { useLatest } from '../../../ui/use-latest.ts';
import type { RowRange } from '../arena/rows.ts';

/** An element cannot be higher (Chromium: some 33.5 million px); beyond it the scroll bar is a scale of the rows. */
const MOST_PX = 30_000_000;
/** Room above the first row and below the last. */
const PADDING = 4;
/** Rows above and below those in sight, in the page: each costs as much as one in sight. */
const DRAWN_AROUND = 6;
/** Those that the server is asked about, before they come into sight. */
const NEAR_AROUND = 24;
/** Those asked of the worker, so many that a list which is scrolled by a screen in each frame has no gap. */
const AT_HAND_AROUND = 80;
/** The worker is asked when so many rows have been scrolled past, not with each of them. */
const AT_HAND_STEP = 16;
const SCREEN_STEP = 4;

export interface RowWindow {
  /** The rows to have in the page. */
  readonly drawn: RowRange;
  /** Those to know the types of. */
  readonly near: RowRange;
  /** Those to have at hand. */
  readonly atHand: RowRange;
  /** Height of all rows together, and where each lies in it. */
  readonly height: number;
  readonly topOf: (index: number) => number;
  /** Of the elements drawn, the one for a row: the same while the row is in sight, whatever comes above it. */
  readonly elementOf: (index: number) => number;
  /** Rows that fit into view, less one that stays for orientation. */
  readonly page: number;
  /** Rows that came above what was in sight, all together. */
  readonly movedBy: number;
  /** The row at a height of the part in sight, in px from its top. */
  readonly indexAt: (y: number) => number;
  readonly scrollToIndex: (index: number) => void;
}

interface Place {
  readonly scrollTop: number;
  readonly viewport: number;
  /** As RowWindow has it. */
  readonly movedBy: number;
}

export interface RowWindowOptions {
  readonly scroll: RefObject<HTMLElement | null>;
  readonly total: number;
  readonly rowHeight: number;
  /** By how many rows what is in sight has gone down, told anew with each answer. */
  readonly shift: { readonly moved: number };
  /** What they are rows of: of another list the beginning is shown, however far the one before was scrolled. */
  readonly list: unknown;
}

/** Which of very many rows of one height are in sight. */
export function useRowWindow({
  scroll,
  total,
  rowHeight,
  shift,
  list,
}: RowWindowOptions): RowWindow {
  const [{ scrollTop, viewport, movedBy }, setPlace] = useState<Place>({
    scrollTop: 0,
    viewport: 0,
    movedBy: 0,
  });
  const [followed, setFollowed] = useState(shift);
  const full = total * rowHeight + 2 * PADDING;
  const height = Math.min(full, MOST_PX);
  // Rows a pixel of scrolling moves by, over rows a pixel of the screen shows.
  const scale = full > height ? (full - viewport) / (height - viewport) : 1;
  // With the rows that came above, before anything is drawn: what one looks at, or is about to click, stays where it is.
  if (followed !== shift) {
    setFollowed(shift);
    if (shift.moved !== 0)
      setPlace((last) => ({
        ...last,
        scrollTop: Math.max(0, last.scrollTop + (shift.moved * rowHeight) / scale),
        movedBy: last.movedBy + shift.moved,
      }));
  }
  const first = Math.floor((scrollTop * scale) / rowHeight);

  useLayoutEffect(() => {
    const element = scroll.current;
    if (element === null) return;
    const measure = (): void => {
      const next = { scrollTop: element.scrollTop, viewport: element.clientHeight };
      setPlace((last) =>
        last.scrollTop === next.scrollTop && last.viewport === next.viewport
          ? last
          : { ...last, ...next },
      );
    };
    measure();
    element.addEventListener('scroll', measure, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', measure);
      observer.disconnect();
    };
  }, [scroll]);

  const scrollAlong = useLatest(() => {
    const element = scroll.current;
    if (element === null) return;
    element.scrollTo({ top: scrollTop });
    const top = element.scrollTop;
    // It may not reach so far.
    setPlace((last) => (last.scrollTop === top ? last : { ...last, scrollTop: top }));
  });
  useLayoutEffect(() => scrollAlong(), [scrollAlong, movedBy]);

  const showBeginning = useLatest(() => {
    if (scrollTop === 0) return;
    scroll.current?.scrollTo({ top: 0 });
    setPlace((last) => ({ ...last, scrollTop: 0 }));
  });
  useLayoutEffect(showBeginning, [showBeginning, list]);

  // Fewer rows than were scrolled past: the browser moves back without an event while nothing is laid out. Only then, and
  // never at the top, is it asked where it is: asking lays everything out anew.
  useEffect(() => {
    const element = scroll.current;
    if (element === null) return;
    setPlace((last) =>
      last.scrollTop === 0 || element.scrollTop === last.scrollTop
        ? last
        : { ...last, scrollTop: element.scrollTop, viewport: element.clientHeight },
    );
  }, [scroll, total]);

  const scrollToIndex = useCallback(
    (index: number) => {
      const element = scroll.current;
      if (element === null) return;
      const top = index * rowHeight;
      const bottom = top + rowHeight + 2 * PADDING;
      const shown = element.scrollTop * scale;
      if (top < shown) element.scrollTo({ top: top / scale });
      else if (bottom > shown + element.clientHeight)
        element.scrollTo({ top: (bottom - element.clientHeight) / scale });
    },
    [scroll, rowHeight, scale],
  );

  const inSight = Math.ceil(viewport / rowHeight) + 1;
  // A note that comes above the list takes a row of it: that is no reason to ask for rows, or to draw all of them, anew.
  const screen = inSight + SCREEN_STEP - (inSight % SCREEN_STEP);
  const around = (more: number, step = 1): RowRange => {
    const start = first - (first % step);
    const from = Math.max(0, start - more);
    return { from, count: start + screen + step - 1 + more - from };
  };
  const mostDrawn = screen + 2 * DRAWN_AROUND;
  return {
    drawn: around(DRAWN_AROUND),
    movedBy,
    elementOf: (index) => (((index - movedBy) % mostDrawn) + mostDrawn) % mostDrawn,
    near: around(NEAR_AROUND),
    atHand: around(AT_HAND_AROUND, AT_HAND_STEP),
    height,
    topOf: (index) => PADDING + index * rowHeight - scrollTop * (scale - 1),
    page: Math.max(1, inSight - 2),
    indexAt: (y) => Math.max(0, Math.floor((scrollTop * scale + y - PADDING) / rowHeight)),
    scrollToIndex,
  };
}

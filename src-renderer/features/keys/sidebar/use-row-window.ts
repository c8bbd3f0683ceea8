import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react';

/** An element cannot be higher (Chromium: some 33.5 million px); beyond it the scroll bar is a scale of the rows. */
const MOST_PX = 30_000_000;
/** Room above the first row and below the last. */
const PADDING = 4;
/** Rows above and below those in sight: they are asked of a worker, and must be there when they come into sight. */
const OVERSCAN = 24;

export interface RowWindow {
  /** The rows to have at hand. */
  readonly from: number;
  readonly count: number;
  /** Height of all rows together, and where each lies in it. */
  readonly height: number;
  readonly topOf: (index: number) => number;
  /** Rows that fit into view, less one that stays for orientation. */
  readonly page: number;
  readonly scrollToIndex: (index: number) => void;
}

interface Place {
  readonly scrollTop: number;
  readonly viewport: number;
}

/** Which of very many rows of one height are in sight. */
export function useRowWindow(
  scroll: RefObject<HTMLElement | null>,
  total: number,
  rowHeight: number,
): RowWindow {
  const [{ scrollTop, viewport }, setPlace] = useState<Place>({ scrollTop: 0, viewport: 0 });
  const full = total * rowHeight + 2 * PADDING;
  const height = Math.min(full, MOST_PX);
  // Rows a pixel of scrolling moves by, over rows a pixel of the screen shows.
  const scale = full > height ? (full - viewport) / (height - viewport) : 1;
  const first = Math.floor((scrollTop * scale) / rowHeight);

  useLayoutEffect(() => {
    const element = scroll.current;
    if (element === null) return;
    const measure = (): void => {
      const next = { scrollTop: element.scrollTop, viewport: element.clientHeight };
      setPlace((last) =>
        last.scrollTop === next.scrollTop && last.viewport === next.viewport ? last : next,
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

  // Fewer rows than were scrolled past: the browser moves back without an event while nothing is laid out. Only then, and
  // never at the top, is it asked where it is: asking lays everything out anew.
  useEffect(() => {
    const element = scroll.current;
    if (element === null) return;
    setPlace((last) =>
      last.scrollTop === 0 || element.scrollTop === last.scrollTop
        ? last
        : { scrollTop: element.scrollTop, viewport: element.clientHeight },
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
  const from = Math.max(0, first - OVERSCAN);
  return {
    from,
    count: inSight + 2 * OVERSCAN,
    height,
    topOf: (index) => PADDING + index * rowHeight - scrollTop * (scale - 1),
    page: Math.max(1, inSight - 2),
    scrollToIndex,
  };
}

import { type RefObject, type UIEvent, useRef, useState } from 'react';
import { type ElementSize, useElementSize } from './use-element-size.ts';

const LINE_HEIGHT = 20;
const OVERSCAN = 8;
/** Above and below the lines. */
const PADDING = 12;
/** Chromium lays out at most 33,554,428 px; two million lines of 20 px would be more. */
const TALLEST = 30_000_000;

export interface LineScroller {
  readonly scroll: RefObject<HTMLDivElement | null>;
  readonly onScroll: (event: UIEvent<HTMLElement>) => void;
  readonly scrollTop: number;
  readonly size: ElementSize;
}

/** The scrolling element of a line window: measured before it is known how many lines there are. */
export function useLineScroller(): LineScroller {
  const scroll = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const size = useElementSize(scroll);
  const onScroll = (event: UIEvent<HTMLElement>) => {
    setScrollTop(event.currentTarget.scrollTop);
  };
  return { scroll, onScroll, scrollTop, size };
}

export interface LineWindow {
  /** Of the element that holds the lines. */
  readonly height: number;
  /** Indexes of the lines in sight. */
  readonly lines: readonly number[];
  /** Where a line is drawn. */
  readonly topOf: (index: number) => number;
  readonly scrollToLine: (index: number) => void;
  /** The same no further than it has to be, for what moves a line at a time. */
  readonly keepInSight: (index: number) => void;
  /** Whole lines that fit. */
  readonly fitting: number;
}

/** Only the lines in sight are in the page. Beyond what can be laid out the scroll bar moves in larger steps. */
export function lineWindow({ scroll, scrollTop, size }: LineScroller, count: number): LineWindow {
  const total = count * LINE_HEIGHT;
  const height = Math.min(total, TALLEST);
  const ratio = total > height ? (total - size.height) / (height - size.height) : 1;
  const top = Math.min(scrollTop, Math.max(0, height - size.height));
  const offset = top * ratio;
  const first = Math.max(0, Math.floor(offset / LINE_HEIGHT) - OVERSCAN);
  const last = Math.min(count, Math.ceil((offset + size.height) / LINE_HEIGHT) + OVERSCAN);
  return {
    height,
    lines: Array.from({ length: Math.max(0, last - first) }, (_, at) => first + at),
    topOf: (index) => index * LINE_HEIGHT - offset + top,
    scrollToLine: (index) => {
      const at = index * LINE_HEIGHT;
      const isInSight = at >= offset && at + LINE_HEIGHT <= offset + size.height;
      if (!isInSight) scroll.current?.scrollTo({ top: (at - size.height / 2) / ratio });
    },
    keepInSight: (index) => {
      const at = index * LINE_HEIGHT;
      if (at < offset) scroll.current?.scrollTo({ top: at / ratio });
      else if (at + LINE_HEIGHT > offset + size.height - PADDING)
        scroll.current?.scrollTo({ top: (at + LINE_HEIGHT - size.height + PADDING) / ratio });
    },
    fitting: Math.max(1, Math.floor(size.height / LINE_HEIGHT) - 1),
  };
}

import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, type RefObject, useEffect, useImperativeHandle } from 'react';
import { useRowHeight } from './row-height.ts';

export interface RowsHandle {
  readonly scrollToIndex: (index: number) => void;
  readonly scrollToTop: () => void;
  readonly focus: () => void;
}

export interface VirtualRow {
  readonly index: number;
  /** From the top of the rows, under a head. */
  readonly top: number;
}

export interface VirtualRows {
  readonly rows: readonly VirtualRow[];
  readonly totalHeight: number;
  readonly rowHeight: number;
  /** Rows that fit into view, less one that stays for orientation. */
  readonly pageOf: () => number;
  readonly scrollToIndex: (index: number) => void;
}

/** The active row is always in the page, wherever the view is: aria-activedescendant points at it. */
function withActive(range: Range, active: number): number[] {
  const indexes = defaultRangeExtractor(range);
  if (active < 0 || active >= range.count || indexes.includes(active)) return indexes;
  return [...indexes, active].sort((a, b) => a - b);
}

/** Only the rows in sight (and some around them) are in the page. */
export function useVirtualRows({
  scroll,
  count,
  active,
  hasHead = false,
  handle,
}: {
  readonly scroll: RefObject<HTMLDivElement | null>;
  readonly count: number;
  readonly active: number;
  /** A sticky head, as high as a row, in the same scroller. */
  readonly hasHead?: boolean;
  readonly handle?: Ref<RowsHandle> | undefined;
}): VirtualRows {
  const rowHeight = useRowHeight();
  const head = hasHead ? rowHeight : 0;
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used here
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: head,
    scrollPaddingStart: head,
    rangeExtractor: (range) => withActive(range, active),
  });
  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, rowHeight]);

  const scrollToIndex = (index: number) => {
    if (index >= 0 && index < count) virtualizer.scrollToIndex(index, { align: 'auto' });
  };
  useImperativeHandle(handle, () => ({
    scrollToIndex,
    scrollToTop: () => {
      scroll.current?.scrollTo({ top: 0 });
    },
    focus: () => {
      scroll.current?.focus();
    },
  }));

  return {
    rows: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start - head })),
    totalHeight: count * rowHeight,
    rowHeight,
    pageOf: () =>
      Math.max(1, Math.floor(((scroll.current?.clientHeight ?? 0) - head) / rowHeight) - 1),
    scrollToIndex,
  };
}

/** The index of the row an event happened in; null beside the rows. */
export function rowIndexOf(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest('[data-index]') : null;
  return row instanceof HTMLElement ? Number(row.dataset['index']) : null;
}

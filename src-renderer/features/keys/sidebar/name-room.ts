import { type RefObject, useLayoutEffect, useState } from 'react';
import { MOST_GUIDES, WIDE_GUIDES } from '../../../ui/VirtualTree.tsx';
import type { Row } from '../arena/rows.ts';
import { columnOrder, columnWidths, type ListColumn } from './list-columns.ts';

// As rows.css and marks.css have them; e2e/keys.spec.ts looks whether names and rows agree.
/** The room at both ends of a row, and between what is in it. */
const PADDING = 8 + 12;
const GAP = 6;
/** The guide of a level above, with its margins and the gap after it. */
const GUIDE = 20;
const CLOSE_GUIDE = 4;
/** A type's mark, or what stands in its place; the icons of a favourite and a note. */
const MARK = 31;
const ICON = 12;
/** A width in whole pixels may be half a pixel more than there is. */
const ROUNDING = 0.5;

/** What is measured in the probe: characters enough that a part of a pixel counts. */
export const PROBE = '0'.repeat(16);

/** What a row's room for its name follows from, in pixels. */
export interface RowMeasure {
  readonly width: number;
  readonly character: number;
}

/** How wide a row and a character of its name are; null before anything is laid out. */
export function useRowMeasure(
  rows: RefObject<HTMLElement | null>,
  probe: RefObject<HTMLElement | null>,
): RowMeasure | null {
  const [measure, setMeasure] = useState<RowMeasure | null>(null);
  useLayoutEffect(() => {
    const [all, characters] = [rows.current, probe.current];
    if (all === null || characters === null) return;
    const read = (): void => {
      const width = all.clientWidth;
      const character = characters.getBoundingClientRect().width / PROBE.length;
      setMeasure((last) =>
        last?.width === width && last.character === character ? last : { width, character },
      );
    };
    read();
    const observer = new ResizeObserver(read);
    // The characters get another width when their font has been read.
    for (const element of [all, characters]) observer.observe(element);
    return () => observer.disconnect();
  }, [rows, probe]);
  return measure !== null && measure.width > 0 && measure.character > 0 ? measure : null;
}

/** For how many characters a key's row has room in its name. */
export function nameRoom(
  { depth, mark, bookmark }: Extract<Row, { kind: 'key' }>,
  columns: readonly ListColumn[],
  { width, character }: RowMeasure,
): number {
  const guides = Math.min(depth, MOST_GUIDES);
  const wide = Math.min(guides, WIDE_GUIDES);
  const others = [
    ...(columns.includes('type') || typeof mark === 'string' ? [MARK] : []),
    ...(bookmark.isFavourite ? [ICON] : []),
    ...(bookmark.hasNote ? [ICON] : []),
    ...columnOrder.flatMap((column) =>
      column !== 'type' && columns.includes(column) ? [columnWidths[column].px] : [],
    ),
  ].reduce((sum, px) => sum + px + GAP, wide * GUIDE + (guides - wide) * CLOSE_GUIDE);
  return Math.floor((width - PADDING - others - ROUNDING) / character);
}

import type { CSSProperties } from 'react';
import type { DataColumn } from './data-column.ts';

type ColumnVars = CSSProperties & Record<'--columns' | '--columns-min', string>;

export const CHECK_WIDTH = 34;

/**
 * The grid tracks, as variables on the table: a column that is being resized changes one style, not every row.
 */
export function columnVars<Row>(
  columns: readonly DataColumn<Row>[],
  widths: Readonly<Record<string, number>>,
  hasChecks: boolean,
): ColumnVars {
  let total = hasChecks ? CHECK_WIDTH : 0;
  let isFilled = false;
  const tracks = hasChecks ? [`${CHECK_WIDTH}px`] : [];
  for (const column of columns) {
    const own = widths[column.id];
    const width = own ?? column.width;
    const grows = column.grow === true && own === undefined;
    isFilled ||= grows;
    total += width;
    tracks.push(grows ? `minmax(${width}px, 1fr)` : `${width}px`);
  }
  // Else a hover would end where the columns do.
  if (!isFilled) tracks.push('minmax(0, 1fr)');
  return { '--columns': tracks.join(' '), '--columns-min': `${total}px` };
}

/** What the contents of a cell would take if nothing were cut. */
function contentWidth(cell: Element): number {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const line = cell.querySelector(':scope > .grid-resize');
  if (line !== null) range.setEndBefore(line);
  let width = range.getBoundingClientRect().width;
  // Of what a part cuts off itself, the range knows nothing. Inline parts have no box that could cut.
  for (const part of cell.querySelectorAll(':not(.sr)'))
    if (part.clientWidth > 0) width += Math.max(0, part.scrollWidth - part.clientWidth);
  const style = getComputedStyle(cell);
  return width + Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
}

/** The width that shows the whole of what is in sight in a column, its head included. */
export function fittingWidth(table: Element, columnIndex: number): number {
  let width = 0;
  for (const cell of table.querySelectorAll(`[aria-colindex="${columnIndex}"]`))
    width = Math.max(width, contentWidth(cell));
  return Math.min(1_200, Math.ceil(width) + 2);
}

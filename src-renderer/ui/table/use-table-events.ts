import type { KeyboardEvent, MouseEvent } from 'react';
import { isTextField } from '../is-text-field.ts';
import { isModKey } from '../platform.ts';
import { nextRow } from '../rows/next-row.ts';
import { rowIndexOf, type VirtualRows } from '../rows/use-virtual-rows.ts';
import type { SelectionActions } from './use-table-selection.ts';

export interface TableEventOptions {
  readonly count: number;
  readonly active: number;
  readonly setActive: (index: number) => void;
  readonly view: VirtualRows;
  readonly select: SelectionActions;
  readonly hasSelection: boolean;
  readonly hasSelected: boolean;
  readonly isSelected: (index: number) => boolean;
  readonly focusHead: () => void;
  readonly onOpen: (index: number, how: { readonly inNewTab: boolean }) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** What a key does to a row or the selection; false where it is not ours. */
function actOnKey(event: KeyboardEvent, options: TableEventOptions): boolean {
  const { active, select, hasSelection } = options;
  const key = event.key.toLowerCase();
  if (key === 'enter' && active >= 0) {
    options.onOpen(active, { inNewTab: isModKey(event) });
    return true;
  }
  if (!hasSelection) return false;
  if (key === 'a' && isModKey(event)) select.selectAll();
  else if (key === 'escape' && options.hasSelected) select.clear();
  else if (key === 'x' && active >= 0 && !isModKey(event) && !event.altKey) select.toggle(active);
  else return false;
  return true;
}

function moveOnKey(event: KeyboardEvent, options: TableEventOptions): boolean {
  const { active, count, view, select } = options;
  if (event.key === 'ArrowUp' && active <= 0 && !event.shiftKey) {
    options.focusHead();
    return true;
  }
  const next = nextRow(event.key, { active, count, page: view.pageOf() });
  if (next === null) return false;
  if (event.shiftKey && options.hasSelection) select.extendTo(next, active);
  options.setActive(next);
  view.scrollToIndex(next);
  return true;
}

/** One listener for the table each; the row is found from where the event was. */
export function useTableEvents(options: TableEventOptions) {
  const { select, setActive } = options;
  return {
    onKeyDown: (event: KeyboardEvent) => {
      // In a cell that is written in they are the text's: ⌘A means all of it, not all rows.
      if (isTextField(event.target)) return;
      options.onKeyDown(event);
      if (event.defaultPrevented) return;
      if (!actOnKey(event, options) && !moveOnKey(event, options)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onClick: (event: MouseEvent) => {
      const index = rowIndexOf(event.target);
      if (index === null) return;
      // A box, a link or a button in a cell is its own thing.
      if (event.target instanceof Element && event.target.closest('button, label, a, input'))
        return;
      setActive(index);
      if (event.shiftKey) select.extendTo(index, options.active);
      else if (isModKey(event)) select.toggle(index);
      else select.selectOnly(index);
    },
    onDoubleClick: (event: MouseEvent) => {
      const index = rowIndexOf(event.target);
      if (index !== null) options.onOpen(index, { inNewTab: false });
    },
    onContextMenu: (event: MouseEvent) => {
      // The menu key comes from the table itself: the active row is meant.
      const index = rowIndexOf(event.target) ?? options.active;
      if (index < 0 || index >= options.count) {
        event.preventDefault();
        return;
      }
      setActive(index);
      if (!options.isSelected(index)) select.selectOnly(index);
    },
  };
}

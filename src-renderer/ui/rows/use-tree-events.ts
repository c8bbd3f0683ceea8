import type { KeyboardEvent, MouseEvent } from 'react';
import { isTextField } from '../is-text-field.ts';
import { isModKey } from '../platform.ts';
import { nextRow } from './next-row.ts';
import { parentIndex, type TreeRow } from './tree-row.ts';
import { rowIndexOf, type VirtualRows } from './use-virtual-rows.ts';
import { useTypeAhead } from './use-type-ahead.ts';

export interface TreeOpen {
  /** A single click only previews. */
  readonly isKept: boolean;
  readonly inNewTab: boolean;
}

export interface TreeEventProps {
  /** Rows in sight if all were: the open branches, flat. */
  readonly count: number;
  readonly rowAt: (index: number) => TreeRow;
  /** -1: none. */
  readonly active: number;
  readonly onActiveChange: (index: number) => void;
  readonly onToggle: (index: number, isExpanded: boolean) => void;
  /** Enter, click, double click on a row that is not a branch. */
  readonly onOpen?: ((index: number, how: TreeOpen) => void) | undefined;
  /** The key *: opens all siblings. */
  readonly onExpandSiblings?: ((index: number) => void) | undefined;
  /** X, or click with ⌘ or Ctrl. */
  readonly onToggleSelect?: ((index: number) => void) | undefined;
  /** ⇧ with an arrow or a click: from the active row to here. */
  readonly onExtendSelect?: ((from: number, to: number) => void) | undefined;
  /** The row whose name starts with this, from a row on; single-letter keys of the view win by onRowKeyDown. */
  readonly findByText?: ((text: string, from: number) => number | null) | undefined;
  /** Keys of the view; preventDefault() keeps the tree from acting too. */
  readonly onRowKeyDown?: ((event: KeyboardEvent, index: number) => void) | undefined;
}

function foldOnKey(
  event: KeyboardEvent,
  props: TreeEventProps,
  move: (to: number) => void,
): boolean {
  const { active, count } = props;
  if (active < 0 || active >= count) return false;
  const row = props.rowAt(active);
  if (event.key === '*') {
    props.onExpandSiblings?.(active);
    return true;
  }
  if (event.key === 'ArrowRight') {
    if (row.isExpanded === false) props.onToggle(active, true);
    else if (row.isExpanded === true && active + 1 < count) move(active + 1);
    return true;
  }
  if (event.key === 'ArrowLeft') {
    if (row.isExpanded === true) props.onToggle(active, false);
    else {
      const parent = parentIndex(props.rowAt, active);
      if (parent !== null) move(parent);
    }
    return true;
  }
  return false;
}

function openOnKey(event: KeyboardEvent, props: TreeEventProps): boolean {
  const { active, count } = props;
  if (active < 0 || active >= count) return false;
  if (event.key === 'Enter') {
    const row = props.rowAt(active);
    if (row.isExpanded === null)
      props.onOpen?.(active, { isKept: true, inNewTab: isModKey(event) });
    else props.onToggle(active, !row.isExpanded);
    return true;
  }
  if (event.key.toLowerCase() === 'x' && props.onToggleSelect !== undefined && !isModKey(event)) {
    props.onToggleSelect(active);
    return true;
  }
  return false;
}

/** What keys and clicks do in a tree. */
export function useTreeEvents(props: TreeEventProps, view: VirtualRows) {
  const typeAhead = useTypeAhead();
  const { active, count } = props;
  const move = (to: number) => {
    props.onActiveChange(to);
    view.scrollToIndex(to);
  };
  const moveOnKey = (event: KeyboardEvent): boolean => {
    const next = nextRow(event.key, { active, count, page: view.pageOf() });
    if (next === null) return false;
    if (event.shiftKey) props.onExtendSelect?.(Math.max(active, 0), next);
    move(next);
    return true;
  };
  const typeOnKey = (event: KeyboardEvent): boolean => {
    const text = props.findByText === undefined ? null : typeAhead(event);
    if (text === null) return false;
    // The first letter looks further on; more of them narrow down where one is.
    const found = props.findByText?.(text, text.length === 1 ? active + 1 : Math.max(active, 0));
    if (typeof found === 'number') move(found);
    return true;
  };
  return {
    onKeyDown: (event: KeyboardEvent) => {
      // In a row that is written in they are the text's.
      if (isTextField(event.target)) return;
      props.onRowKeyDown?.(event, active);
      if (event.defaultPrevented) return;
      const isOurs =
        foldOnKey(event, props, move) ||
        moveOnKey(event) ||
        openOnKey(event, props) ||
        typeOnKey(event);
      if (!isOurs) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onClick: (event: MouseEvent) => {
      const index = rowIndexOf(event.target);
      if (index === null) return;
      if (event.target instanceof Element && event.target.closest('button, label, a, input'))
        return;
      if (isModKey(event) && props.onToggleSelect !== undefined) props.onToggleSelect(index);
      else if (event.shiftKey && props.onExtendSelect !== undefined)
        props.onExtendSelect(Math.max(active, 0), index);
      else {
        const { isExpanded } = props.rowAt(index);
        if (isExpanded === null) props.onOpen?.(index, { isKept: false, inNewTab: false });
        // The second click of a double click would fold it again.
        else if (event.detail < 2) props.onToggle(index, !isExpanded);
      }
      props.onActiveChange(index);
    },
    onDoubleClick: (event: MouseEvent) => {
      const index = rowIndexOf(event.target);
      if (index !== null && props.rowAt(index).isExpanded === null)
        props.onOpen?.(index, { isKept: true, inNewTab: false });
    },
    onContextMenu: (event: MouseEvent) => {
      const index = rowIndexOf(event.target) ?? active;
      if (index < 0 || index >= count) event.preventDefault();
      else props.onActiveChange(index);
    },
  };
}

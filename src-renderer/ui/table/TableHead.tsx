import { ArrowDown, ArrowUp } from 'lucide-react';
import type { KeyboardEvent, MouseEvent, Ref } from 'react';
import { Checkbox } from '../Checkbox.tsx';
import { classNames } from '../class-names.ts';
import { Icon } from '../Icon.tsx';
import type { DataColumn, TableSort } from './data-column.ts';

export interface HeadActions {
  readonly onSort: (columnId: string) => void;
  /** Starts a drag on the line at a column's right. */
  readonly onResizeStart: (columnId: string, event: MouseEvent) => void;
  readonly onResizeBy: (columnId: string, px: number) => void;
  readonly onFit: (columnId: string, columnIndex: number) => void;
  /** Back to the rows. */
  readonly onLeave: () => void;
}

export interface TableHeadProps<Row> {
  readonly head: Ref<HTMLDivElement>;
  readonly columns: readonly DataColumn<Row>[];
  readonly sort: TableSort | null;
  readonly resizing: string | null;
  /** null: no column of check boxes. */
  readonly checked: boolean | 'some' | null;
  readonly onCheckAll: (isChecked: boolean) => void;
  readonly actions: HeadActions;
}

const KEY_STEP = 16;

function focusNeighbour(cell: HTMLElement, key: string) {
  const next = key === 'ArrowLeft' ? cell.previousElementSibling : cell.nextElementSibling;
  if (next instanceof HTMLElement) next.focus();
}

function HeadCell<Row>(props: {
  readonly column: DataColumn<Row>;
  readonly index: number;
  readonly sort: TableSort | null;
  readonly isResizing: boolean;
  readonly actions: HeadActions;
}) {
  const { column, index, sort, actions } = props;
  const canSort = column.sortBy !== undefined;
  const sorted = sort?.columnId === column.id ? sort.direction : null;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { key } = event;
    if (key === 'ArrowDown' || key === 'Escape') actions.onLeave();
    else if ((key === 'Enter' || key === ' ') && canSort) actions.onSort(column.id);
    else if (key === 'ArrowLeft' || key === 'ArrowRight') {
      if (event.shiftKey) actions.onResizeBy(column.id, key === 'ArrowLeft' ? -KEY_STEP : KEY_STEP);
      else focusNeighbour(event.currentTarget, key);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      role="columnheader"
      className={classNames('grid-cell', column.numeric === true && 'num')}
      aria-colindex={index}
      aria-sort={
        sorted === 'asc'
          ? 'ascending'
          : sorted === 'desc'
            ? 'descending'
            : canSort
              ? 'none'
              : undefined
      }
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onClick={() => {
        if (canSort) actions.onSort(column.id);
      }}
    >
      <span className="ell">{column.title}</span>
      {sorted === null ? null : <Icon icon={sorted === 'asc' ? ArrowUp : ArrowDown} size={12} />}
      <span
        className="grid-resize"
        data-resizing={props.isResizing ? '' : undefined}
        onMouseDown={(event) => {
          event.preventDefault();
          actions.onResizeStart(column.id, event);
        }}
        onClick={(event) => {
          event.stopPropagation();
        }}
        onDoubleClick={() => {
          actions.onFit(column.id, index);
        }}
      />
    </div>
  );
}

/** Reached from the first row with ↑; there ← → move, Enter sorts, ⇧← ⇧→ resize, ↓ leads back. */
export function TableHead<Row>({
  head,
  columns,
  sort,
  resizing,
  checked,
  onCheckAll,
  actions,
}: TableHeadProps<Row>) {
  const first = checked === null ? 1 : 2;
  return (
    <div ref={head} role="rowgroup">
      <div role="row" className="grid-head" aria-rowindex={1}>
        {checked === null ? null : (
          <div role="columnheader" className="grid-cell" aria-colindex={1}>
            <Checkbox
              label="Select all"
              labelHidden
              checked={checked}
              tabIndex={-1}
              onChange={onCheckAll}
            />
          </div>
        )}
        {columns.map((column, index) => (
          <HeadCell
            key={column.id}
            column={column}
            index={index + first}
            sort={sort}
            isResizing={resizing === column.id}
            actions={actions}
          />
        ))}
      </div>
    </div>
  );
}

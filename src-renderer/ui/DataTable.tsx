import type { RowData } from '@tanstack/react-table';
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type RefObject,
  type UIEvent,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { MenuEntry } from './menu-entries.ts';
import { RowsFrame } from './rows/RowsFrame.tsx';
import { type RowsHandle, useVirtualRows } from './rows/use-virtual-rows.ts';
import { columnVars } from './table/column-widths.ts';
import { type DataColumn, nextSort, type TableSort } from './table/data-column.ts';
import { TableHead } from './table/TableHead.tsx';
import { TableRow } from './table/TableRow.tsx';
import { useTableColumns } from './table/use-table-columns.ts';
import { useTableEvents } from './table/use-table-events.ts';
import { useTableModel } from './table/use-table-model.ts';
import { type TableSelection, useTableSelection } from './table/use-table-selection.ts';
import { useLatest } from './use-latest.ts';

export interface DataTableProps<Row extends RowData> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** Made once (a constant or useMemo): new columns draw every row again. */
  readonly columns: readonly DataColumn<Row>[];
  /** The row that has the keyboard; without these the table keeps it itself. */
  readonly activeId?: string | null | undefined;
  readonly onActiveChange?: ((id: string | null, row: Row | null) => void) | undefined;
  /** The active row feeds an inspector: it gets an edge in the accent. */
  readonly hasInspector?: boolean | undefined;
  readonly selection?: TableSelection | undefined;
  /** With onSortChange the rows come sorted (by the server); otherwise the table sorts what it has. */
  readonly sort?: TableSort | null | undefined;
  readonly onSortChange?: ((sort: TableSort | null) => void) | undefined;
  readonly defaultSort?: TableSort | null | undefined;
  /** Widths the user chose, as stored. Read once. */
  readonly defaultWidths?: Readonly<Record<string, number>> | undefined;
  readonly onWidthsChange?: ((widths: Readonly<Record<string, number>>) => void) | undefined;
  /** Enter or a double click. */
  readonly onRowOpen?: ((row: Row, how: { readonly inNewTab: boolean }) => void) | undefined;
  readonly rowMenu?: ((row: Row) => readonly MenuEntry[]) | undefined;
  /** Keys of the view; preventDefault() keeps the table from acting too. */
  readonly onRowKeyDown?: ((event: KeyboardEvent, row: Row | null) => void) | undefined;
  /** Whether the first row is in sight: a stream pauses when it is not. */
  readonly onTopChange?: ((isAtTop: boolean) => void) | undefined;
  readonly empty?: ReactNode;
  readonly handle?: Ref<RowsHandle> | undefined;
  readonly className?: string | undefined;
}

const noWidths = {};

function useActiveRow<Row extends RowData>(props: DataTableProps<Row>, rows: readonly Row[]) {
  const { rowId, onActiveChange } = props;
  const [ownId, setOwnId] = useState<string | null>(null);
  const activeId = props.activeId === undefined ? ownId : props.activeId;
  const active = useMemo(
    () => (activeId === null ? -1 : rows.findIndex((row) => rowId(row) === activeId)),
    [rows, rowId, activeId],
  );
  const setActive = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setOwnId(rowId(row));
    onActiveChange?.(rowId(row), row);
  };
  return { active, setActive };
}

function useSort<Row extends RowData>(props: DataTableProps<Row>) {
  const [ownSort, setOwnSort] = useState<TableSort | null>(props.defaultSort ?? null);
  const { onSortChange } = props;
  const isByServer = onSortChange !== undefined;
  const sort = isByServer ? (props.sort ?? null) : ownSort;
  const onSort = (columnId: string) => {
    const column = props.columns.find(({ id }) => id === columnId);
    // Of figures the large ones are wanted first.
    const next = nextSort(sort, columnId, { first: column?.numeric === true ? 'desc' : 'asc' });
    if (isByServer) onSortChange(next);
    else setOwnSort(next);
  };
  return { sort, onSort, tableSort: isByServer ? null : sort };
}

function useTable<Row extends RowData>(
  props: DataTableProps<Row>,
  scroll: RefObject<HTMLDivElement | null>,
) {
  const { rowId, selection } = props;
  const { sort, onSort, tableSort } = useSort(props);
  const { table, sorted } = useTableModel({
    columns: props.columns,
    rows: props.rows,
    sort: tableSort,
    widths: props.defaultWidths ?? noWidths,
  });
  const rows = sorted ?? props.rows;
  const { active, setActive } = useActiveRow(props, rows);
  const view = useVirtualRows({
    scroll,
    count: rows.length,
    active,
    hasHead: true,
    handle: props.handle,
  });
  const idAt = (index: number) => {
    const row = rows[index];
    return row === undefined ? undefined : rowId(row);
  };
  const select = useTableSelection(selection, rows.length, idAt);
  const resize = useTableColumns({ table, scroll, onWidthsChange: props.onWidthsChange });
  const onCheck = useLatest((index: number) => {
    select.toggle(index);
    // The box may scroll out of the page, and would take the focus with it.
    scroll.current?.focus({ preventScroll: true });
  });
  return { table, rows, sort, onSort, active, setActive, view, idAt, select, resize, onCheck };
}

function checkedState(selection: TableSelection | undefined, count: number) {
  if (selection?.hasChecks !== true) return null;
  if (selection.ids.size === 0) return false;
  return selection.ids.size >= count ? true : ('some' as const);
}

function useEvents<Row extends RowData>(
  props: DataTableProps<Row>,
  model: ReturnType<typeof useTable<Row>>,
  head: RefObject<HTMLDivElement | null>,
) {
  const { rows, active } = model;
  const ids = props.selection?.ids;
  return useTableEvents({
    ...model,
    count: rows.length,
    hasSelection: ids !== undefined,
    hasSelected: ids !== undefined && ids.size > 0,
    isSelected: (index) => ids?.has(model.idAt(index) ?? '') ?? false,
    focusHead: () => {
      const cell = head.current?.querySelector('[tabindex]:not(label *)');
      if (cell instanceof HTMLElement) cell.focus();
    },
    onOpen: (index, how) => {
      const row = rows[index];
      if (row !== undefined) props.onRowOpen?.(row, how);
    },
    onKeyDown: (event) => props.onRowKeyDown?.(event, rows[active] ?? null),
  });
}

function Body<Row extends RowData>({
  id,
  table,
  model,
}: {
  readonly id: string;
  readonly table: DataTableProps<Row>;
  readonly model: ReturnType<typeof useTable<Row>>;
}) {
  const { rows, active, view } = model;
  const { columns, selection } = table;
  return (
    <div role="rowgroup" className="relative" style={{ height: view.totalHeight }}>
      {view.rows.map(({ index, top }) => {
        const row = rows[index];
        if (row === undefined) return null;
        const rowId = table.rowId(row);
        return (
          <TableRow
            key={rowId}
            id={`${id}-${index}`}
            row={row}
            index={index}
            top={top}
            columns={columns}
            isActive={index === active}
            hasEdge={table.hasInspector === true}
            isSelected={selection === undefined ? index === active : selection.ids.has(rowId)}
            onCheck={selection?.hasChecks === true ? model.onCheck : null}
          />
        );
      })}
    </div>
  );
}

/** Tells when the first row comes into sight and when it leaves. */
function useTop(onTopChange: ((isAtTop: boolean) => void) | undefined, rowHeight: number) {
  const wasAtTop = useRef(true);
  return (event: UIEvent<HTMLDivElement>) => {
    const isAtTop = event.currentTarget.scrollTop < rowHeight / 2;
    if (isAtTop !== wasAtTop.current) onTopChange?.(isAtTop);
    wasAtTop.current = isAtTop;
  };
}

/** Rows of one kind, virtual, with one tab stop: ↑ ↓ move, Enter opens, X and ⇧↑↓ select. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { columns, selection, rowMenu } = props;
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const model = useTable(props, scroll);
  const { table, rows, active, select } = model;
  const { onContextMenu, ...events } = useEvents(props, model, head);
  const onScroll = useTop(props.onTopChange, model.view.rowHeight);
  const hasChecks = selection?.hasChecks === true;
  const activeRow = rows[active];
  return (
    <RowsFrame
      menu={rowMenu === undefined ? null : activeRow === undefined ? [] : rowMenu(activeRow)}
      onContextMenu={onContextMenu}
      isEmpty={rows.length === 0}
      empty={props.empty}
      hasHead
      className={props.className}
    >
      <div
        ref={scroll}
        role="grid"
        className="grid-scroll rows"
        style={columnVars(columns, table.state.columnSizing, hasChecks)}
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + (hasChecks ? 1 : 0)}
        aria-multiselectable={selection === undefined ? undefined : true}
        aria-activedescendant={activeRow === undefined ? undefined : `${id}-${active}`}
        onScroll={onScroll}
        {...events}
      >
        <TableHead
          head={head}
          columns={columns}
          sort={model.sort}
          resizing={table.state.columnResizing.isResizingColumn || null}
          checked={checkedState(selection, rows.length)}
          onCheckAll={(isChecked) => {
            if (isChecked) select.selectAll();
            else select.clear();
          }}
          actions={{
            ...model.resize,
            onSort: model.onSort,
            onLeave: () => scroll.current?.focus(),
          }}
        />
        <Body id={id} table={props} model={model} />
      </div>
    </RowsFrame>
  );
}

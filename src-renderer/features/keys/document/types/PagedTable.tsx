import type { RowData } from '@tanstack/react-table';
import { Inbox } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { usePaneSize } from '../../../../app/pane-size.ts';
import { Button } from '../../../../ui/Button.tsx';
import { DataTable } from '../../../../ui/DataTable.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { formatCount, formatCountOf } from '../../../../ui/format/count.ts';
import type { MenuEntry } from '../../../../ui/menu-entries.ts';
import { Delayed, SkeletonRows } from '../../../../ui/Skeleton.tsx';
import { useLatest } from '../../../../ui/use-latest.ts';
import { SplitPane } from '../../../../ui/SplitPane.tsx';
import type { DataColumn } from '../../../../ui/table/data-column.ts';
import type { TableSelection } from '../../../../ui/table/use-table-selection.ts';
import type { RowsHandle } from '../../../../ui/rows/use-virtual-rows.ts';
import { ViewBar } from '../ViewBar.tsx';
import { EditableTable, type TableEditing } from './edit/EditableTable.tsx';
import { MorePages } from './MorePages.tsx';
import type { Editing } from './edit/use-editing.ts';
import type { Pages } from './pages.ts';
import type { RowWindow } from './row-window.ts';

interface Unit {
  readonly one: string;
  readonly many: string;
  /** The command that tells how many there are: named where it is refused. */
  readonly lengthBy?: string;
}

export interface PagedTableProps<Row extends RowData, Position> {
  readonly label: string;
  readonly pages: Pages<Row, Position>;
  readonly columns: (rows: readonly Row[]) => readonly DataColumn<Row>[];
  readonly rowId: (row: Row) => string;
  readonly unit: Unit;
  /** Only a part of the value is meant: the total says nothing of it. */
  readonly isFiltered?: boolean | undefined;
  /** It is not read from its beginning. */
  readonly window?: RowWindow<Row> | null | undefined;
  /** Below the toolbar: what a search has found. */
  readonly notice?: ReactNode;
  /** The value of a row in full, below the table. */
  readonly renderInspector: (row: Row, onClose: () => void) => ReactNode;
  readonly rowMenu?: ((row: Row) => readonly MenuEntry[]) | undefined;
  /** Filters and orders, in the toolbar. */
  readonly bar?: ReactNode;
  /** What is done with the value, at the right of the toolbar. */
  readonly end?: ReactNode;
  readonly selection?: TableSelection | undefined;
  /** True when the key was one of the view. */
  readonly onRowKey?: ((event: KeyboardEvent, row: Row) => boolean) | undefined;
  readonly onReload: () => void;
  /** Rows that can be changed, added and removed. */
  readonly editable?: TableEditing<Row> | undefined;
}

type Ready<Row, Position> = Extract<
  ReturnType<Pages<Row, Position>['store']['getState']>,
  { readonly status: 'ready' }
>;

const refusedText = ({ lengthBy }: Unit): string =>
  lengthBy === undefined ? '' : `: ${lengthBy} is refused`;

function countText<Row extends RowData, Position>(
  { rows, next, total, looked }: Ready<Row, Position>,
  { unit, isFiltered = false, window }: PagedTableProps<Row, Position>,
): string {
  const start = window?.start ?? 0;
  if (total === null) {
    if (next === null && start === 0 && !isFiltered)
      return formatCountOf(rows.length, unit.one, unit.many);
    const read =
      start > 0
        ? `${formatCount(start + 1)} to ${formatCount(start + rows.length)}`
        : `${formatCountOf(rows.length, unit.one, unit.many)} ${isFiltered ? 'found' : 'read'}`;
    return `${read}; how many there are is not known${refusedText(unit)}`;
  }
  if (start > 0)
    return `${formatCount(start + 1)} to ${formatCount(start + rows.length)} of ${formatCountOf(total, unit.one, unit.many)}`;
  if (looked !== null && next !== null)
    return `${formatCount(rows.length)} found in about ${formatCount(looked)} of ${formatCountOf(total, unit.one, unit.many)}`;
  if (isFiltered)
    return next === null
      ? `${formatCount(rows.length)} of ${formatCountOf(total, unit.one, unit.many)} match`
      : `${formatCount(rows.length)} found so far in ${formatCountOf(total, unit.one, unit.many)}`;
  return next === null
    ? formatCountOf(rows.length, unit.one, unit.many)
    : `${formatCount(rows.length)} of ${formatCountOf(total, unit.one, unit.many)}`;
}

/** Nothing is said not to be there before all was looked through. */
function emptyTitle<Row extends RowData, Position>(
  { next, total, more }: Ready<Row, Position>,
  { one, many }: Unit,
  isFiltered: boolean,
): string {
  if (!isFiltered) return `No ${many}`;
  if (next === null && total === null) return `None of the ${many} matches`;
  if (next === null) return `None of ${formatCountOf(total ?? 0, one, many)} matches`;
  return more.status === 'running' ? 'Searching' : 'Nothing found so far';
}

/** The row that is edited in the panel. */
function panelRow(editing: Editing | undefined): string | null {
  if (editing === undefined || editing.state.status === 'idle') return null;
  const { draft } = editing.state;
  return draft.isInPanel === true ? draft.rowId : null;
}

function Rows<Row extends RowData, Position>(
  props: PagedTableProps<Row, Position> & { state: Ready<Row, Position> },
) {
  const { state, rowId, unit } = props;
  // What was being written in the panel when the key was left is shown again.
  const [begun] = useState(() => panelRow(props.editable?.editing));
  const [activeId, setActiveId] = useState<string | null>(begun);
  const [isOpen, setIsOpen] = useState(begun !== null);
  const handle = useRef<RowsHandle>(null);
  const goTo = useLatest((isTarget: (row: Row) => boolean) => {
    const index = state.rows.findIndex(isTarget);
    const row = state.rows[index];
    if (row === undefined) return;
    setActiveId(rowId(row));
    handle.current?.scrollToIndex(index);
  });
  const { window } = props;
  useEffect(() => {
    if (window !== null && window !== undefined) goTo(window.isTarget);
  }, [window, goTo]);
  const pane = usePaneSize('keys.value', 220);
  const active = state.rows.find((row) => rowId(row) === activeId) ?? null;
  const shown = isOpen ? active : null;
  const close = () => {
    setIsOpen(false);
  };
  const { editable } = props;
  const table = (
    <div className="flex h-full min-h-0 flex-col">
      <DataTable
        label={props.label}
        rows={state.rows}
        rowId={rowId}
        columns={props.columns(state.rows)}
        activeId={activeId}
        handle={handle}
        hasInspector={isOpen}
        selection={props.selection}
        onActiveChange={(id) => {
          setActiveId(id);
          setIsOpen(true);
        }}
        onRowOpen={editable?.edit}
        onRowKeyDown={(event: KeyboardEvent, row) => {
          if (row !== null && editable?.onKey(event, row) === true) return;
          if (row !== null && props.onRowKey?.(event, row) === true) {
            event.preventDefault();
            event.stopPropagation();
            return;
          }
          if (event.key !== 'Escape' || !isOpen) return;
          event.preventDefault();
          close();
        }}
        rowMenu={editable?.menu(props.rowMenu) ?? props.rowMenu}
        empty={
          <EmptyState icon={Inbox} title={emptyTitle(state, unit, props.isFiltered === true)} />
        }
      />
      <MorePages
        pages={props.pages}
        state={state}
        count={countText(state, props)}
        isFiltered={props.isFiltered}
        start={props.window?.start ?? 0}
      />
    </div>
  );
  return (
    <SplitPane
      label="Height of the value"
      orientation="vertical"
      className="min-h-0 grow"
      first={table}
      second={shown === null ? null : props.renderInspector(shown, close)}
      sized="second"
      {...pane}
      minSize={96}
      isHidden={shown === null}
    />
  );
}

/** A value of many elements, a page at a time, with the chosen one in full below. */
export function PagedTable<Row extends RowData, Position>(props: PagedTableProps<Row, Position>) {
  const { pages, onReload } = props;
  const state = useStore(pages.store);
  const isReading = state.status === 'ready' && state.more.status === 'running';
  const count = state.status === 'ready' ? countText(state, props) : '';
  return (
    <>
      <ViewBar onReload={onReload} isBusy={isReading} end={props.end ?? props.editable?.addButton}>
        {props.bar}
        <span className="count pl-1" role="status">
          {count}
        </span>
      </ViewBar>
      {props.notice}
      {state.status === 'ready' ? (
        <EditableTable editable={props.editable}>
          <Rows {...props} state={state} />
        </EditableTable>
      ) : null}
      {state.status === 'loading' ? (
        <Delayed>
          <SkeletonRows
            columns={[180, null, 60]}
            rows={10}
            label={`Reading the ${props.unit.many}`}
          />
        </Delayed>
      ) : null}
      {state.status === 'failed' ? (
        <ErrorNotice
          error={state.error}
          action={
            <Button size="sm" onClick={onReload}>
              Try again
            </Button>
          }
        />
      ) : null}
    </>
  );
}

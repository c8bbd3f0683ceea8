import type { RowData } from '@tanstack/react-table';
import { type RefObject, useEffect } from 'react';
import { fittingWidth } from './column-widths.ts';
import type { HeadActions } from './TableHead.tsx';
import type { TableModel } from './use-table-model.ts';

type ResizeActions = Pick<HeadActions, 'onResizeStart' | 'onResizeBy' | 'onFit'>;

/** Resizing by drag, by key, and to fit. */
export function useTableColumns<Row extends RowData>({
  table,
  scroll,
  onWidthsChange,
}: {
  readonly table: TableModel<Row>;
  readonly scroll: RefObject<HTMLDivElement | null>;
  readonly onWidthsChange: ((widths: Readonly<Record<string, number>>) => void) | undefined;
}): ResizeActions {
  const widths = table.state.columnSizing;
  useEffect(() => {
    onWidthsChange?.(widths);
    // Only a change of the widths is news, not a new listener.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [widths]);

  const setWidth = (columnId: string, width: number) => {
    const least = table.getColumn(columnId)?.columnDef.minSize ?? 0;
    table.setColumnSizing((old) => ({ ...old, [columnId]: Math.max(least, Math.round(width)) }));
  };
  /** As drawn: a column that grows is wider than its own width says. */
  const drawnWidth = (columnId: string): number => {
    const index = table.getAllLeafColumns().findIndex((column) => column.id === columnId);
    const heads = scroll.current?.querySelectorAll('[role="columnheader"]') ?? [];
    const head = heads[heads.length - table.getAllLeafColumns().length + index];
    return head?.getBoundingClientRect().width ?? 0;
  };
  return {
    onResizeStart: (columnId, event) => {
      setWidth(columnId, drawnWidth(columnId));
      const header = table.getFlatHeaders().find((candidate) => candidate.column.id === columnId);
      header?.getResizeHandler()(event.nativeEvent);
    },
    onResizeBy: (columnId, px) => {
      setWidth(columnId, drawnWidth(columnId) + px);
    },
    onFit: (columnId, columnIndex) => {
      if (scroll.current !== null) setWidth(columnId, fittingWidth(scroll.current, columnIndex));
    },
  };
}

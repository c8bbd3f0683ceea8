import { useMemo } from 'react';
import { Checkbox } from '../Checkbox.tsx';
import { classNames } from '../class-names.ts';
import type { DataColumn } from './data-column.ts';

export interface TableRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly DataColumn<Row>[];
  readonly isActive: boolean;
  /** The active row also feeds an inspector. */
  readonly hasEdge: boolean;
  readonly isSelected: boolean;
  /** null: no column of check boxes. */
  readonly onCheck: ((index: number) => void) | null;
}

function RowElement<Row>({
  id,
  row,
  index,
  top,
  columns,
  isActive,
  hasEdge,
  isSelected,
  onCheck,
}: TableRowProps<Row>) {
  const first = onCheck === null ? 1 : 2;
  return (
    <div
      role="row"
      id={id}
      className="grid-row"
      style={{ transform: `translateY(${top}px)` }}
      data-index={index}
      data-active={isActive ? '' : undefined}
      data-edge={isActive && hasEdge ? '' : undefined}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
    >
      {onCheck === null ? null : (
        <div role="gridcell" className="grid-cell" aria-colindex={1}>
          <Checkbox
            label="Select row"
            labelHidden
            checked={isSelected}
            tabIndex={-1}
            onChange={() => {
              onCheck(index);
            }}
          />
        </div>
      )}
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          className={classNames(
            'grid-cell',
            column.numeric === true && 'num',
            column.mono === true && 'mono',
          )}
          aria-colindex={at + first}
        >
          {column.cell(row, index)}
        </div>
      ))}
    </div>
  );
}

/** Drawn again only when something of it changed. memo() would do, but it drops the type parameter. */
export function TableRow<Row>(props: TableRowProps<Row>) {
  const { id, row, index, top, columns, isActive, hasEdge, isSelected, onCheck } = props;
  return useMemo(
    () => (
      <RowElement
        id={id}
        row={row}
        index={index}
        top={top}
        columns={columns}
        isActive={isActive}
        hasEdge={hasEdge}
        isSelected={isSelected}
        onCheck={onCheck}
      />
    ),
    [id, row, index, top, columns, isActive, hasEdge, isSelected, onCheck],
  );
}

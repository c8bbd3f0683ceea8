import type { KeyboardEvent, ReactNode } from 'react';
import { DataTable } from '../../../../../ui/DataTable.tsx';
import type { MenuEntry } from '../../../../../ui/menu-entries.ts';
import type { DataColumn } from '../../../../../ui/table/data-column.ts';
import { BytesCell } from '../../value/BytesCell.tsx';

export interface ElementRow {
  readonly id: string;
  readonly element: Uint8Array;
  /** As the server wrote it; null: not asked. */
  readonly score: string | null;
}

const elementColumn: DataColumn<ElementRow> = {
  id: 'element',
  title: 'Element',
  width: 320,
  grow: true,
  mono: true,
  cell: ({ element }) => <BytesCell bytes={element} />,
  sortBy: ({ id }) => id,
};
const scoreColumn: DataColumn<ElementRow> = {
  id: 'score',
  title: 'Similarity',
  width: 200,
  numeric: true,
  mono: true,
  cell: ({ score }) => score,
  sortBy: ({ score }) => Number(score),
};
const plain = [elementColumn];
const scored = [elementColumn, scoreColumn];

export interface ElementsTableProps {
  readonly rows: readonly ElementRow[];
  readonly hasScores: boolean;
  readonly activeId: string | null;
  readonly hasPanel: boolean;
  readonly onActiveChange: (element: Uint8Array | null) => void;
  readonly onRowKeyDown: (event: KeyboardEvent, row: ElementRow | null) => void;
  readonly rowMenu: (row: ElementRow) => readonly MenuEntry[];
  readonly empty: ReactNode;
}

/** Elements, with how similar they are where that was asked. */
export function ElementsTable(props: ElementsTableProps) {
  const { hasScores, hasPanel, onActiveChange, ...rest } = props;
  return (
    <DataTable
      {...rest}
      label="Elements"
      rowId={({ id }) => id}
      columns={hasScores ? scored : plain}
      hasInspector={hasPanel}
      onActiveChange={(_, row) => {
        onActiveChange(row?.element ?? null);
      }}
    />
  );
}

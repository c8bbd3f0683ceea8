import type { KeyboardEvent, ReactNode } from 'react';
import { DataTable } from '../../../../../ui/DataTable.tsx';
import type { MenuEntry } from '../../../../../ui/menu-entries.ts';
import type { DataColumn } from '../../../../../ui/table/data-column.ts';
import { BytesCell } from '../../value/BytesCell.tsx';
import type { PlaceRow } from './places.ts';

const columns: readonly DataColumn<PlaceRow>[] = [
  {
    id: 'member',
    title: 'Member',
    width: 240,
    grow: true,
    mono: true,
    cell: ({ member, total }) => <BytesCell bytes={member} total={total} />,
    sortBy: ({ id }) => id,
  },
  {
    id: 'longitude',
    title: 'Longitude',
    width: 180,
    numeric: true,
    mono: true,
    cell: ({ longitude }) => longitude,
    sortBy: ({ longitude }) => Number(longitude),
  },
  {
    id: 'latitude',
    title: 'Latitude',
    width: 180,
    numeric: true,
    mono: true,
    cell: ({ latitude }) => latitude,
    sortBy: ({ latitude }) => Number(latitude),
  },
];
const distanceColumn: DataColumn<PlaceRow> = {
  id: 'distance',
  title: 'Distance',
  width: 120,
  numeric: true,
  mono: true,
  cell: ({ distance }) => distance,
  sortBy: ({ distance }) => Number(distance),
};
const withDistance = [...columns, distanceColumn];

/** Positions as text. */
export function PlacesTable(props: {
  readonly places: readonly PlaceRow[];
  readonly hasDistance: boolean;
  readonly activeId: string | null;
  readonly onActiveChange: (id: string | null) => void;
  readonly rowMenu: (row: PlaceRow) => readonly MenuEntry[];
  readonly onRowOpen: (row: PlaceRow) => void;
  /** True when the key was one of the view. */
  readonly onRowKey: (event: KeyboardEvent, row: PlaceRow) => boolean;
  readonly empty: ReactNode;
}) {
  return (
    <DataTable
      label="Places"
      rows={props.places}
      rowId={({ id }) => id}
      columns={props.hasDistance ? withDistance : columns}
      activeId={props.activeId}
      onActiveChange={props.onActiveChange}
      onRowOpen={props.onRowOpen}
      onRowKeyDown={(event: KeyboardEvent, row) => {
        if (row !== null) props.onRowKey(event, row);
      }}
      rowMenu={props.rowMenu}
      empty={props.empty}
    />
  );
}

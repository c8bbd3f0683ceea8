import { ShieldX, Users } from 'lucide-react';
import type { Output } from '../../../../../src-shared/contract/index.ts';
import { toBinaryString } from '../../../../../src-shared/redis-value.ts';
import { DataTable } from '../../../../ui/DataTable.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { formatCount } from '../../../../ui/format/count.ts';
import type { MenuEntry } from '../../../../ui/menu-entries.ts';
import type { DataColumn } from '../../../../ui/table/data-column.ts';
import { BytesCell } from '../value/BytesCell.tsx';

export type Group = NonNullable<Output<'values.stream'>['groups']>[number];

const columns: readonly DataColumn<Group>[] = [
  {
    id: 'name',
    title: 'Group',
    width: 220,
    grow: true,
    mono: true,
    cell: ({ name }) => <BytesCell bytes={name} />,
    sortBy: ({ name }) => toBinaryString(name),
  },
  {
    id: 'consumers',
    title: 'Consumers',
    width: 96,
    numeric: true,
    cell: ({ consumers }) => formatCount(consumers),
    sortBy: ({ consumers }) => consumers,
  },
  {
    id: 'pending',
    title: 'Pending',
    width: 96,
    numeric: true,
    cell: ({ pending }) => formatCount(pending),
    sortBy: ({ pending }) => pending,
  },
  {
    id: 'lag',
    title: 'Lag',
    width: 96,
    numeric: true,
    // Null where entries were deleted in between: the server cannot know.
    cell: ({ lag }) =>
      lag === null ? <span className="text-text-3">–</span> : formatCount(BigInt(lag)),
  },
  {
    id: 'last',
    title: 'Last delivered',
    width: 180,
    mono: true,
    cell: ({ lastDeliveredId }) => lastDeliveredId,
  },
];

export interface GroupsTableProps {
  readonly groups: readonly Group[] | null;
  /** Of the group whose consumers are shown. */
  readonly activeId?: string | null | undefined;
  readonly onActiveChange?: ((id: string | null) => void) | undefined;
  readonly rowMenu?: ((group: Group) => readonly MenuEntry[]) | undefined;
}

/** The consumer groups of a stream; null: this user may not see them. */
export function GroupsTable({ groups, activeId, onActiveChange, rowMenu }: GroupsTableProps) {
  if (groups === null)
    return (
      <EmptyState icon={ShieldX} title="The groups are not shown to this user" className="grow">
        It may not run XINFO GROUPS.
      </EmptyState>
    );
  return (
    <DataTable
      label="Consumer groups"
      rows={groups}
      rowId={({ name }) => toBinaryString(name)}
      columns={columns}
      activeId={activeId}
      hasInspector={activeId !== undefined}
      onActiveChange={onActiveChange}
      rowMenu={rowMenu}
      empty={
        <EmptyState icon={Users} title="No consumer groups">
          Nobody reads this stream by XREADGROUP.
        </EmptyState>
      }
    />
  );
}

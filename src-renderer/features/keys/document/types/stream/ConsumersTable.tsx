import { Users } from 'lucide-react';
import type { Consumer } from '../../../../../../src-shared/contract/series.ts';
import { toBinaryString } from '../../../../../../src-shared/redis-value.ts';
import { DataTable } from '../../../../../ui/DataTable.tsx';
import { EmptyState } from '../../../../../ui/EmptyState.tsx';
import { formatCount } from '../../../../../ui/format/count.ts';
import { formatDuration } from '../../../../../ui/format/duration.ts';
import type { MenuEntry } from '../../../../../ui/menu-entries.ts';
import type { DataColumn } from '../../../../../ui/table/data-column.ts';
import { BytesCell } from '../../value/BytesCell.tsx';

function Since({ ms }: { readonly ms: string | null }) {
  // -1: never.
  if (ms === null || ms.startsWith('-')) return <span className="text-text-3">–</span>;
  return <span title={`${ms} ms`}>{formatDuration(Number(ms))}</span>;
}

const columns: readonly DataColumn<Consumer>[] = [
  {
    id: 'name',
    title: 'Consumer',
    width: 130,
    grow: true,
    mono: true,
    cell: ({ name }) => <BytesCell bytes={name} />,
    sortBy: ({ name }) => toBinaryString(name),
  },
  {
    id: 'pending',
    title: 'Pending',
    width: 76,
    numeric: true,
    cell: ({ pending }) => formatCount(pending),
    sortBy: ({ pending }) => pending,
  },
  {
    id: 'idle',
    title: 'Last asked',
    width: 88,
    numeric: true,
    cell: ({ idleMs }) => <Since ms={idleMs} />,
    sortBy: ({ idleMs }) => BigInt(idleMs),
  },
  {
    id: 'inactive',
    title: 'Last got some',
    width: 108,
    numeric: true,
    cell: ({ inactiveMs }) => <Since ms={inactiveMs} />,
  },
];

/** The consumers of a group; the chosen one's pending entries are shown beside. */
export function ConsumersTable({
  consumers,
  activeId,
  onActiveChange,
  rowMenu,
}: {
  readonly consumers: readonly Consumer[];
  readonly activeId: string | null;
  readonly onActiveChange: (id: string | null) => void;
  readonly rowMenu: (consumer: Consumer) => readonly MenuEntry[];
}) {
  return (
    <DataTable
      label="Consumers"
      rows={consumers}
      rowId={({ name }) => toBinaryString(name)}
      columns={columns}
      activeId={activeId}
      hasInspector={activeId !== null}
      onActiveChange={onActiveChange}
      rowMenu={rowMenu}
      empty={<EmptyState icon={Users} title="No consumer has asked yet" />}
    />
  );
}

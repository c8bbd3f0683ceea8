import { useState } from 'react';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { toBinaryString } from '../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../src-shared/result.ts';
import { useClient } from '../../../../client/client-context.ts';
import type { DataColumn } from '../../../../ui/table/data-column.ts';
import { BytesCell } from '../value/BytesCell.tsx';
import { InspectPanel } from '../value/InspectPanel.tsx';
import { showBytes } from '../value/show-bytes.ts';
import { EditableCell } from './edit/EditableCell.tsx';
import { tableEditing } from './edit/EditableTable.tsx';
import { memberOffers } from './edit/row-drafts.ts';
import { useEditing } from './edit/use-editing.ts';
import { FilterField } from './FilterField.tsx';
import { filterPattern } from './filter-pattern.ts';
import { PagedTable } from './PagedTable.tsx';
import { searchOn } from './search-on.ts';
import { usePages } from './use-pages.ts';
import { copyMenu } from './value-menu.ts';
import type { ValueProps } from './value-props.ts';

interface MemberRow {
  readonly id: string;
  readonly member: Uint8Array;
  /** Of the whole member: more than was read where it is long. */
  readonly total: number;
}

const columns: readonly DataColumn<MemberRow>[] = [
  {
    id: 'member',
    title: 'Member',
    width: 480,
    grow: true,
    mono: true,
    cell: ({ id, member, total }) => (
      <EditableCell rowId={id}>
        <BytesCell bytes={member} total={total} />
      </EditableCell>
    ),
    sortBy: ({ id }) => id,
  },
];
/** Members that begin alike are told apart by their length where they are not read whole. */
const memberRow = (member: Uint8Array, total?: number): MemberRow => ({
  id: `${toBinaryString(member)}${total === undefined ? '' : ` of ${total}`}`,
  member,
  total: total ?? member.byteLength,
});
const unit = { one: 'member', many: 'members' };

/** A set: its members in the order the scan gives them. */
export function SetView(props: ValueProps) {
  const { connection, keyName } = props;
  const client = useClient();
  const editing = useEditing(props);
  const [filter, setFilter] = useState('');
  const match = filterPattern(filter);
  const pages = usePages<MemberRow, string>(
    {
      first: '0',
      idOf: ({ id }) => id,
      onGone: props.onGone,
      read: (from, signal) =>
        searchOn(from, signal, async (position) => {
          const count = LIMITS.pageElements;
          const input = { connection: connection.id, key: keyName, position, count, match };
          const result = await client.call('values.set', input, { signal });
          if (!result.ok) return result;
          const { members, cut = [], next, total } = result.value;
          const lengths = new Map(cut.map((one) => [one.at, one.total]));
          const rows = members.map((member, at) => memberRow(member, lengths.get(at)));
          return ok({ rows, next, total });
        }),
    },
    { variant: filter, revision: props.revision },
  );
  return (
    <PagedTable
      label="Members"
      pages={pages}
      unit={unit}
      isFiltered={match !== null}
      columns={() => columns}
      rowId={({ id }) => id}
      rowMenu={({ member, total }) =>
        copyMenu(client, [{ what: 'member', bytes: member, total }], ['SISMEMBER', keyName, member])
      }
      renderInspector={({ id, member, total }, onClose) => (
        <InspectPanel
          key={id}
          title={showBytes(member, 80)}
          bytes={member}
          total={total}
          onClose={onClose}
        />
      )}
      bar={<FilterField label="Filter members" placeholder="Filter members" onChange={setFilter} />}
      onReload={props.onReload}
      editable={tableEditing<MemberRow>(editing, memberOffers)}
    />
  );
}

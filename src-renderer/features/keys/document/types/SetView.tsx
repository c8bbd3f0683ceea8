import { useState } from 'react';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { ok } from '../../../../../src-shared/result.ts';
import { useClient } from '../../../../client/client-context.ts';
import type { DataColumn } from '../../../../ui/table/data-column.ts';
import { BytesCell } from '../value/BytesCell.tsx';
import { InspectPanel } from '../value/InspectPanel.tsx';
import { showBytes } from '../value/show-bytes.ts';
import { partId } from '../value/whole-value.ts';
import { ChangeBar } from './change/ChangeBar.tsx';
import { EditableCell } from './edit/EditableCell.tsx';
import { tableEditing } from './edit/EditableTable.tsx';
import { memberBytes, memberOffers } from './edit/row-drafts.ts';
import { useEditing } from './edit/use-editing.ts';
import { FilterField } from './FilterField.tsx';
import { exactName, filterPattern } from './filter-pattern.ts';
import { PagedTable } from './PagedTable.tsx';
import { removeMembersDraft } from './parts/part-drafts.ts';
import { useParts } from './parts/use-parts.ts';
import { usePages } from './use-pages.ts';
import { useSelectedRows } from './use-selected-rows.ts';
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
const rowId = ({ id }: MemberRow): string => id;
const memberRow = (member: Uint8Array, total = member.byteLength): MemberRow => ({
  id: partId(member, total),
  member,
  total,
});
const unit = { one: 'member', many: 'members', lengthBy: 'SCARD' };

/** A set: its members in the order the scan gives them. */
export function SetView(props: ValueProps) {
  const { connection, keyName } = props;
  const client = useClient();
  const editing = useEditing(props);
  const parts = useParts(props, editing);
  const [filter, setFilter] = useState('');
  const match = filterPattern(filter);
  const exact = exactName(filter);
  const pages = usePages<MemberRow, string>(
    {
      first: '0',
      idOf: ({ id }) => id,
      onGone: props.onGone,
      read: async (position, signal) => {
        const count = LIMITS.pageElements;
        const input = { connection: connection.id, key: keyName, position, count, match };
        const result = await client.call('values.set', input, { signal });
        if (!result.ok) return result;
        const { members, cut = [], next, total, looked } = result.value;
        const lengths = new Map(cut.map((one) => [one.at, one.total]));
        const first = position === '0' ? exact : null;
        const found =
          first === null
            ? null
            : await client.call(
                'values.hasMember',
                { connection: connection.id, key: keyName, member: first },
                { signal },
              );
        if (found?.ok === false) return found;
        const named = first !== null && found?.value.isMember === true ? [memberRow(first)] : [];
        const rows = [...named, ...members.map((member, at) => memberRow(member, lengths.get(at)))];
        return ok({ rows, next, total, looked });
      },
    },
    { variant: filter, revision: props.revision },
  );
  const selected = useSelectedRows(pages, rowId);
  return (
    <>
      <PagedTable
        label="Members"
        pages={pages}
        unit={unit}
        isFiltered={match !== null}
        columns={() => columns}
        rowId={rowId}
        rowMenu={({ member, total }) =>
          copyMenu(
            client,
            [{ what: 'member', bytes: member, total }],
            ['SISMEMBER', keyName, member],
          )
        }
        renderInspector={(row, onClose) => (
          <InspectPanel
            key={row.id}
            title={showBytes(row.member, 80)}
            bytes={row.member}
            total={row.total}
            onClose={onClose}
            edit={{ editing, edited: memberBytes(row) }}
          />
        )}
        bar={
          <FilterField label="Filter members" placeholder="Filter members" onChange={setFilter} />
        }
        onReload={props.onReload}
        selection={selected.selection}
        editable={tableEditing<MemberRow>(editing, memberOffers, {
          ...selected,
          unit: 'member',
          remove: (rows) => {
            parts.start(removeMembersDraft(rows));
          },
        })}
      />
      <ChangeBar changing={parts} />
    </>
  );
}

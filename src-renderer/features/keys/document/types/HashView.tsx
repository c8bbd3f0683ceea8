import { useState } from 'react';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { toBinaryString } from '../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../src-shared/result.ts';
import { useClient } from '../../../../client/client-context.ts';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import type { DataColumn } from '../../../../ui/table/data-column.ts';
import { TtlText } from '../../../../ui/TtlText.tsx';
import { BytesCell } from '../value/BytesCell.tsx';
import { HiddenValue } from '../value/HiddenValue.tsx';
import { InspectPanel } from '../value/InspectPanel.tsx';
import { isSecretName } from '../value/secret-names.ts';
import { showBytes } from '../value/show-bytes.ts';
import { wholeValue } from '../value/whole-value.ts';
import { EditableCell } from './edit/EditableCell.tsx';
import { tableEditing } from './edit/EditableTable.tsx';
import { fieldOffers } from './edit/row-drafts.ts';
import { useEditing } from './edit/use-editing.ts';
import { FilterField } from './FilterField.tsx';
import { filterPattern } from './filter-pattern.ts';
import { PagedTable } from './PagedTable.tsx';
import { searchOn } from './search-on.ts';
import { usePages } from './use-pages.ts';
import { copyMenu } from './value-menu.ts';
import type { ValueProps } from './value-props.ts';

interface FieldRow {
  readonly id: string;
  readonly field: Uint8Array;
  readonly value: Uint8Array;
  /** Of the whole value: more than was read where it is long. */
  readonly total: number;
  readonly expiresAtMs: number | null;
  /** By its name: the table shows its length only, the panel below shows it. */
  readonly isSecret: boolean;
}

const plainColumns: readonly DataColumn<FieldRow>[] = [
  {
    id: 'field',
    title: 'Field',
    width: 240,
    mono: true,
    cell: ({ field }) => <BytesCell bytes={field} />,
    sortBy: ({ id }) => id,
  },
  {
    id: 'value',
    title: 'Value',
    width: 320,
    grow: true,
    mono: true,
    cell: ({ id, isSecret, value, total }) => (
      <EditableCell rowId={id}>
        {isSecret ? (
          <HiddenValue size={formatBytes(total)} onShow={null} />
        ) : (
          <BytesCell bytes={value} total={total} />
        )}
      </EditableCell>
    ),
  },
];

const ttlColumn: DataColumn<FieldRow> = {
  id: 'ttl',
  title: 'TTL',
  width: 110,
  numeric: true,
  cell: ({ expiresAtMs }) => <TtlText expiresAtMs={expiresAtMs} />,
  sortBy: ({ expiresAtMs }) => expiresAtMs,
};
const columnsWithTtl = [...plainColumns, ttlColumn];
const unit = { one: 'field', many: 'fields' };

/** A hash: its fields with values and TTLs. */
export function HashView(props: ValueProps) {
  const { connection, keyName } = props;
  const client = useClient();
  const editing = useEditing(props);
  const [filter, setFilter] = useState('');
  const match = filterPattern(filter);
  const pages = usePages<FieldRow, string>(
    {
      first: '0',
      idOf: ({ id }) => id,
      onGone: props.onGone,
      read: (from, signal) =>
        searchOn(from, signal, async (position) => {
          const input = {
            connection: connection.id,
            key: keyName,
            position,
            count: LIMITS.pageElements,
            match,
          };
          const result = await client.call('values.hash', input, { signal });
          if (!result.ok) return result;
          const now = Date.now();
          const rows = result.value.fields.map(
            ({ field, value, total = value.byteLength, ttlMs }) => ({
              id: toBinaryString(field),
              field,
              value,
              total,
              expiresAtMs: ttlMs === null ? null : now + ttlMs,
              isSecret: total > 0 && isSecretName(showBytes(field)),
            }),
          );
          return ok({ rows, next: result.value.next, total: result.value.total });
        }),
    },
    { variant: filter, revision: props.revision },
  );
  return (
    <PagedTable
      label="Fields"
      pages={pages}
      unit={unit}
      isFiltered={match !== null}
      columns={(rows) =>
        rows.some(({ expiresAtMs }) => expiresAtMs !== null) ? columnsWithTtl : plainColumns
      }
      rowId={({ id }) => id}
      rowMenu={({ field, value, total }) =>
        copyMenu(
          client,
          [
            { what: 'field', bytes: field },
            { what: 'value', bytes: value, total },
          ],
          ['HGET', keyName, field],
        )
      }
      renderInspector={(row, onClose) => (
        <InspectPanel
          key={row.id}
          title={showBytes(row.field)}
          bytes={row.value}
          whole={wholeValue({
            client,
            connection: connection.id,
            key: keyName,
            place: { kind: 'hash', field: row.field },
            total: row.total,
            onRead: (value) => pages.replace({ ...row, value, total: value.byteLength }),
          })}
          onClose={onClose}
        />
      )}
      bar={<FilterField label="Filter fields" placeholder="Filter fields" onChange={setFilter} />}
      onReload={props.onReload}
      editable={tableEditing<FieldRow>(
        editing,
        fieldOffers(connection.facts?.commands.includes('hpexpire') !== false),
      )}
    />
  );
}

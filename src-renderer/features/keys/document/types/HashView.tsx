import { useState } from 'react';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { toBinaryString } from '../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../src-shared/result.ts';
import { useClient } from '../../../../client/client-context.ts';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { formatCountOf } from '../../../../ui/format/count.ts';
import type { DataColumn } from '../../../../ui/table/data-column.ts';
import { TtlText } from '../../../../ui/TtlText.tsx';
import { BytesCell } from '../value/BytesCell.tsx';
import { HiddenValue } from '../value/HiddenValue.tsx';
import { InspectPanel } from '../value/InspectPanel.tsx';
import { isSecretName } from '../../../../../src-shared/json-secrets.ts';
import { showBytes } from '../value/show-bytes.ts';
import { wholeValue } from '../value/whole-value.ts';
import { ChangeBar } from './change/ChangeBar.tsx';
import { EditableCell } from './edit/EditableCell.tsx';
import { tableEditing } from './edit/EditableTable.tsx';
import { fieldBytes, fieldOffers, NO_FIELD_TTL } from './edit/row-drafts.ts';
import { useEditing } from './edit/use-editing.ts';
import { FilterField } from './FilterField.tsx';
import { exactName, filterPattern } from './filter-pattern.ts';
import { PagedTable } from './PagedTable.tsx';
import {
  expireFieldsDraft,
  type PartsDraft,
  persistFieldsDraft,
  removeFieldsDraft,
} from './parts/part-drafts.ts';
import { useParts } from './parts/use-parts.ts';
import { usePages } from './use-pages.ts';
import { useSelectedRows } from './use-selected-rows.ts';
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
const rowId = ({ id }: FieldRow): string => id;

/** TTLs of several fields at once, where the server has them. */
function severalTtls(
  rows: readonly FieldRow[],
  hasFieldTtl: boolean,
  start: (draft: PartsDraft) => void,
) {
  const hasTtl = rows.some(({ expiresAtMs }) => expiresAtMs !== null);
  const set = () => {
    start(expireFieldsDraft(rows));
  };
  const persist = () => {
    start(persistFieldsDraft(rows));
  };
  const count = formatCountOf(rows.length, 'field');
  return [
    { label: `Set TTL of ${count}`, run: hasFieldTtl ? set : NO_FIELD_TTL },
    {
      label: 'Remove their TTLs',
      run: hasFieldTtl ? (hasTtl ? persist : 'None has one') : NO_FIELD_TTL,
    },
  ];
}

const unit = { one: 'field', many: 'fields', lengthBy: 'HLEN' };

/** A hash: its fields with values and TTLs. */
export function HashView(props: ValueProps) {
  const { connection, keyName } = props;
  const client = useClient();
  const editing = useEditing(props);
  const parts = useParts(props, editing);
  const [filter, setFilter] = useState('');
  const match = filterPattern(filter);
  const exact = exactName(filter);
  const pages = usePages<FieldRow, string>(
    {
      first: '0',
      idOf: ({ id }) => id,
      onGone: props.onGone,
      read: async (position, signal) => {
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
        const { fields, next, total, looked } = result.value;
        const first = position === '0' && exact !== null ? exact : null;
        const found =
          first === null
            ? null
            : await client.call(
                'values.findField',
                { connection: connection.id, key: keyName, field: first },
                { signal },
              );
        if (found?.ok === false) return found;
        const named =
          first === null || found === null || found.value.found === null
            ? []
            : [{ field: first, ...found.value.found }];
        const rows = [...named, ...fields].map(
          ({ field, value, total: bytes = value.byteLength, ttlMs }) => ({
            id: toBinaryString(field),
            field,
            value,
            total: bytes,
            expiresAtMs: ttlMs === null ? null : now + ttlMs,
            isSecret: bytes > 0 && isSecretName(showBytes(field)),
          }),
        );
        return ok({ rows, next, total, looked });
      },
    },
    { variant: filter, revision: props.revision },
  );
  const selected = useSelectedRows(pages, rowId);
  const hasFieldTtl = connection.facts?.commands.includes('hpexpire') !== false;
  return (
    <>
      <PagedTable
        label="Fields"
        pages={pages}
        unit={unit}
        isFiltered={match !== null}
        columns={(rows) =>
          rows.some(({ expiresAtMs }) => expiresAtMs !== null) ? columnsWithTtl : plainColumns
        }
        rowId={rowId}
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
            edit={{ editing, edited: fieldBytes(row) }}
          />
        )}
        bar={<FilterField label="Filter fields" placeholder="Filter fields" onChange={setFilter} />}
        onReload={props.onReload}
        selection={selected.selection}
        editable={tableEditing<FieldRow>(editing, fieldOffers(hasFieldTtl), {
          ...selected,
          unit: 'field',
          remove: (rows) => {
            parts.start(removeFieldsDraft(rows));
          },
          more: (rows) => severalTtls(rows, hasFieldTtl, parts.start),
        })}
      />
      <ChangeBar changing={parts} />
    </>
  );
}

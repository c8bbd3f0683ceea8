import { ArrowLeftToLine, ArrowRightToLine, Scissors } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { ok } from '../../../../../src-shared/result.ts';
import { useClient } from '../../../../client/client-context.ts';
import { Button } from '../../../../ui/Button.tsx';
import { formatCount } from '../../../../ui/format/count.ts';
import { Segmented } from '../../../../ui/Segmented.tsx';
import type { DataColumn } from '../../../../ui/table/data-column.ts';
import { BytesCell } from '../value/BytesCell.tsx';
import { InspectPanel } from '../value/InspectPanel.tsx';
import { wholeValue } from '../value/whole-value.ts';
import { ChangeBar } from './change/ChangeBar.tsx';
import { EditableCell } from './edit/EditableCell.tsx';
import { tableEditing } from './edit/EditableTable.tsx';
import { elementBytes, elementOffers } from './edit/row-drafts.ts';
import { useEditing } from './edit/use-editing.ts';
import { PagedTable } from './PagedTable.tsx';
import { removeElementsDraft, trimDraft } from './parts/part-drafts.ts';
import { useParts } from './parts/use-parts.ts';
import { FindElementField, FoundElement } from './FindElement.tsx';
import { GoToField } from './GoToField.tsx';
import { type RowWindow, windowAround, withTarget } from './row-window.ts';
import { useElementSearch } from './use-element-search.ts';
import { isFollowed } from './pages.ts';
import { usePages } from './use-pages.ts';
import { useSelectedRows } from './use-selected-rows.ts';
import { copyMenu } from './value-menu.ts';
import type { ValueProps } from './value-props.ts';

interface ElementRow {
  readonly index: number;
  readonly value: Uint8Array;
  /** Of the whole element: more than was read where it is long. */
  readonly total: number;
}

const columns: readonly DataColumn<ElementRow>[] = [
  {
    id: 'index',
    title: 'Index',
    width: 80,
    numeric: true,
    cell: ({ index }) => <span className="text-text-3">{formatCount(index)}</span>,
  },
  {
    id: 'value',
    title: 'Value',
    width: 480,
    grow: true,
    mono: true,
    cell: ({ index, value, total }) => (
      <EditableCell rowId={String(index)}>
        <BytesCell bytes={value} total={total} />
      </EditableCell>
    ),
  },
];
const rowId = ({ index }: ElementRow): string => String(index);
const unit = { one: 'element', many: 'elements', lengthBy: 'LLEN' };

const ends = [
  { value: 'left', label: 'From the left', icon: ArrowLeftToLine },
  { value: 'right', label: 'From the right', icon: ArrowRightToLine },
] as const;

/** A list from either end. */
export function ListView(props: ValueProps) {
  const { connection, keyName } = props;
  const client = useClient();
  const editing = useEditing(props);
  const parts = useParts(props, editing);
  const [end, setEnd] = useState<'left' | 'right'>('left');
  const [window, setWindow] = useState<RowWindow<ElementRow> | null>(null);
  const pages = usePages<ElementRow, number>(
    {
      first: window?.start ?? 0,
      idOf: ({ index }) => String(index),
      onGone: props.onGone,
      read: async (start, signal) => {
        const key = { connection: connection.id, key: keyName, count: LIMITS.pageElements };
        if (end === 'right') {
          const tail = await client.call('values.listTail', { ...key, skip: start }, { signal });
          if (!tail.ok) return tail;
          const { total } = tail.value;
          const rows = tail.value.elements.map((one) => ({
            ...one,
            total: one.total ?? one.value.byteLength,
          }));
          const read = start + rows.length;
          return ok({ rows, next: rows.length > 0 && read < total ? read : null, total });
        }
        const input = { ...key, start };
        const result = await client.call('values.list', input, { signal });
        if (!result.ok) return result;
        const { elements, cut = [], total } = result.value;
        const lengths = new Map(cut.map((one) => [one.at, one.total]));
        const rows = elements.map((value, at) => ({
          index: start + at,
          value,
          total: lengths.get(at) ?? value.byteLength,
        }));
        const read = start + rows.length;
        const next = isFollowed(rows.length, read, total) ? read : null;
        return ok({ rows, next, total });
      },
    },
    { variant: `${end} ${window?.start ?? 0}`, revision: props.revision },
  );
  const state = useStore(pages.store);
  const seen = withTarget(window, state);
  if (seen !== window) setWindow(seen);
  const total = state.status === 'ready' ? state.total : null;
  const goTo = (index: number) => {
    const place = end === 'left' ? index : (total ?? 0) - 1 - index;
    setWindow(windowAround(place, (row) => row.index === index));
  };
  const search = useElementSearch({
    client,
    connection: connection.id,
    keyName,
    end,
    revision: props.revision,
    onFound: goTo,
  });
  const selected = useSelectedRows(pages, rowId, `${end} ${window?.start ?? 0} ${props.revision}`);
  return (
    <>
      <PagedTable
        label="Elements"
        pages={pages}
        unit={unit}
        columns={() => columns}
        rowId={rowId}
        rowMenu={({ index, value, total: bytes }) =>
          copyMenu(
            client,
            [{ what: 'value', bytes: value, total: bytes }],
            ['LINDEX', keyName, String(index)],
          )
        }
        renderInspector={(row, onClose) => (
          <InspectPanel
            key={row.index}
            title={`element ${row.index}`}
            bytes={row.value}
            whole={wholeValue({
              client,
              connection: connection.id,
              key: keyName,
              place: { kind: 'list', index: row.index },
              total: row.total,
              onRead: (value) => pages.replace({ ...row, value, total: value.byteLength }),
            })}
            onClose={onClose}
            edit={{ editing, edited: elementBytes(row) }}
          />
        )}
        window={window}
        notice={<FoundElement search={search} />}
        bar={
          <>
            <Segmented
              label="Read it"
              value={end}
              segments={ends}
              onChange={(next) => {
                setWindow(null);
                setEnd(next);
              }}
            />
            <FindElementField search={search} />
            <GoToField label="Go to index" unit="element" total={total} onGo={goTo} />
          </>
        }
        onReload={props.onReload}
        selection={selected.selection}
        editable={tableEditing<ElementRow>(editing, elementOffers, {
          ...selected,
          unit: 'element',
          remove: (rows) => {
            parts.start(removeElementsDraft(rows));
          },
          buttons: (
            <Button
              size="sm"
              tone="ghost"
              icon={Scissors}
              onClick={() => {
                parts.start(trimDraft);
              }}
            >
              Trim
            </Button>
          ),
        })}
      />
      <ChangeBar changing={parts} />
    </>
  );
}

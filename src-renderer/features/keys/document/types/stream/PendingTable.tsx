import { Check, Hand } from 'lucide-react';
import type { Consumer, PendingEntry } from '../../../../../../src-shared/contract/series.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import {
  quoteArgument,
  toBinaryString,
  toBytes,
} from '../../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../../src-shared/result.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { useState } from 'react';
import { Button } from '../../../../../ui/Button.tsx';
import { formatDuration } from '../../../../../ui/format/duration.ts';
import type { DataColumn } from '../../../../../ui/table/data-column.ts';
import { BytesCell } from '../../value/BytesCell.tsx';
import { showBytes } from '../../value/show-bytes.ts';
import { PagedTable } from '../PagedTable.tsx';
import { usePages } from '../use-pages.ts';
import { copyMenu } from '../value-menu.ts';
import type { ValueProps } from '../value-props.ts';
import { ackDraft, claimDraft } from './change/drafts.ts';
import type { StreamDraft } from './change/stream-draft.ts';
import { IdleField } from './IdleField.tsx';
import { IdTime } from './IdTime.tsx';
import { PendingPanel } from './PendingPanel.tsx';
import { useSelectedIds } from './use-selected-ids.ts';

const columns: readonly DataColumn<PendingEntry>[] = [
  { id: 'id', title: 'ID', width: 170, mono: true, cell: ({ id }) => id },
  { id: 'time', title: 'Added', width: 150, cell: ({ id }) => <IdTime id={id} /> },
  {
    id: 'idle',
    title: 'Idle',
    width: 110,
    numeric: true,
    cell: ({ idleMs }) => <span title={`${idleMs} ms`}>{formatDuration(Number(idleMs))}</span>,
    sortBy: ({ idleMs }) => BigInt(idleMs),
  },
  {
    id: 'deliveries',
    title: 'Deliveries',
    width: 90,
    numeric: true,
    cell: ({ deliveries }) => deliveries,
    sortBy: ({ deliveries }) => BigInt(deliveries),
  },
  {
    id: 'consumer',
    title: 'Consumer',
    width: 200,
    grow: true,
    mono: true,
    cell: ({ consumer }) => <BytesCell bytes={consumer} />,
    sortBy: ({ consumer }) => toBinaryString(consumer),
  },
];
const unit = { one: 'pending entry', many: 'pending entries' };

export interface PendingTableProps extends ValueProps {
  readonly group: Uint8Array;
  /** Only what this one has; null: the whole group. */
  readonly consumer: Consumer | null;
  readonly onShowAll: () => void;
  readonly onChange: (draft: StreamDraft) => void;
}

/** What a group was given and has not acknowledged, oldest first. */
export function PendingTable(props: PendingTableProps) {
  const { connection, keyName, group, consumer, onChange } = props;
  const client = useClient();
  const only = consumer?.name ?? null;
  const [minIdleMs, setMinIdleMs] = useState(0);
  const pages = usePages<PendingEntry, string>(
    {
      first: '-',
      idOf: ({ id }) => id,
      onGone: props.onGone,
      read: async (from, signal) => {
        const result = await client.call(
          'streams.pending',
          {
            connection: connection.id,
            key: keyName,
            group,
            consumer: only,
            minIdleMs,
            from,
            count: LIMITS.pageElements,
          },
          { signal },
        );
        if (!result.ok) return result;
        const { entries, next, total } = result.value;
        return ok({ rows: entries, next, total: consumer?.pending ?? total });
      },
    },
    {
      variant: `${toBinaryString(group)} ${minIdleMs} ${only === null ? '' : `of ${toBinaryString(only)}`}`,
      revision: props.revision,
    },
  );
  const { selection, chosen, idsWith } = useSelectedIds(pages);
  const acknowledge = (ids: readonly string[]) => {
    onChange(ackDraft(group, ids));
  };
  const claim = (ids: readonly string[]) => {
    onChange(claimDraft(group, ids));
  };
  return (
    <PagedTable
      label="Pending entries"
      pages={pages}
      unit={unit}
      isFiltered={minIdleMs > 0}
      columns={() => columns}
      rowId={({ id }) => id}
      selection={selection}
      rowMenu={({ id }) => [
        ...copyMenu(
          client,
          [{ what: 'id', bytes: toBytes(id) }],
          ['XPENDING', keyName, group, id, id, '1'],
        ),
        { kind: 'separator' },
        {
          label: 'Acknowledge',
          icon: Check,
          onSelect: () => {
            acknowledge(idsWith(id));
          },
        },
        {
          label: 'Claim for a consumer',
          icon: Hand,
          onSelect: () => {
            claim(idsWith(id));
          },
        },
      ]}
      end={
        chosen.length === 0 ? null : (
          <>
            <Button
              size="sm"
              tone="ghost"
              icon={Check}
              onClick={() => {
                acknowledge(chosen);
              }}
            >
              Acknowledge {chosen.length}
            </Button>
            <Button
              size="sm"
              tone="ghost"
              icon={Hand}
              onClick={() => {
                claim(chosen);
              }}
            >
              Claim {chosen.length}
            </Button>
          </>
        )
      }
      renderInspector={({ id }, onClose) => (
        <PendingPanel key={id} {...props} id={id} onClose={onClose} />
      )}
      bar={
        <>
          {consumer === null ? (
            <span className="pl-1 text-12 text-text-2">{`All of ${showBytes(group, 60)}`}</span>
          ) : (
            <>
              <span className="pl-1 text-12 text-text-2">
                Of <bdi className="mono">{quoteArgument(consumer.name.subarray(0, 60))}</bdi>
              </span>
              <Button size="sm" tone="ghost" onClick={props.onShowAll}>
                All consumers
              </Button>
            </>
          )}
          <IdleField onChange={setMinIdleMs} />
        </>
      }
      onReload={props.onReload}
    />
  );
}

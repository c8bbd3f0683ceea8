import { ArrowDownNarrowWide, ArrowDownWideNarrow } from 'lucide-react';
import { useState } from 'react';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { toBinaryString } from '../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../src-shared/result.ts';
import { useClient } from '../../../../client/client-context.ts';
import { formatClock, formatClockTitle, formatTimeFraction } from '../../../../ui/format/clock.ts';
import { formatCount } from '../../../../ui/format/count.ts';
import { Segmented } from '../../../../ui/Segmented.tsx';
import type { DataColumn } from '../../../../ui/table/data-column.ts';
import { BytesCell } from '../value/BytesCell.tsx';
import { InspectPanel } from '../value/InspectPanel.tsx';
import { showBytes } from '../value/show-bytes.ts';
import { EditableCell } from './edit/EditableCell.tsx';
import { tableEditing } from './edit/EditableTable.tsx';
import { scoredOffers } from './edit/row-drafts.ts';
import { useEditing } from './edit/use-editing.ts';
import { PagedTable } from './PagedTable.tsx';
import { readTimeLike, type TimeLike } from './time-like.ts';
import { usePages } from './use-pages.ts';
import { copyMenu } from './value-menu.ts';
import type { ValueProps } from './value-props.ts';

interface ScoredRow {
  readonly id: string;
  readonly rank: number;
  readonly member: Uint8Array;
  /** Exactly as the server wrote it. */
  readonly score: string;
  readonly time: TimeLike | null;
}

function TimeCell({ time }: { readonly time: TimeLike | null }) {
  if (time === null) return <span className="text-text-3">–</span>;
  return (
    <span title={`${formatClockTitle(time.atMs)}; the score read as Unix time in ${time.unit}`}>
      {formatClock(time.atMs)}
      {time.unit === 's' ? null : (
        <span className="text-text-3">{formatTimeFraction(time.atMs)}</span>
      )}
    </span>
  );
}

const rankColumn: DataColumn<ScoredRow> = {
  id: 'rank',
  title: 'Rank',
  width: 72,
  numeric: true,
  cell: ({ rank }) => <span className="text-text-3">{formatCount(rank)}</span>,
};
const scoreColumn: DataColumn<ScoredRow> = {
  id: 'score',
  title: 'Score',
  width: 190,
  numeric: true,
  mono: true,
  cell: ({ id, score }) => <EditableCell rowId={id}>{score}</EditableCell>,
};
const timeColumn: DataColumn<ScoredRow> = {
  id: 'time',
  title: 'Score as a time',
  width: 170,
  cell: ({ time }) => <TimeCell time={time} />,
};
const memberColumn: DataColumn<ScoredRow> = {
  id: 'member',
  title: 'Member',
  width: 360,
  grow: true,
  mono: true,
  cell: ({ member }) => <BytesCell bytes={member} />,
};
const plainColumns = [rankColumn, scoreColumn, memberColumn];
const timedColumns = [rankColumn, scoreColumn, timeColumn, memberColumn];
const unit = { one: 'member', many: 'members' };

const orders = [
  { value: 'low', label: 'Lowest first', icon: ArrowDownNarrowWide },
  { value: 'high', label: 'Highest first', icon: ArrowDownWideNarrow },
] as const;

/** A sorted set by rank, from either end. */
export function ZsetView(props: ValueProps) {
  const { connection, keyName } = props;
  const client = useClient();
  const editing = useEditing(props);
  const [order, setOrder] = useState<'low' | 'high'>('low');
  const reverse = order === 'high';
  const pages = usePages<ScoredRow, number>(
    {
      first: 0,
      idOf: ({ id }) => id,
      onGone: props.onGone,
      read: async (start, signal) => {
        const count = LIMITS.pageElements;
        const input = { connection: connection.id, key: keyName, start, count, reverse };
        const result = await client.call('values.zset', input, { signal });
        if (!result.ok) return result;
        const { members, total } = result.value;
        const now = Date.now();
        const rows = members.map(({ member, score }, at) => ({
          id: toBinaryString(member),
          rank: reverse ? total - 1 - start - at : start + at,
          member,
          score,
          time: readTimeLike(score, now),
        }));
        const end = start + rows.length;
        return ok({ rows, next: rows.length > 0 && end < total ? end : null, total });
      },
    },
    { variant: order, revision: props.revision },
  );
  return (
    <PagedTable
      label="Members"
      pages={pages}
      unit={unit}
      columns={(rows) => (rows.some(({ time }) => time !== null) ? timedColumns : plainColumns)}
      rowId={({ id }) => id}
      rowMenu={({ member }) =>
        copyMenu(client, [{ what: 'member', bytes: member }], ['ZSCORE', keyName, member])
      }
      renderInspector={({ id, member, score }, onClose) => (
        <InspectPanel
          key={id}
          title={`${showBytes(member, 80)} at ${score}`}
          bytes={member}
          onClose={onClose}
        />
      )}
      bar={<Segmented label="Order" value={order} segments={orders} onChange={setOrder} />}
      onReload={props.onReload}
      editable={tableEditing<ScoredRow>(editing, scoredOffers)}
    />
  );
}

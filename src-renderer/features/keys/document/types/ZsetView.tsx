import { ArrowDownNarrowWide, ArrowDownWideNarrow } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Output } from '../../../../../src-shared/contract/index.ts';
import type { ZsetRange } from '../../../../../src-shared/contract/ranges.ts';
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
import { MapView } from './geo/MapView.tsx';
import { looksLikeGeo } from './geo/places.ts';
import { PagedTable } from './PagedTable.tsx';
import { readTimeLike, type TimeLike } from './time-like.ts';
import { usePages } from './use-pages.ts';
import { copyMenu } from './value-menu.ts';
import type { ValueProps } from './value-props.ts';
import { ZsetRangeFields } from './ZsetRangeFields.tsx';

interface ScoredRow {
  readonly id: string;
  /** null: not known in a range by score or name. */
  readonly rank: number | null;
  readonly member: Uint8Array;
  /** Of the whole member: more than was read where it is long. */
  readonly total: number;
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
  cell: ({ rank }) => (
    <span className="text-text-3">{rank === null ? '–' : formatCount(rank)}</span>
  ),
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
  cell: ({ member, total }) => <BytesCell bytes={member} total={total} />,
};
const plainColumns = [rankColumn, scoreColumn, memberColumn];
const timedColumns = [rankColumn, scoreColumn, timeColumn, memberColumn];
const rangeColumns = [scoreColumn, memberColumn];
const timedRangeColumns = [scoreColumn, timeColumn, memberColumn];
const unit = { one: 'member', many: 'members' };

const orders = [
  { value: 'low', label: 'Lowest first', icon: ArrowDownNarrowWide },
  { value: 'high', label: 'Highest first', icon: ArrowDownWideNarrow },
] as const;

const views = [
  { value: 'members', label: 'Members' },
  { value: 'map', label: 'Map' },
] as const;
/** As many are looked at to tell whether they are places. */
const SAMPLE = 20;

interface Read {
  readonly reverse: boolean;
  /** null: by rank. */
  readonly range: ZsetRange | null;
}

/** The members of a part of it, a page at a time; `mixed`: its scores differ, so that a range by name means little. */
function useMembers(props: ValueProps, { reverse, range }: Read) {
  const { connection, keyName } = props;
  const client = useClient();
  const [mixed, setMixed] = useState(false);
  const pages = usePages<ScoredRow, number>(
    {
      first: 0,
      idOf: ({ id }) => id,
      onGone: props.onGone,
      read: async (start, signal) => {
        const count = LIMITS.pageElements;
        const input = { connection: connection.id, key: keyName, count, reverse };
        if (range === null) {
          const result = await client.call('values.zset', { ...input, start }, { signal });
          if (!result.ok) return result;
          const { members, total } = result.value;
          const rankOf = (at: number) => (reverse ? total - 1 - start - at : start + at);
          return ok(pageOf(members, { start, end: total, total, rankOf }));
        }
        const sent = { ...input, range, offset: start };
        const result = await client.call('values.zsetRange', sent, { signal });
        if (!result.ok) return result;
        const { members, found, total, hasOneScore } = result.value;
        setMixed(!hasOneScore);
        return ok(pageOf(members, { start, end: found, total, rankOf: () => null }));
      },
    },
    {
      variant: `${String(reverse)} ${rangeText(range)}`,
      revision: props.revision,
    },
  );
  return { pages, mixed: mixed && range?.by === 'lex' };
}

function rangeText(range: ZsetRange | null): string {
  if (range === null) return '';
  const ends = [range.min, range.max].map((end) => {
    if (end === null) return '';
    const mark = end.exclusive ? '(' : '[';
    return `${mark}${'score' in end ? end.score : toBinaryString(end.member)}`;
  });
  return JSON.stringify([range.by, ...ends]);
}

interface Place {
  readonly start: number;
  /** How many there are to read. */
  readonly end: number;
  readonly total: number;
  readonly rankOf: (at: number) => number | null;
}

function pageOf(members: Output<'values.zset'>['members'], { start, end, total, rankOf }: Place) {
  const now = Date.now();
  const rows = members.map(({ member, total: whole = member.byteLength, score }, at) => ({
    id: `${toBinaryString(member)}${whole === member.byteLength ? '' : ` of ${whole}`}`,
    rank: rankOf(at),
    member,
    total: whole,
    score,
    time: readTimeLike(score, now),
  }));
  const read = start + rows.length;
  return { rows, next: rows.length > 0 && read < end ? read : null, total };
}

function columnsOf(rows: readonly ScoredRow[], range: ZsetRange | null) {
  const isTimed = rows.some(({ time }) => time !== null);
  if (range !== null) return isTimed ? timedRangeColumns : rangeColumns;
  return isTimed ? timedColumns : plainColumns;
}

/** A sorted set by rank, by score or by name, from either end; on a map where its scores are places. */
export function ZsetView(props: ValueProps) {
  const { keyName } = props;
  const client = useClient();
  const editing = useEditing(props);
  const [view, setView] = useState<'members' | 'map'>('members');
  const [openedAtMs] = useState(() => Date.now());
  const [order, setOrder] = useState<'low' | 'high'>('low');
  const [range, setRange] = useState<ZsetRange | null>(null);
  const { pages, mixed } = useMembers(props, { reverse: order === 'high', range });
  const state = useStore(pages.store);
  const scores =
    state.status === 'ready' ? state.rows.slice(0, SAMPLE).map(({ score }) => score) : [];
  const isGeo = view === 'map' || looksLikeGeo(scores, openedAtMs);
  const tabs = isGeo ? (
    <Segmented label="Show the set as" value={view} segments={views} onChange={setView} />
  ) : null;
  if (view === 'map') return <MapView {...props} tabs={tabs} />;
  return (
    <PagedTable
      label="Members"
      pages={pages}
      unit={unit}
      isFiltered={range !== null}
      columns={(rows) => columnsOf(rows, range)}
      rowId={({ id }) => id}
      rowMenu={({ member, total }) =>
        copyMenu(client, [{ what: 'member', bytes: member, total }], ['ZSCORE', keyName, member])
      }
      renderInspector={({ id, member, total, score }, onClose) => (
        <InspectPanel
          key={id}
          title={`${showBytes(member, 80)} at ${score}`}
          bytes={member}
          total={total}
          onClose={onClose}
        />
      )}
      bar={
        <>
          {tabs}
          <Segmented label="Order" value={order} segments={orders} onChange={setOrder} />
          <ZsetRangeFields onChange={setRange} />
          {mixed ? (
            <span className="text-12 text-warning" role="status">
              Scores differ: Redis does not say what a range by name gives
            </span>
          ) : null}
        </>
      }
      onReload={props.onReload}
      editable={tableEditing<ScoredRow>(editing, scoredOffers)}
    />
  );
}

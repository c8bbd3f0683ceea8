import { ArrowDownNarrowWide, ArrowDownWideNarrow, ListX } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useClient } from '../../../../client/client-context.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Menu } from '../../../../ui/Menu.tsx';
import { formatClock, formatClockTitle, formatTimeFraction } from '../../../../ui/format/clock.ts';
import { formatCount } from '../../../../ui/format/count.ts';
import { Segmented } from '../../../../ui/Segmented.tsx';
import { toasts } from '../../../../ui/toast-store.ts';
import type { DataColumn } from '../../../../ui/table/data-column.ts';
import { BytesCell } from '../value/BytesCell.tsx';
import { InspectPanel } from '../value/InspectPanel.tsx';
import { showBytes } from '../value/show-bytes.ts';
import { unreadLock, wholeValue } from '../value/whole-value.ts';
import { ChangeBar } from './change/ChangeBar.tsx';
import { EditableCell } from './edit/EditableCell.tsx';
import { tableEditing } from './edit/EditableTable.tsx';
import { scoredBytes, scoredOffers } from './edit/row-drafts.ts';
import { useEditing } from './edit/use-editing.ts';
import { MapView } from './geo/MapView.tsx';
import { looksLikeGeo } from './geo/places.ts';
import { GoToField } from './GoToField.tsx';
import { PagedTable } from './PagedTable.tsx';
import {
  removeByNameDraft,
  removeByRankDraft,
  removeByScoreDraft,
  removeScoredDraft,
  type PartsDraft,
} from './parts/part-drafts.ts';
import { useParts } from './parts/use-parts.ts';
import { type RowWindow, windowAround, withTarget } from './row-window.ts';
import type { TimeLike } from './time-like.ts';
import { type ScoredRow, useMembers } from './use-members.ts';
import { useSelectedRows } from './use-selected-rows.ts';
import { copyMenu } from './value-menu.ts';
import type { ValueProps } from './value-props.ts';
import type { ZsetRead } from './zset-range.ts';
import { ZsetRangeFields } from './ZsetRangeFields.tsx';

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
const rowId = ({ id }: ScoredRow): string => id;
const unit = { one: 'member', many: 'members', lengthBy: 'ZCARD' };

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

/** So much of a member tells it from another one. */
const BEGINS = 65_536;

function columnsOf(rows: readonly ScoredRow[], range: ZsetRead | null) {
  const isTimed = rows.some(({ time }) => time !== null);
  // Of what was found by its whole name the rank is known.
  const isRange = range !== null && rows.every(({ rank }) => rank === null);
  if (isRange) return isTimed ? timedRangeColumns : rangeColumns;
  return isTimed ? timedColumns : plainColumns;
}

function RangeMenu({ onChoose }: { readonly onChoose: (draft: PartsDraft) => void }) {
  const entry = (label: string, draft: PartsDraft) => ({
    label,
    danger: true,
    onSelect: () => {
      onChoose(draft);
    },
  });
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" tone="ghost" icon={ListX}>
          Remove range
        </Button>
      }
      entries={[
        entry('By score', removeByScoreDraft),
        entry('By rank', removeByRankDraft),
        entry('By name', removeByNameDraft),
      ]}
    />
  );
}

/** A sorted set by rank, by score or by name, from either end; on a map where its scores are places. */
export function ZsetView(props: ValueProps) {
  const { connection, keyName } = props;
  const client = useClient();
  const editing = useEditing(props);
  const parts = useParts(props, editing);
  const [view, setView] = useState<'members' | 'map'>('members');
  const [openedAtMs] = useState(() => Date.now());
  const [order, setOrder] = useState<'low' | 'high'>('low');
  const [range, setRange] = useState<ZsetRead | null>(null);
  const [window, setWindow] = useState<RowWindow<ScoredRow> | null>(null);
  // How often a range was left to show a member at its rank: its fields begin anew.
  const [jumps, setJumps] = useState(0);
  const reverse = order === 'high';
  const { pages, mixed } = useMembers(props, { reverse, range, start: window?.start ?? 0 });
  const selected = useSelectedRows(pages, rowId);
  const state = useStore(pages.store);
  const scores =
    state.status === 'ready' ? state.rows.slice(0, SAMPLE).map(({ score }) => score) : [];
  const total = state.status === 'ready' ? state.total : null;
  const seen = range === null ? withTarget(window, state) : window;
  if (seen !== window) setWindow(seen);
  const goTo = (rank: number, size = total) => {
    const place = reverse ? (size ?? 0) - 1 - rank : rank;
    if (range !== null) {
      setRange(null);
      setJumps(jumps + 1);
    }
    setWindow(windowAround(place, (row) => row.rank === rank));
  };
  const showAtRank = async (member: Uint8Array) => {
    const input = { connection: connection.id, key: keyName, member };
    const result = await client.call('values.findRank', input);
    if (!result.ok) toasts.show({ tone: 'error', message: result.error.message });
    else if (result.value.found === null)
      toasts.show({ tone: 'info', message: 'It is not in the set any more' });
    else goTo(result.value.found.rank, result.value.total);
  };
  /** A range by score or name does not tell the rank by which the rest of a long member is had. */
  const wholeOf = (row: ScoredRow) =>
    row.rank === null
      ? undefined
      : wholeValue({
          client,
          connection: connection.id,
          key: keyName,
          place: {
            kind: 'zset',
            rank: row.rank,
            begins: row.member.slice(0, BEGINS),
            total: row.total,
          },
          total: row.total,
          onRead: (member) => pages.replace({ ...row, member }),
        });
  const isGeo = view === 'map' || looksLikeGeo(scores, openedAtMs);
  const tabs = isGeo ? (
    <Segmented label="Show the set as" value={view} segments={views} onChange={setView} />
  ) : null;
  if (view === 'map') return <MapView {...props} tabs={tabs} editing={editing} />;
  return (
    <>
      <PagedTable
        label="Members"
        pages={pages}
        unit={unit}
        isFiltered={range !== null}
        window={range === null ? window : null}
        columns={(rows) => columnsOf(rows, range)}
        rowId={rowId}
        rowMenu={({ member, total: bytes }) => [
          ...(range === null
            ? []
            : [
                {
                  label: 'Show at its rank',
                  disabledReason: unreadLock(member, bytes),
                  onSelect: () => void showAtRank(member),
                },
              ]),
          ...copyMenu(
            client,
            [{ what: 'member', bytes: member, total: bytes }],
            ['ZSCORE', keyName, member],
          ),
        ]}
        renderInspector={(row, onClose) => (
          <InspectPanel
            key={row.id}
            title={`${showBytes(row.member, 80)} at ${row.score}`}
            bytes={row.member}
            total={row.total}
            whole={wholeOf(row)}
            onClose={onClose}
            edit={{ editing, edited: scoredBytes(row) }}
          />
        )}
        bar={
          <>
            {tabs}
            <Segmented
              label="Order"
              value={order}
              segments={orders}
              onChange={(next) => {
                setWindow(null);
                setOrder(next);
              }}
            />
            <ZsetRangeFields key={jumps} onChange={setRange} />
            {range === null && !(reverse && total === null) ? (
              <GoToField label="Go to rank" unit="member" total={total} onGo={goTo} />
            ) : null}
            {mixed ? (
              <span className="text-12 text-warning" role="status">
                Scores differ: Redis does not say what a range by name gives
              </span>
            ) : null}
          </>
        }
        onReload={props.onReload}
        selection={selected.selection}
        editable={tableEditing<ScoredRow>(editing, scoredOffers, {
          ...selected,
          unit: 'member',
          remove: (rows) => {
            parts.start(removeScoredDraft(rows));
          },
          buttons: <RangeMenu onChoose={parts.start} />,
        })}
      />
      <ChangeBar changing={parts} />
    </>
  );
}

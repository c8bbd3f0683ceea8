import { ExternalLink, Gauge, TimerReset } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { ViewProps } from '../../app/feature.ts';
import { writeLock } from '../../app/write-lock.ts';
import { session } from '../../app/session-store.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { Button } from '../../ui/Button.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatClockTitle, formatTime, formatTimeFraction } from '../../ui/format/clock.ts';
import { formatDuration } from '../../ui/format/duration.ts';
import { KeyName } from '../../ui/KeyName.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { TypeMark } from '../../ui/TypeMark.tsx';
import { useNow } from '../../ui/TtlText.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import type { Limiter, LimiterDetail as Detail, RateLimitsStore } from './rate-limits-store.ts';
import { UsedChart } from './UsedChart.tsx';
import { useRules } from './use-rules.ts';
import { allowedAtMs, judge, ruleFor } from './verdict.ts';
import { VerdictCard } from './VerdictCard.tsx';
import { WindowStrip } from './WindowStrip.tsx';

const EVERY_MS = 1_000;

interface RequestRow {
  readonly id: string;
  readonly atMs: number;
  readonly leavesInMs: number | null;
  readonly ageMs: number;
  readonly member: string;
  readonly score: string;
}

const requestColumns: readonly DataColumn<RequestRow>[] = [
  {
    id: 'at',
    title: 'Request at',
    width: 140,
    cell: ({ atMs }) => (
      <span className="tn" title={formatClockTitle(atMs)}>
        {formatTime(atMs)}
        <span className="text-text-3">{formatTimeFraction(atMs)}</span>
      </span>
    ),
    sortBy: ({ atMs }) => atMs,
  },
  {
    id: 'age',
    title: 'Age',
    width: 100,
    numeric: true,
    cell: ({ ageMs }) => formatDuration(Math.max(0, ageMs)),
    sortBy: ({ ageMs }) => ageMs,
  },
  {
    id: 'leaves',
    title: 'Leaves in',
    width: 110,
    numeric: true,
    cell: ({ leavesInMs }) =>
      leavesInMs === null ? (
        '–'
      ) : leavesInMs <= 0 ? (
        <span className="text-text-3">outside</span>
      ) : (
        formatDuration(leavesInMs)
      ),
    sortBy: ({ leavesInMs }) => leavesInMs,
  },
  {
    id: 'member',
    title: 'Member',
    width: 200,
    grow: true,
    mono: true,
    cell: ({ member }) => member,
  },
  {
    id: 'score',
    title: 'Score',
    width: 160,
    mono: true,
    numeric: true,
    cell: ({ score }) => score,
  },
];

/** Reads the limiter each second while it is live and the window is visible. */
function useLive(
  store: RateLimitsStore,
  limiter: Limiter | null,
  isLive: boolean,
  windowMs: number | null,
): void {
  const id = limiter?.id ?? null;
  useEffect(() => {
    if (id === null || !isLive) return;
    const timer = setInterval(() => {
      const row = store.scan.getState().rows.find((one) => one.id === id);
      if (row !== undefined && !document.hidden) void store.read(row.key, windowMs);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [store, id, isLive, windowMs]);
}

function Requests({
  detail,
  windowMs,
  nowMs,
}: {
  readonly detail: Detail;
  readonly windowMs: number | null;
  readonly nowMs: number;
}) {
  const rows = useMemo(
    () =>
      detail.requests.map(({ member, score, atMs }): RequestRow => {
        const text = escapeBytes(member);
        return {
          id: text,
          atMs,
          ageMs: nowMs - atMs,
          leavesInMs: windowMs === null ? null : atMs + windowMs - nowMs,
          member: text,
          score,
        };
      }),
    [detail, windowMs, nowMs],
  );
  return (
    <div className="flex min-h-40 grow flex-col border-t border-border-1">
      {detail.total > rows.length ? (
        <p className="px-4 py-1 text-11 text-text-3">
          The newest {rows.length} of {detail.total}
        </p>
      ) : null}
      <DataTable label="Requests" rows={rows} rowId={({ id }) => id} columns={requestColumns} />
    </div>
  );
}

function Shown({
  store,
  connection,
  limiter,
}: { readonly store: RateLimitsStore; readonly limiter: Limiter } & ViewProps) {
  const { detail, error, history, clockOffsetMs } = useStore(store.view);
  const { rules, setRule } = useRules(connection);
  const [mode, setMode] = useState<'live' | 'hold'>('live');
  const rule = ruleFor(limiter.key, rules);
  useLive(store, limiter, mode === 'live', rule?.windowMs ?? null);
  const ticking = useNow(mode === 'live') + clockOffsetMs;
  const nowMs = mode === 'live' ? ticking : (detail?.serverNowMs ?? ticking);
  const verdict = judge(limiter, rule, limiter.readAtMs);
  const inWindow = useMemo(
    () =>
      (detail?.requests ?? [])
        .map(({ atMs }) => atMs)
        .filter((atMs) => verdict.windowMs === null || atMs > limiter.readAtMs - verdict.windowMs)
        .sort((a, b) => a - b),
    [detail, verdict.windowMs, limiter.readAtMs],
  );
  return (
    <>
      <div className="flex items-center gap-2.5 px-4 pt-4">
        <TypeMark type={limiter.type} size="lg" />
        <h1 className="mono min-w-0 grow text-15">
          <KeyName name={limiter.key} strong />
        </h1>
        <Button size="sm" icon={ExternalLink} onClick={() => session.openKey(limiter.key)}>
          Open key
        </Button>
        <Button
          size="sm"
          icon={TimerReset}
          disabledReason={writeLock(connection, null)}
          onClick={() => void store.reset(limiter)}
        >
          Reset limiter
        </Button>
      </div>
      <div className="flex items-center gap-2 px-4 pt-2 text-12">
        <Tag tone={limiter.certain ? 'ok' : undefined}>
          {limiter.recognisedAs}
          {limiter.certain ? '' : ', likely'}
        </Tag>
        <span className="ell text-text-3">{limiter.reason}</span>
      </div>
      {error === null ? null : <ErrorNotice error={error} className="mx-4 mt-3 rounded-2" />}
      <VerdictCard
        limiter={limiter}
        verdict={verdict}
        nowMs={nowMs}
        allowedAtMs={allowedAtMs(verdict, limiter.used, inWindow)}
        inWindowMs={inWindow}
        separator={connection.separator}
        onRule={setRule}
      />
      <div className="flex items-center gap-2 px-4 pt-4">
        <h2 className="font-strong">
          {limiter.kind === 'sliding' ? 'Sliding window' : 'Fixed window'}
        </h2>
        <span className="ell text-12 text-text-3">
          {limiter.kind === 'sliding'
            ? 'one tick per request; the window moves right with time'
            : 'counts to its expiry'}
        </span>
        <span className="grow" />
        <Segmented
          label="Live or held"
          value={mode}
          onChange={setMode}
          segments={[
            { value: 'live', label: 'Live' },
            { value: 'hold', label: 'Hold' },
          ]}
        />
      </div>
      {detail === null || verdict.windowMs === null || limiter.kind === 'counter' ? null : (
        <WindowStrip
          requestsMs={detail.requests.map(({ atMs }) => atMs)}
          windowMs={verdict.windowMs}
          nowMs={nowMs}
          next={verdict.next}
          used={limiter.used}
          limit={verdict.limit}
        />
      )}
      <UsedChart history={history} limit={verdict.limit} />
      {detail === null || limiter.kind === 'counter' ? (
        <div className="grow" />
      ) : (
        <Requests detail={detail} windowMs={verdict.windowMs} nowMs={nowMs} />
      )}
    </>
  );
}

export function LimiterDetail({
  store,
  connection,
}: { readonly store: RateLimitsStore } & ViewProps) {
  const activeId = useStore(store.view, (state) => state.activeId);
  const limiter = useStore(
    store.scan,
    (state) => state.rows.find(({ id }) => id === activeId) ?? null,
  );
  return (
    <section className="main overflow-y-auto" aria-label="Limiter">
      {limiter === null ? (
        <EmptyState icon={Gauge} title="No limiter chosen">
          Choose one to see its window and what the next request would be told
        </EmptyState>
      ) : (
        <Shown key={limiter.id} store={store} connection={connection} limiter={limiter} />
      )}
    </section>
  );
}

import { Gauge, ListFilter, RefreshCw } from 'lucide-react';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ViewProps } from '../../app/feature.ts';
import { useListingKeys } from '../../app/keyboard.ts';
import { usePaneSize } from '../../app/pane-size.ts';
import { session } from '../../app/session-store.ts';
import { useClient } from '../../client/client-context.ts';
import { emptyScanWords } from '../../lib/empty-scan.ts';
import { useResumed } from '../../lib/use-resumed.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format/count.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ScanFooter } from '../../ui/ScanFooter.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { SplitPane } from '../../ui/SplitPane.tsx';
import { useWide } from '../../ui/use-wide.ts';
import { Tag } from '../../ui/Tag.tsx';
import { limiterColumns } from './limiter-columns.tsx';
import { LimiterDetail } from './LimiterDetail.tsx';
import { type Limiter, type RateLimitsStore, rateLimitsStoreOf } from './rate-limits-store.ts';
import { useRules } from './use-rules.ts';
import { judge, ruleFor } from './verdict.ts';

type Show = 'all' | 'near' | 'denied';
const NEAR = 0.8;

function Head({ store, denied }: { readonly store: RateLimitsStore; readonly denied: number }) {
  const { rows, status } = useStore(store.scan);
  return (
    <div className="bar">
      <h2>Rate limits</h2>
      <span className="count">
        {status === 'scanning' ? '≥ ' : ''}
        {formatCount(rows.length)}
      </span>
      <span className="grow" />
      {denied === 0 ? null : <Tag tone="bad">{formatCount(denied)} denied now</Tag>}
      <IconButton
        icon={RefreshCw}
        label="Scan again"
        keys="mod+r"
        onClick={() => void store.scan.start()}
      />
    </div>
  );
}

function LimiterList({
  store,
  connection,
  field,
}: {
  readonly store: RateLimitsStore;
  readonly field: RefObject<HTMLInputElement | null>;
} & ViewProps) {
  const state = useStore(store.scan);
  const activeId = useStore(store.view, (view) => view.activeId);
  const offsetMs = useStore(store.view, (view) => Math.round(view.clockOffsetMs / 100) * 100);
  const { rules } = useRules(connection);
  const [pattern, setPattern] = useState(state.pattern);
  const [show, setShow] = useState<Show>('all');
  const columns = useMemo(() => limiterColumns(rules, offsetMs), [rules, offsetMs]);
  const judged = useMemo(
    () =>
      state.rows.map((row) => ({
        row,
        verdict: judge(row, ruleFor(row.key, rules), row.readAtMs),
      })),
    [state.rows, rules],
  );
  const denied = judged.filter(({ verdict }) => verdict.next === 'denied').length;
  const shown = judged
    .filter(({ row, verdict }) =>
      show === 'denied'
        ? verdict.next === 'denied'
        : show === 'all' ||
          (verdict.limit !== null &&
            verdict.remaining !== null &&
            row.used >= verdict.limit * NEAR),
    )
    .map(({ row }) => row);
  const none = emptyScanWords(
    state,
    'limiters',
    `No key like ${state.pattern} reads as a limiter; express-rate-limit, for one, uses rl:*`,
  );
  const open = (row: Limiter): void =>
    void store.read(row.key, ruleFor(row.key, rules)?.windowMs ?? null);
  return (
    <section className="side" aria-label="Rate limits">
      <Head store={store} denied={denied} />
      <div className="bar">
        <SearchField
          ref={field}
          label="Key pattern of limiters"
          keys="/"
          mono
          icon={ListFilter}
          className="grow"
          value={pattern}
          onChange={setPattern}
          onBlur={() => {
            if (pattern !== store.scan.getState().pattern) void store.scan.start(pattern);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void store.scan.start(pattern);
          }}
        />
        <Segmented
          label="Which limiters"
          value={show}
          onChange={setShow}
          segments={[
            { value: 'all', label: 'All' },
            { value: 'near', label: 'Near' },
            { value: 'denied', label: 'Denied' },
          ]}
        />
      </div>
      {state.error === null ? null : <ErrorNotice error={state.error} />}
      <DataTable
        label="Limiters"
        rows={shown}
        rowId={({ id }) => id}
        columns={columns}
        hasInspector
        defaultSort={{ columnId: 'used', direction: 'desc' }}
        activeId={activeId}
        onActiveChange={(_id, row) => row !== null && open(row)}
        onRowOpen={({ key }) => session.openKey(key)}
        empty={
          state.status === 'scanning' ? null : (
            <EmptyState icon={Gauge} title={state.rows.length === 0 ? none.title : 'None of these'}>
              {state.rows.length === 0
                ? none.text
                : 'Near and Denied need a limit: set one for a limiter of the list'}
            </EmptyState>
          )
        }
      />
      <ScanFooter
        {...state}
        noun="limiters"
        onStop={store.scan.stop}
        onStart={() => void store.scan.start()}
      />
    </section>
  );
}

export function RateLimitsView({ connection }: ViewProps) {
  const client = useClient();
  const store = rateLimitsStoreOf(client, connection.id);
  const isWide = useWide();
  const beside = usePaneSize('rateLimits', 460);
  const above = usePaneSize('rateLimits.above', 260);
  const field = useRef<HTMLInputElement>(null);
  const scanAgain = useMemo(() => () => void store.scan.start(), [store]);
  useListingKeys(field, scanAgain);
  useResumed(
    useStore(store.scan, ({ error }) => error),
    connection,
    scanAgain,
  );
  useEffect(() => {
    if (store.scan.getState().status === 'idle') void store.scan.start();
  }, [store]);
  return (
    <SplitPane
      {...(isWide
        ? { label: 'Width of the list', minSize: 320, maxSize: 720, ...beside }
        : { label: 'Height of the list', minSize: 160, minRest: 200, ...above })}
      // Side by side neither the table nor the detail would have the room that it needs.
      orientation={isWide ? 'horizontal' : 'vertical'}
      sized="first"
      className="h-full"
      first={<LimiterList store={store} connection={connection} field={field} />}
      second={<LimiterDetail store={store} connection={connection} />}
    />
  );
}

import { createStore } from 'zustand/vanilla';
import type { ConnectionId, Ticket } from '../../../src-shared/contract/define.ts';
import type { Output } from '../../../src-shared/contract/index.ts';
import type { SessionRow as ScannedRow } from '../../../src-shared/contract/shapes.ts';
import { parseEscaped, toBinaryString, toBytes } from '../../../src-shared/redis-value.ts';
import type { AppError } from '../../../src-shared/result.ts';
import { offerUndo, runUndo } from '../../app/removal/offer-undo.ts';
import { removeKeys } from '../../app/removal/remove-keys.ts';
import type { Client } from '../../client/client.ts';
import { perConnection } from '../../client/per-connection.ts';
import { createPatternScan } from '../../lib/pattern-scan.ts';
import { formatCountOf } from '../../ui/format/count.ts';
import { explainError } from '../../ui/explain-error.ts';
import { toasts } from '../../ui/toast-store.ts';

/** A session with the moment its key goes, so that it counts down without being read again. */
export interface SessionRow extends ScannedRow {
  readonly id: string;
  readonly expiresAtMs: number | null;
}

export type Detail =
  | { readonly status: 'none' }
  | { readonly status: 'loading'; readonly id: string }
  | {
      readonly status: 'ready';
      readonly id: string;
      readonly fields: Output<'sessions.read'>['fields'];
    }
  | { readonly status: 'failed'; readonly id: string; readonly error: AppError };

interface ViewState {
  readonly selected: ReadonlySet<string>;
  readonly activeId: string | null;
  readonly detail: Detail;
  readonly busy: 'extending' | null;
}

const toRow = (row: ScannedRow): SessionRow => ({
  ...row,
  id: toBinaryString(row.key),
  expiresAtMs: row.ttlMs === null ? null : Date.now() + row.ttlMs,
});

export type SessionsStore = ReturnType<typeof createSessionsStore>;

export function createSessionsStore(client: Client, connection: ConnectionId) {
  const scan = createPatternScan({
    pattern: 'session:*',
    keyOf: (row: SessionRow) => row.key,
    async *open(pattern, signal) {
      const input = { connection, pattern: parseEscaped(pattern) ?? toBytes(pattern) };
      for await (const item of client.stream('sessions.scan', input, { signal }))
        yield { ...item, rows: item.rows.map(toRow) };
    },
  });
  const view = createStore<ViewState>(() => ({
    selected: new Set<string>(),
    activeId: null,
    detail: { status: 'none' },
    busy: null,
  }));
  let reading = new AbortController();

  const rowsOf = (ids: ReadonlySet<string>): SessionRow[] =>
    scan.getState().rows.filter(({ id }) => ids.has(id));

  async function read(row: SessionRow): Promise<void> {
    reading.abort();
    reading = new AbortController();
    const { signal } = reading;
    const { id } = row;
    view.setState({ activeId: id, detail: { status: 'loading', id } });
    const result = await client.call('sessions.read', { connection, key: row.key }, { signal });
    if (signal.aborted) return;
    if (!result.ok) {
      view.setState({ detail: { status: 'failed', id, error: result.error } });
      return;
    }
    scan.replace(toRow(result.value.row));
    view.setState({ detail: { status: 'ready', id, fields: result.value.fields } });
  }

  async function undoAll(tickets: readonly Ticket[]): Promise<void> {
    let restored = 0;
    for (const { id } of tickets) {
      const result = await runUndo(client, connection, id);
      if (result.ok) restored += result.value.job.changed;
    }
    toasts.show({
      tone: restored === tickets.length ? 'ok' : 'error',
      message: `${formatCountOf(restored, 'TTL')} of ${tickets.length} set back`,
    });
    void scan.start();
  }

  function reportExtended(tickets: readonly Ticket[], failed: AppError | null): void {
    const [first] = tickets;
    if (failed !== null) {
      const { what, words, hint } = explainError(failed);
      const detail = [what, words, hint].filter((part) => part !== null).join(' ');
      toasts.show({
        tone: 'error',
        message: `Extended ${formatCountOf(tickets.length, 'session')}`,
        detail,
      });
    } else if (first !== undefined && tickets.length === 1)
      offerUndo({ client, connection, ticket: first, onUndone: () => void scan.start() });
    else if (first !== undefined)
      toasts.show({
        tone: 'ok',
        message: `Extended ${formatCountOf(tickets.length, 'session')}`,
        action: { label: 'Undo', keys: 'mod+z', run: () => void undoAll(tickets) },
      });
  }

  return {
    /** None is chosen. */
    close(): void {
      reading.abort();
      view.setState({ activeId: null, detail: { status: 'none' } });
    },
    scan,
    view,
    read,
    select(selected: ReadonlySet<string>): void {
      view.setState({ selected });
    },
    /** PEXPIRE to what is left now plus `byMs`; sessions without expiry are left as they are. */
    async extend(ids: ReadonlySet<string>, byMs: number): Promise<void> {
      view.setState({ busy: 'extending' });
      const tickets: Ticket[] = [];
      let failed: AppError | null = null;
      for (const row of rowsOf(ids)) {
        if (row.expiresAtMs === null) continue;
        const ttlMs = Math.max(1, Math.round(row.expiresAtMs - Date.now() + byMs));
        const result = await client.call('keys.setTtl', {
          connection,
          key: row.key,
          ttlMs,
          readAsMs: row.expiresAtMs,
        });
        if (result.ok) {
          tickets.push(result.value);
          scan.replace(toRow({ ...row, ttlMs }));
        } else failed = result.error;
      }
      view.setState({ busy: null });
      reportExtended(tickets, failed);
    },
    async revoke(ids: ReadonlySet<string>, what: string): Promise<void> {
      const keys = rowsOf(ids).map(({ key }) => key);
      if (keys.length === 0) return;
      const removed = await removeKeys({
        client,
        connection,
        selection: { kind: 'keys', keys },
        what,
        onUndone: () => void scan.start(),
      });
      if (removed === null) return;
      const still = new Set(removed.failed.map(({ key }) => toBinaryString(key)));
      scan.drop(keys.filter((key) => !still.has(toBinaryString(key))));
      view.setState({ selected: new Set<string>(), activeId: null, detail: { status: 'none' } });
    },
    dispose(): void {
      scan.dispose();
      reading.abort();
    },
  };
}

export const sessionsStoreOf = perConnection(createSessionsStore);

import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Output } from '../../../src-shared/contract/index.ts';
import type { RateLimitRow } from '../../../src-shared/contract/shapes.ts';
import { parseEscaped, toBinaryString, toBytes } from '../../../src-shared/redis-value.ts';
import type { AppError } from '../../../src-shared/result.ts';
import { removeKeys } from '../../app/removal/remove-keys.ts';
import type { Client } from '../../client/client.ts';
import { perConnection } from '../../client/per-connection.ts';
import { createPatternScan } from '../../lib/pattern-scan.ts';

/** A limiter with its name as a key for Maps, and the server's time when it was read. */
export interface Limiter extends RateLimitRow {
  /** The window its requests were counted in: that of its TTL, or of the rule it was read with. */
  readonly countedMs: number | null;
  readonly id: string;
  readonly readAtMs: number;
}

export interface Sample {
  readonly atMs: number;
  readonly used: number;
}

export type LimiterDetail = Output<'rateLimits.read'>;

interface ViewState {
  readonly activeId: string | null;
  readonly detail: LimiterDetail | null;
  readonly error: AppError | null;
  /** What was seen of the chosen limiter while it was open. */
  readonly history: readonly Sample[];
  /** Server clock less ours. */
  readonly clockOffsetMs: number;
}

/** 15 minutes at one reading a second. */
const HISTORY = 900;

export type RateLimitsStore = ReturnType<typeof createRateLimitsStore>;

export function createRateLimitsStore(client: Client, connection: ConnectionId) {
  const view = createStore<ViewState>(() => ({
    activeId: null,
    detail: null,
    error: null,
    history: [],
    clockOffsetMs: 0,
  }));
  const toLimiter = (row: RateLimitRow, readAtMs: number, ruleMs: number | null): Limiter => ({
    ...row,
    countedMs: ruleMs ?? row.windowMs,
    id: toBinaryString(row.key),
    readAtMs,
  });
  const scan = createPatternScan({
    pattern: 'ratelimit:*',
    keyOf: (row: Limiter) => row.key,
    async *open(pattern, signal) {
      const input = { connection, pattern: parseEscaped(pattern) ?? toBytes(pattern) };
      for await (const item of client.stream('rateLimits.scan', input, { signal })) {
        view.setState({ clockOffsetMs: item.serverNowMs - Date.now() });
        yield { ...item, rows: item.rows.map((row) => toLimiter(row, item.serverNowMs, null)) };
      }
    },
  });
  let reading = new AbortController();

  async function read(key: Uint8Array, windowMs: number | null): Promise<void> {
    reading.abort();
    reading = new AbortController();
    const { signal } = reading;
    const id = toBinaryString(key);
    if (view.getState().activeId !== id)
      view.setState({ activeId: id, detail: null, error: null, history: [] });
    const result = await client.call('rateLimits.read', { connection, key, windowMs }, { signal });
    if (signal.aborted) return;
    if (!result.ok) {
      view.setState({ error: result.error });
      return;
    }
    const { row, serverNowMs } = result.value;
    scan.replace(toLimiter(row, serverNowMs, windowMs));
    view.setState(({ history }) => ({
      detail: result.value,
      error: null,
      clockOffsetMs: serverNowMs - Date.now(),
      history: [...history, { atMs: serverNowMs, used: row.used }].slice(-HISTORY),
    }));
  }

  return {
    scan,
    view,
    read,
    /** UNLINK with undo: the next request starts from nothing. */
    async reset(limiter: Limiter): Promise<void> {
      const { key } = limiter;
      const removed = await removeKeys({
        client,
        connection,
        selection: { kind: 'keys', keys: [key] },
        what: 'limiter',
        onUndone: () => void scan.start(),
      });
      if (removed === null || removed.failed.length > 0) return;
      reading.abort();
      scan.drop([key]);
      view.setState({ activeId: null, detail: null });
    },
    dispose(): void {
      scan.dispose();
      reading.abort();
    },
  };
}

export const rateLimitsStoreOf = perConnection(createRateLimitsStore);

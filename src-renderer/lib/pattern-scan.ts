import { createStore } from 'zustand/vanilla';
import { toBinaryString } from '../../src-shared/redis-value.ts';
import type { AppError } from '../../src-shared/result.ts';
import { toStreamError } from '../client/stream-failure.ts';

export interface ScanItem<Row> {
  readonly rows: readonly Row[];
  readonly others: number;
  readonly scanned: number;
  readonly of: number | null;
  readonly done: boolean;
}

export interface PatternScanState<Row> {
  readonly status: 'idle' | 'scanning' | 'stopped' | 'done' | 'failed';
  readonly pattern: string;
  readonly rows: readonly Row[];
  /** Keys that match the pattern and are something else. */
  readonly others: number;
  readonly scanned: number;
  readonly of: number | null;
  readonly error: AppError | null;
  /** When what is shown was read. */
  readonly readAtMs: number;
}

export interface PatternScanOptions<Row, Item extends ScanItem<Row>> {
  readonly pattern: string;
  readonly open: (pattern: string, signal: AbortSignal) => AsyncIterable<Item>;
  readonly keyOf: (row: Row) => Uint8Array;
  readonly onItem?: (item: Item) => void;
}

/** Rows of one shape found by walking the keys of a pattern: grows while it scans, can be stopped, started anew. */
export function createPatternScan<Row, Item extends ScanItem<Row>>({
  pattern: firstPattern,
  open,
  keyOf,
  onItem,
}: PatternScanOptions<Row, Item>) {
  const store = createStore<PatternScanState<Row>>(() => ({
    status: 'idle',
    pattern: firstPattern,
    rows: [],
    others: 0,
    scanned: 0,
    of: null,
    error: null,
    readAtMs: 0,
  }));
  let controller = new AbortController();

  async function start(pattern = store.getState().pattern): Promise<void> {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    // SCAN may name a key twice.
    const found = new Map<string, Row>();
    let others = 0;
    store.setState({ status: 'scanning', pattern, scanned: 0, error: null, readAtMs: Date.now() });
    try {
      for await (const item of open(pattern, signal)) {
        for (const row of item.rows) found.set(toBinaryString(keyOf(row)), row);
        others += item.others;
        onItem?.(item);
        const { scanned, of, done } = item;
        // What was there stays until the new rows are complete enough to stand for it.
        const rows = [...found.values()];
        store.setState({ rows, others, scanned, of, ...(done ? { status: 'done' } : {}) });
      }
      if (!signal.aborted) store.setState({ status: 'done', rows: [...found.values()], others });
    } catch (thrown) {
      if (!signal.aborted) store.setState({ status: 'failed', error: toStreamError(thrown) });
    }
  }

  return {
    ...store,
    start,
    stop(): void {
      controller.abort();
      if (store.getState().status === 'scanning') store.setState({ status: 'stopped' });
    },
    /** Puts a row read anew in place of the one of the same key. */
    replace(row: Row): void {
      const id = toBinaryString(keyOf(row));
      store.setState(({ rows }) => ({
        rows: rows.map((one) => (toBinaryString(keyOf(one)) === id ? row : one)),
      }));
    },
    /** Takes out rows whose keys have gone. */
    drop(keys: readonly Uint8Array[]): void {
      const gone = new Set(keys.map(toBinaryString));
      store.setState(({ rows }) => ({
        rows: rows.filter((row) => !gone.has(toBinaryString(keyOf(row)))),
      }));
    },
    dispose(): void {
      controller.abort();
    },
  };
}

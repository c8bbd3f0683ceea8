import { createStore } from 'zustand/vanilla';
import { toBinaryString } from '../../src-shared/redis-value.ts';
import type { AppError } from '../../src-shared/result.ts';
import { toStreamError } from '../client/stream-failure.ts';

export interface ScanItem<Row> {
  readonly rows: readonly Row[];
  readonly others: number;
  readonly refused: number;
  readonly scanned: number;
  readonly of: number | null;
  readonly done: boolean;
  readonly isAnew: boolean;
}

export interface PatternScanState<Row> {
  readonly status: 'idle' | 'scanning' | 'stopped' | 'done' | 'failed';
  readonly pattern: string;
  readonly rows: readonly Row[];
  /** Keys that match the pattern and are something else. */
  readonly others: number;
  /** Keys that match it and may not be read by this user. */
  readonly refused: number;
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
    refused: 0,
    scanned: 0,
    of: null,
    error: null,
    readAtMs: 0,
  }));
  let controller = new AbortController();
  /** By name: SCAN may name a key twice. */
  let found = new Map<string, Row>();
  /** Rows of the scan before, of the same pattern: they stand for what has not been read again yet. */
  let earlier = new Map<string, Row>();
  const idOf = (row: Row): string => toBinaryString(keyOf(row));
  const show = (change: Partial<PatternScanState<Row>> = {}): void =>
    store.setState({ ...change, rows: [...earlier.values(), ...found.values()] });

  async function start(pattern = store.getState().pattern): Promise<void> {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    earlier = pattern === store.getState().pattern ? new Map([...earlier, ...found]) : new Map();
    found = new Map();
    let others = 0;
    let refused = 0;
    const begun = { scanned: 0, others, refused, error: null, readAtMs: Date.now() };
    show({ status: 'scanning', pattern, ...begun });
    try {
      for await (const item of open(pattern, signal)) {
        if (signal.aborted) return;
        if (item.isAnew) {
          earlier = new Map();
          found = new Map();
          others = 0;
          refused = 0;
        }
        for (const row of item.rows) {
          found.set(idOf(row), row);
          earlier.delete(idOf(row));
        }
        others += item.others;
        refused += item.refused;
        onItem?.(item);
        const { scanned, of, done } = item;
        if (done) earlier = new Map();
        show({ others, refused, scanned, of, ...(done ? { status: 'done' } : {}) });
      }
      // A source that ended without a last page has not walked all.
      if (!signal.aborted && store.getState().status !== 'done')
        store.setState({ status: 'stopped' });
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
      const id = idOf(row);
      for (const rows of [earlier, found]) if (rows.has(id)) rows.set(id, row);
      show();
    },
    /** Takes out rows whose keys have gone. */
    drop(keys: readonly Uint8Array[]): void {
      for (const id of keys.map(toBinaryString))
        for (const rows of [earlier, found]) rows.delete(id);
      show();
    },
    dispose(): void {
      controller.abort();
    },
  };
}

import { describe, expect, test } from 'vitest';
import { toBytes } from '../../src-shared/redis-value.ts';
import { StreamFailure } from '../client/stream-failure.ts';
import { createPatternScan, type ScanItem } from './pattern-scan.ts';

interface Row {
  readonly key: Uint8Array;
  readonly value: number;
}
const row = (name: string, value = 0): Row => ({ key: toBytes(name), value });
const page = (rows: readonly Row[], change: Partial<ScanItem<Row>> = {}): ScanItem<Row> => ({
  rows,
  others: 0,
  refused: 0,
  scanned: rows.length,
  of: 10,
  done: false,
  isAnew: false,
  ...change,
});
const last = (rows: readonly Row[], change: Partial<ScanItem<Row>> = {}): ScanItem<Row> =>
  page(rows, { done: true, ...change });

/** A source whose pages this test hands over one by one. */
function sourceByHand() {
  const opened: { readonly pattern: string; readonly signal: AbortSignal }[] = [];
  const feeds: ((next: ScanItem<Row> | Error | null) => void)[] = [];
  async function* open(pattern: string, signal: AbortSignal): AsyncGenerator<ScanItem<Row>> {
    opened.push({ pattern, signal });
    const queue: (ScanItem<Row> | Error | null)[] = [];
    let wake = (): void => undefined;
    feeds.push((next) => {
      queue.push(next);
      wake();
    });
    for (;;) {
      const next = queue.shift();
      if (next === undefined)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      else if (next === null) return;
      else if (next instanceof Error) throw next;
      else yield next;
    }
  }
  /** Hands over to scan number `n` and lets it arrive. */
  const give = async (next: ScanItem<Row> | Error | null, n = feeds.length - 1): Promise<void> => {
    feeds[n]?.(next);
    await new Promise((done) => setTimeout(done));
  };
  return { open, opened, give };
}

function setUp() {
  const { open, opened, give } = sourceByHand();
  const scan = createPatternScan({ pattern: 'a:*', open, keyOf: ({ key }: Row) => key });
  const names = (): string[] =>
    scan.getState().rows.map(({ key, value }) => `${new TextDecoder().decode(key)}=${value}`);
  return { scan, opened, give, names };
}

describe('a scan', () => {
  test('begins idle, grows while it scans, and is done when the source says so', async () => {
    const { scan, opened, give, names } = setUp();
    expect(scan.getState()).toMatchObject({ status: 'idle', pattern: 'a:*', rows: [] });
    const scanning = scan.start();
    expect(scan.getState().status).toBe('scanning');
    await give(page([row('a:1'), row('a:2')], { others: 3, scanned: 5 }));
    expect(names()).toEqual(['a:1=0', 'a:2=0']);
    expect(scan.getState()).toMatchObject({ status: 'scanning', others: 3, scanned: 5, of: 10 });
    await give(last([row('a:3')], { others: 1, scanned: 10 }));
    await give(null);
    await scanning;
    expect(names()).toEqual(['a:1=0', 'a:2=0', 'a:3=0']);
    expect(scan.getState()).toMatchObject({ status: 'done', others: 4, scanned: 10 });
    expect(opened.map(({ pattern }) => pattern)).toEqual(['a:*']);
  });

  test('a key that is named twice is there once, as it was read last', async () => {
    const { scan, give, names } = setUp();
    void scan.start();
    await give(page([row('a:1', 1), row('a:2', 1)]));
    await give(last([row('a:1', 2)]));
    expect(names()).toEqual(['a:1=2', 'a:2=1']);
  });

  test('names are bytes: two that are no text stay two', async () => {
    const { scan, give } = setUp();
    void scan.start();
    await give(
      last([
        { key: Uint8Array.of(255), value: 0 },
        { key: Uint8Array.of(254), value: 0 },
      ]),
    );
    expect(scan.getState().rows).toHaveLength(2);
  });

  test('a source that ends early has not scanned all', async () => {
    const { scan, give, names } = setUp();
    const scanning = scan.start();
    await give(page([row('a:1')]));
    await give(null);
    await scanning;
    expect(scan.getState().status).toBe('stopped');
    expect(names()).toEqual(['a:1=0']);
  });

  test('a failure is said, and what was found stays', async () => {
    const { scan, give, names } = setUp();
    const scanning = scan.start();
    await give(page([row('a:1')]));
    const error = { code: 'limit', limit: 'x', message: 'Too much' } as const;
    await give(new StreamFailure(error));
    await scanning;
    expect(scan.getState()).toMatchObject({ status: 'failed', error });
    expect(names()).toEqual(['a:1=0']);
    void scan.start();
    expect(scan.getState()).toMatchObject({ status: 'scanning', error: null });
  });

  test('a bug is no failure of the source: it is thrown on', async () => {
    const { scan, give } = setUp();
    const scanning = scan.start();
    const thrown = expect(scanning).rejects.toThrow('a bug');
    await give(new Error('a bug'));
    await thrown;
  });
});

describe('stop', () => {
  test('ends the source and keeps what was found', async () => {
    const { scan, opened, give, names } = setUp();
    void scan.start();
    await give(page([row('a:1')]));
    scan.stop();
    expect(opened[0]?.signal.aborted).toBe(true);
    expect(scan.getState().status).toBe('stopped');
    await give(last([row('a:2')]));
    expect(names()).toEqual(['a:1=0']);
    expect(scan.getState().status).toBe('stopped');
  });

  test('of a scan that is over changes nothing', async () => {
    const { scan, give } = setUp();
    void scan.start();
    await give(last([row('a:1')]));
    await give(null);
    scan.stop();
    expect(scan.getState().status).toBe('done');
  });

  test('a failure of what was stopped is nobody’s', async () => {
    const { scan, give } = setUp();
    const scanning = scan.start();
    scan.stop();
    await give(new StreamFailure({ code: 'cancelled', message: 'Cancelled' }));
    await scanning;
    expect(scan.getState()).toMatchObject({ status: 'stopped', error: null });
  });
});

describe('another scan', () => {
  test('of a server that turns out to be another: what was found before does not count', async () => {
    const { scan, give, names } = setUp();
    void scan.start();
    await give(last([row('a:1', 1)], { others: 5 }));
    await give(null);
    void scan.start();
    await give(page([row('a:2', 2)], { others: 1 }));
    await give(page([row('a:3', 3)], { others: 1, isAnew: true }));
    expect(names()).toEqual(['a:3=3']);
    expect(scan.getState()).toMatchObject({ status: 'scanning', others: 1 });
  });

  test('of the same pattern: what was there stays until all is read anew', async () => {
    const { scan, give, names } = setUp();
    void scan.start();
    await give(last([row('a:1', 1), row('a:2', 1)], { others: 5 }));
    await give(null);
    void scan.start();
    expect(names()).toEqual(['a:1=1', 'a:2=1']);
    expect(scan.getState()).toMatchObject({ status: 'scanning', others: 0, scanned: 0 });
    await give(page([row('a:3', 2), row('a:1', 2)]));
    expect(names().sort()).toEqual(['a:1=2', 'a:2=1', 'a:3=2']);
    await give(last([]));
    expect(names().sort()).toEqual(['a:1=2', 'a:3=2']);
  });

  test('of another pattern: what was there is not of it', async () => {
    const { scan, opened, give, names } = setUp();
    void scan.start();
    await give(last([row('a:1')]));
    void scan.start('b:*');
    expect(names()).toEqual([]);
    expect(scan.getState()).toMatchObject({ pattern: 'b:*', status: 'scanning' });
    expect(opened.at(-1)?.pattern).toBe('b:*');
    await give(last([row('b:1')]));
    expect(names()).toEqual(['b:1=0']);
  });

  test('ends the one before: nothing late of it comes through', async () => {
    const { scan, opened, give, names } = setUp();
    void scan.start();
    await give(page([row('a:1')]));
    void scan.start('b:*');
    await give(page([row('b:1')]));
    await give(last([row('a:2')]), 0);
    expect(opened[0]?.signal.aborted).toBe(true);
    expect(names()).toEqual(['b:1=0']);
    expect(scan.getState().status).toBe('scanning');
  });
});

describe('rows that change while it scans', () => {
  test('one that was read anew stays so', async () => {
    const { scan, give, names } = setUp();
    void scan.start();
    await give(page([row('a:1', 1), row('a:2', 1)]));
    scan.replace(row('a:1', 9));
    expect(names()).toEqual(['a:1=9', 'a:2=1']);
    await give(last([row('a:3', 1)]));
    expect(names()).toEqual(['a:1=9', 'a:2=1', 'a:3=1']);
  });

  test('one that has gone does not come back with the next page', async () => {
    const { scan, give, names } = setUp();
    void scan.start();
    await give(page([row('a:1'), row('a:2'), row('a:3')]));
    scan.drop([toBytes('a:1'), toBytes('a:3'), toBytes('a:none')]);
    expect(names()).toEqual(['a:2=0']);
    await give(last([row('a:4')]));
    expect(names()).toEqual(['a:2=0', 'a:4=0']);
  });

  test('one that is not in the list is not put into it', async () => {
    const { scan, give, names } = setUp();
    void scan.start();
    await give(last([row('a:1')]));
    scan.replace(row('a:2', 9));
    expect(names()).toEqual(['a:1=0']);
  });
});

test('dispose ends the source', () => {
  const { scan, opened } = setUp();
  void scan.start();
  scan.dispose();
  expect(opened[0]?.signal.aborted).toBe(true);
});

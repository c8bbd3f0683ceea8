import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectionId } from '../../../src-shared/contract/define.ts';
import { toBinaryString, toBytes } from '../../../src-shared/redis-value.ts';
import { createFakeClient } from '../../client/fake-client.ts';
import { toasts } from '../../ui/toast-store.ts';
import { createKeysStore, type KeysStore } from './keys-store.ts';
import type { SidebarState } from './sidebar-state.ts';
import { createFakeServer } from './testing/fake-server.ts';
import { localIndexes } from './testing/local-indexes.ts';

let server: ReturnType<typeof createFakeServer>;
let store: KeysStore;

beforeEach(() => {
  server = createFakeServer(10);
  store = createKeysStore({
    client: createFakeClient(server.answers),
    connection: connectionId.parse('c1'),
    separators: [':'],
    openIndexes: localIndexes,
  });
});
afterEach(() => store.dispose());

function until(isSo: (state: SidebarState) => boolean): Promise<SidebarState> {
  return vi.waitFor(() => {
    const state = store.getState();
    if (!isSo(state))
      throw new Error(`not so: ${JSON.stringify(state.scan)} ${labels(state).join(' ')}`);
    return state;
  }, 15_000);
}

function labels({ answer }: SidebarState): string[] {
  return answer.rows.map((row) =>
    row.kind === 'folder' ? `${row.label}: ${row.count}` : 'label' in row ? row.label : row.kind,
  );
}

const shows = (...expected: string[]): Promise<SidebarState> =>
  until((state) => labels(state).join('|') === expected.join('|'));

/** As the list does when so many rows are in sight. */
const showRows = (from: number, count: number): void =>
  store.show({ from, count }, { from, count });

const numbered = (count: number, prefix = 'k'): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`);

describe('a scan', () => {
  it('fills the list while it runs, and says when it is over', async () => {
    server.set(numbered(25));
    server.hold();
    store.start();
    server.release(1);
    const early = await until(({ answer }) => answer.keys === 10);
    expect(early.scan).toMatchObject({
      status: 'running',
      progress: { scanned: 10, of: 25, found: 10 },
    });
    server.release();
    const done = await until(({ scan }) => scan.status === 'done');
    expect(done.scan.progress).toEqual({ scanned: 25, of: 25, found: 25 });
  });

  it('stops, and goes on from where it was', async () => {
    server.set(numbered(30));
    server.hold();
    store.start();
    server.release(1);
    await until(({ answer }) => answer.keys === 10);
    store.stop();
    expect(store.getState().scan).toMatchObject({ status: 'stopped', progress: { scanned: 10 } });
    server.release();
    store.resume();
    await until(({ scan, answer }) => scan.status === 'done' && answer.keys === 30);
    expect(server.scans.map(({ resume }) => resume?.[0]?.cursor ?? null)).toEqual([null, '10']);
  });

  it('begins anew when the server that is scanned on is another one, and says so', async () => {
    server.set(numbered(30));
    server.hold();
    store.start();
    server.release(1);
    await until(({ answer }) => answer.keys === 10);
    store.stop();
    server.replace(numbered(25, 'other'));
    server.release();
    store.resume();
    const { answer, scan } = await until((state) => state.scan.status === 'done');
    expect([answer.keys, scan.progress.scanned]).toEqual([25, 25]);
    expect(toasts.getState().toasts.at(-1)).toMatchObject({ message: 'The scan began anew' });
  });

  it('keeps what is listed when it fails, and can be continued', async () => {
    server.set(numbered(30));
    server.hold();
    store.start();
    server.release(1);
    await until(({ answer }) => answer.keys === 10);
    server.failWith({
      code: 'redis.offline',
      cause: 'ECONNRESET',
      hint: '',
      message: 'Connection lost',
    });
    server.release();
    const failed = await until(({ scan }) => scan.status === 'failed');
    expect(failed.answer.keys).toBe(10);
    server.failWith(null);
    store.resume();
    await until(({ scan, answer }) => scan.status === 'done' && answer.keys === 30);
  });

  it('takes a folder that is opened before the rest, and says that this one is whole', async () => {
    server = createFakeServer(5_000);
    store.dispose();
    store = createKeysStore({
      client: createFakeClient(server.answers),
      connection: connectionId.parse('c1'),
      separators: [':'],
      openIndexes: localIndexes,
    });
    // One key of the folder is among the first, the others come last.
    server.set(['a:0', ...numbered(30_000), 'a:1', 'a:2']);
    showRows(0, 5);
    server.hold();
    store.start();
    server.release(1);
    const { answer } = await until(({ answer: { keys } }) => keys === 5_000);
    expect(answer.rows[0]).toMatchObject({ label: 'a', count: 1, isCovered: false });
    await store.moves.fold(answer.rows[0]?.id ?? -1, true);
    const asked = await until(({ scan }) => scan.status === 'running' && scan.first !== null);
    expect(asked.scan.progress.scanned).toBe(5_000);
    // Seven pages for the folder, and one that the scan that was left still waits for.
    server.release(8);
    const found = await until(
      ({ answer: { rows } }) => rows[0]?.kind === 'folder' && rows[0].isCovered,
    );
    expect(found.answer.rows[0]).toMatchObject({ label: 'a', count: 3 });
    server.release();
    const done = await until(({ scan }) => scan.status === 'done');
    expect(done.answer.keys).toBe(30_003);
    expect(
      server.scans.map(({ match }) => (match === null ? null : toBinaryString(match))),
    ).toEqual([null, 'a:*', null]);
    expect(server.scans[2]?.resume?.[0]?.cursor).toBe('5000');
  });

  it('that is stopped stays so when a folder is opened, and scans one that is asked for', async () => {
    server = createFakeServer(5_000);
    store.dispose();
    store = createKeysStore({
      client: createFakeClient(server.answers),
      connection: connectionId.parse('c1'),
      separators: [':'],
      openIndexes: localIndexes,
    });
    server.set(['a:0', ...numbered(30_000), 'a:1']);
    server.hold();
    store.start();
    server.release(1);
    const { answer } = await until(({ answer: { keys } }) => keys === 5_000);
    store.stop();
    server.release();
    await store.moves.fold(answer.rows[0]?.id ?? -1, true);
    expect(server.scans).toHaveLength(1);
    store.scanFirst(toBytes('a:'));
    const found = await until(
      ({ answer: { rows } }) => rows[0]?.kind === 'folder' && rows[0].isCovered,
    );
    expect(found.answer.rows[0]).toMatchObject({ count: 2 });
    await until(({ scan }) => scan.status === 'stopped');
    expect(store.getState().answer.keys).toBe(5_001);
  });

  it('run again takes out what is not there any more, at its end, and keeps folders open', async () => {
    server.set(['a:1', 'a:2', 'b']);
    store.start();
    const { answer } = await shows('a: 2', 'b');
    await store.moves.fold(answer.rows[0]?.id ?? -1, true);
    await shows('a: 2', '1', '2', 'b');
    server.delete('a:1');
    server.set(['c']);
    store.rescan();
    await shows('a: 1', '2', 'b', 'c');
  });
});

describe('types', () => {
  it('are asked for what is in view only, at most 200 at a time, and once', async () => {
    server.set(numbered(400), 'hash');
    showRows(0, 50);
    store.start();
    await until(({ answer }) => answer.rows[49]?.kind === 'key' && answer.rows[49].mark !== null);
    await until(({ isFilled }) => isFilled);
    expect(server.described.flat()).toHaveLength(50);
    // More rows at hand are no more to ask the server about.
    store.show({ from: 0, count: 150 }, { from: 0, count: 50 });
    await until(({ answer }) => answer.rows.length === 150);
    showRows(100, 50);
    await until(
      ({ answer }) =>
        answer.from === 100 && answer.rows[49]?.kind === 'key' && answer.rows[49].mark !== null,
    );
    expect(server.described.flat()).toHaveLength(100);
    expect(new Set(server.described.flat()).size).toBe(100);
  });

  it('mark what has gone, and what may not be read', async () => {
    server.set(['b']);
    server.setFacts('a', { state: 'gone' });
    server.setFacts('c', { state: 'refused', reason: 'NOPERM' });
    store.start();
    const marked = await until(
      ({ answer }) =>
        answer.keys === 3 && answer.rows.every((row) => row.kind === 'key' && row.mark !== null),
    );
    expect(marked.answer.rows.map((row) => (row.kind === 'key' ? row.mark : null))).toEqual([
      'gone',
      { type: 'string' },
      'refused',
    ]);
  });
});

it('notices when the time of a key in view is up', async () => {
  server.set(['stays']);
  server.setFacts('goes', { state: 'present', type: 'string', ttlMs: 300, length: 1 });
  store.start();
  await until(({ isFilled }) => isFilled);
  server.delete('goes');
  const { answer } = await until((state) =>
    state.answer.rows.some((row) => row.kind === 'key' && row.mark === 'gone'),
  );
  expect(answer.rows[0]).toMatchObject({ label: 'goes', mark: 'gone' });
  expect(server.described).toHaveLength(2);
});

describe('the filter', () => {
  beforeEach(async () => {
    server.set(['product:1', 'product:2', 'session:1', 'other', 'we*ird']);
    store.start();
    await until(({ scan, answer }) => scan.status === 'done' && answer.keys === 5);
  });

  it('narrows what is listed as one types, without the server', async () => {
    store.setText('prod');
    const state = await shows('product: 2', '1', '2');
    expect(state).toMatchObject({ effect: 'listed', answer: { matches: 2, keys: 5 } });
    expect(server.scans).toHaveLength(1);
    store.setText('');
    await shows('product: 2', 'session: 1', 'other', 'we*ird');
  });

  it('sends a pattern to the server, and goes back to the whole list as it was', async () => {
    store.setText('*:1');
    store.submitText();
    const state = await shows('product: 1', '1', 'session: 1', '1');
    expect(state.effect).toBe('server');
    expect(server.scans.at(-1)?.match).toEqual(toBytes('*:1'));
    store.setText('');
    await shows('product: 2', 'session: 1', 'other', 'we*ird');
    expect(server.scans).toHaveLength(2);
  });

  it('sends any text on Enter, as a part of a name', async () => {
    store.setText('we\\*');
    store.submitText();
    await shows('we*ird');
    expect(toBinaryString(server.scans.at(-1)?.match ?? toBytes(''))).toBe('*we\\**');
  });

  it('narrows by type on the server, and then by text what that listed', async () => {
    server.set(['product:9'], 'hash');
    store.setType('hash');
    const state = await shows('product: 1');
    expect(server.scans.at(-1)).toMatchObject({ match: null, type: 'hash' });
    expect(state.answer.rows[0]).toMatchObject({ types: ['hash'] });
    store.setText('nothing');
    await until(({ answer }) => answer.total === 0);
    store.setText('');
    store.setType(null);
    await until(({ answer }) => answer.keys === 5);
  });

  it('finds a name typed in full that the scan has not met', async () => {
    server.set(['late:comer']);
    store.setText('late:comer');
    await shows('late: 1', 'comer');
  });

  it('holds the first scan while a pattern is scanned, and lets it go on after', async () => {
    server.set(numbered(40, 'more:'));
    server.hold();
    store.rescan();
    server.release(1);
    await until(({ scan }) => scan.status === 'running' && scan.progress.scanned === 10);
    store.setText('sess*');
    store.submitText();
    await until(({ scope }) => scope.match !== null);
    server.release();
    await shows('session: 1', '1');
    store.setText('');
    await until(({ scan, answer }) => scan.status === 'done' && answer.keys === 45);
    expect(
      server.scans.map(({ match, resume }) => [match === null, resume?.[0]?.cursor ?? null]),
    ).toEqual([
      [true, null],
      [true, null],
      [false, null],
      [true, '10'],
    ]);
  });
});

describe('moving and choosing', () => {
  beforeEach(async () => {
    server.set(['a:1', 'a:2', 'b', 'c', 'd']);
    store.start();
    await shows('a: 2', 'b', 'c', 'd');
  });

  const chosen = (): string[] => {
    const { answer, selected } = store.getState();
    return answer.rows.flatMap((row) =>
      selected.has(`${row.kind} ${row.id}`) && 'label' in row ? [row.label] : [],
    );
  };

  it('keeps to its row while rows come in above', async () => {
    await store.moves.activate(2);
    server.set(['aa']);
    store.rescan();
    await shows('a: 2', 'aa', 'b', 'c', 'd');
    expect(store.getState().active.index).toBe(3);
  });

  it('chooses several, by one and by stretch', async () => {
    await store.moves.activate(1);
    await store.moves.toggleSelected(3);
    expect(chosen()).toEqual(['b', 'd']);
    await store.moves.toggleSelected(1);
    expect(chosen()).toEqual(['d']);
    await store.moves.activate(1);
    await store.moves.extendTo(3);
    expect(chosen()).toEqual(['b', 'c', 'd']);
    await store.moves.extendTo(0);
    expect(chosen()).toEqual(['a', 'b']);
  });

  it('shows the row of a key that was asked for elsewhere, and opens the key', async () => {
    store.openNamed(toBytes('a:2'));
    const state = await until(({ reveal }) => reveal.serial === 1);
    expect(state.reveal.index).toBe(2);
    await shows('a: 2', '1', '2', 'b', 'c', 'd');
    expect(store.panes.strips.first.getState().tabs.map(({ key }) => key)).toEqual([
      toBytes('a:2'),
    ]);
  });

  it('follows a rename and a deletion told by a document', async () => {
    await store.renamed(toBytes('b'), toBytes('z:b'));
    await shows('a: 2', 'z: 1', 'c', 'd');
    await store.gone(toBytes('c'));
    await shows('a: 2', 'z: 1', 'd');
  });
});

it('is divided by other separators without a scan', async () => {
  server.set(['a:b/c', 'a:b/d', 'e']);
  store.start();
  await shows('a: 2', 'e');
  await store.moves.activate(0);
  await store.setSeparators(['/', '.']);
  await shows('a:b: 2', 'e');
  expect(store.getState().active.ref).toBeNull();
  expect(server.scans).toHaveLength(1);
});

describe('what rows cost', () => {
  it('is counted by command, and sizes are measured only when asked', async () => {
    server.set(['a', 'b', 'c']);
    store.start();
    await until(({ isFilled }) => isFilled);
    expect(server.measured).toEqual([]);
    expect(store.cost.getState().total).toEqual({ commands: 9, keys: 3 });
    await store.measureInView();
    await until(({ answer }) =>
      answer.rows.every((row) => row.kind === 'key' && row.size === row.label.length),
    );
    await store.measureInView();
    expect(server.measured).toHaveLength(1);
    expect(store.cost.getState().byCommand.get('MEMORY USAGE')).toBe(3);
  });
});

describe('reading the figures of many keys', () => {
  beforeEach(async () => {
    server.set(numbered(450, 'a:'));
    server.set(['b']);
    store.start();
    await until(({ scan, isFilled }) => scan.status === 'done' && isFilled);
  });

  it('goes through a folder in steps, says how far it is, and sorts by what it found', async () => {
    server.setFacts('a:7', { state: 'present', type: 'string', ttlMs: 5_000, length: 1 });
    const [row] = store.getState().answer.rows;
    const plan = await store.planReading('ttl', row ?? null);
    expect(plan).toMatchObject({ where: 'a:', keys: 450 });
    store.setKeySort('ttl');
    store.setMode('list');
    if (plan !== null) await store.readFigures(plan);
    const { answer, reading } = await until((state) => (state.answer.sortedOver ?? 0) >= 450);
    expect(answer.rows[0]).toMatchObject({ label: 'a:7' });
    expect(reading).toBeNull();
    expect(Math.max(...server.described.map((names) => names.length))).toBeLessThanOrEqual(200);
  });

  it('can be stopped', async () => {
    const plan = await store.planReading('size', null);
    if (plan === null) throw new Error('no plan');
    const done = store.readFigures(plan);
    await until(({ reading }) => (reading?.done ?? 0) > 0);
    store.stopReading();
    await done;
    expect(store.getState().reading).toBeNull();
    expect(server.measured.length).toBeLessThan(3);
  });
});

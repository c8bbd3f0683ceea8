import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectionId } from '../../../src-shared/contract/define.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import { jobsStore } from '../../app/jobs/jobs-store.ts';
import { fakeEndedJob } from '../../app/removal/testing/fake-bulk.ts';
import { createFakeClient, type FakeAnswers } from '../../client/fake-client.ts';
import type { Client } from '../../client/client.ts';
import { releaseStores } from '../../client/per-connection.ts';
import { toasts } from '../../ui/toast-store.ts';
import { createKeysStore, type KeysStore } from './keys-store.ts';
import { createFakeServer, packNames } from './testing/fake-server.ts';
import { localIndexes } from './testing/local-indexes.ts';
import { touchedKeysOf } from './touched-keys.ts';

let store: KeysStore;
let client: Client;
let asked: number;

afterEach(() => {
  store.dispose();
  // Else the next test's list would hear of its jobs by this one's client.
  releaseStores(connectionId.parse('c1'));
  jobsStore.setState({ jobs: [] });
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
});

const keys = (): string[] =>
  store.getState().answer.rows.flatMap((row) => ('label' in row ? row.label : []));
const shows = (...expected: string[]): Promise<void> =>
  vi.waitFor(() => expect(keys().sort()).toEqual(expected), 15_000);

const packed = (...names: string[]) => packNames(names.map(toBytes));

async function list(touched: FakeAnswers['jobs.touched'], names: string[]) {
  const server = createFakeServer(10);
  asked = 0;
  server.set(names);
  client = createFakeClient({
    ...server.answers,
    'jobs.touched': async (input) => {
      asked += 1;
      return (await touched?.(input)) ?? ok({ there: [], gone: packed(), isAll: true });
    },
  });
  store = createKeysStore({
    client,
    connection: connectionId.parse('c1'),
    separators: [':'],
    openIndexes: localIndexes,
  });
  store.start();
  await shows(...names);
  await vi.waitFor(() => expect(store.getState().scan.status).toBe('done'));
  return server;
}

const done = { changed: 2, ticket: null };

describe('work that ends', () => {
  it.each(['import', 'copy', 'rename', 'undo', 'delete'] as const)(
    'of kind %s shows what came and what went, without a scan',
    async (kind) => {
      const touched = { there: [{ type: 'hash', ...packed('new') }], gone: packed('b') };
      const server = await list(() => ok({ ...touched, isAll: true }), ['a', 'b']);
      const { selected } = store.getState();
      fakeEndedJob(done, { kind });
      await shows('a', 'new');
      expect(server.scans).toHaveLength(1);
      expect(store.getState().selected).toBe(selected);
    },
  );

  it('shows a key that was made by the way of something else', async () => {
    await list(undefined, ['a']);
    touchedKeysOf(client, connectionId.parse('c1')).made(toBytes('b'), 'TSDB-TYPE');
    await shows('a', 'b');
  });

  it('shows in a list of one type only what is of it', async () => {
    const there = [
      { type: 'hash', ...packed('h') },
      { type: 'string', ...packed('s') },
    ];
    await list(() => ok({ there, gone: packed(), isAll: true }), ['a']);
    store.setType('hash');
    await vi.waitFor(() => expect(store.getState().scan.status).toBe('done'));
    fakeEndedJob(done, { kind: 'import' });
    await shows('h');
    store.setType(null);
    await shows('a', 'h', 's');
  });

  it('asks the server again when more was touched than is named, also for the list that is not on screen', async () => {
    const server = await list(() => ok({ there: [], gone: packed(), isAll: false }), ['a', 'b']);
    store.setType('string');
    await vi.waitFor(() => expect(server.scans).toHaveLength(2));
    await vi.waitFor(() => expect(store.getState().scan.status).toBe('done'));
    server.delete('a');
    server.set(['c']);
    fakeEndedJob(done, { kind: 'undo' });
    await shows('b', 'c');
    expect(server.scans.map(({ type }) => type)).toEqual([null, 'string', 'string']);
    store.setType(null);
    await shows('b', 'c');
    expect(server.scans).toHaveLength(4);
  });

  it('is asked for once, and only where it changed something on this server', async () => {
    await list(() => ok({ there: [], gone: packed('a'), isAll: true }), ['a', 'b']);
    fakeEndedJob(done, { kind: 'export' });
    fakeEndedJob(done, { connection: connectionId.parse('c2'), also: connectionId.parse('c1') });
    fakeEndedJob({ changed: 0, ticket: null });
    expect(asked).toBe(0);
    fakeEndedJob(done);
    jobsStore.setState({ jobs: [...jobsStore.getState().jobs] });
    await shows('b');
    expect(asked).toBe(1);
  });

  it('is said not to be shown where that is not known', async () => {
    await list(() => fail({ code: 'internal', ref: 'x', message: 'Not connected' }), ['a']);
    fakeEndedJob(done);
    await vi.waitFor(() =>
      expect(toasts.getState().toasts).toMatchObject([
        { tone: 'error', detail: 'Not connected. Scan again to see it' },
      ]),
    );
  });
});

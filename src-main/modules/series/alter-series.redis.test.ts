import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract, type Input } from '../../../src-shared/contract/index.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { SeriesLabel } from '../../../src-shared/series-commands.ts';
import type { WriteClient } from '../../redis/clients.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { undoingOf } from '../../test-support/undoing.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { UndoJournal } from '../../undo/journal.ts';
import { createSeriesEditHandlers } from './edit-handlers.ts';
import { readInfo } from './read-series.ts';

type After = Input<'series.alter'>['after'];
const key = toBytes('temp:1');
const label = (name: string, value: string): SeriesLabel => ({
  name: toBytes(name),
  value: toBytes(value),
});
const odd: SeriesLabel = { name: Uint8Array.of(0xff, 0), value: Uint8Array.of(0x0a, 0xfe) };

async function setUp(session: Session, atLast: () => Promise<unknown> = async () => null) {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const handlers = createSeriesEditHandlers({ journal });
  const { undo } = undoingOf(session, { journal });
  const context = contextOf(session);
  const client = context.redis;
  // Between the look before and the transaction.
  const redis: WriteClient = {
    together: (keys) => client.together(keys),
    nodes: () => client.nodes(),
    placeOf: (one) => client.placeOf(one),
    read: (...call) => client.read(...call),
    readAll: (calls) => client.readAll(calls),
    write: (...call) => client.write(...call),
    writeAll: (calls) => client.writeAll(calls),
    transactsBy: (one) => client.transactsBy(one),
    transact: async (keys, decide) => {
      await atLast();
      return await client.transact(keys, decide);
    },
  };
  const connection = session.id;
  const now = async () => {
    const { retentionMs, duplicatePolicy, labels } = await readInfo(context.redis, key);
    return {
      retentionMs,
      duplicatePolicy,
      labels: labels.map(({ name, value }) => ({
        name: Uint8Array.from(name),
        value: Uint8Array.from(value),
      })),
    };
  };
  return {
    now,
    /** From what is there, or from what was there when it was read. */
    alter: async (after: Partial<After>, read?: Input<'series.alter'>['before']) => {
      const before = read ?? (await now());
      const policy = contract['series.alter'].input.shape.after.shape.duplicatePolicy;
      const kept = { ...before, duplicatePolicy: policy.parse(before.duplicatePolicy) };
      const input = contract['series.alter'].input.parse({
        connection,
        key,
        before,
        after: { ...kept, ...after },
      });
      return contract['series.alter'].output.parse(
        await handlers['series.alter'](input, { ...context, redis }),
      ).ticket;
    },
    undo,
  };
}

const missing = missingServer('stack');
describe.skipIf(missing !== null)(`TS.ALTER${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let admin: Redis;
  beforeAll(async () => {
    server = await startRedis('stack');
    admin = server.client();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await admin.flushall();
    const [name, value] = [odd.name, odd.value].map((bytes) => Buffer.from(bytes));
    if (name === undefined || value === undefined) throw new Error('no label');
    await admin.call('ts.create', 'temp:1', 'LABELS', 'sensor', 'temp', name, value);
  });

  for (const protocol of [2, 3] as const)
    describe(`over RESP${protocol}`, () => {
      let session: Session;
      beforeAll(async () => {
        ({ session } = await openSession(server, { protocol }));
      });
      afterAll(() => session.close());

      test('retention and labels are changed together, and taken back', async () => {
        const { now, alter, undo } = await setUp(session);
        const before = await now();
        const labels = [odd, label('room', 'a=b c')];
        const ticket = await alter({ retentionMs: '60000', labels });
        expect(ticket).toMatchObject({
          title: 'Changed retention, labels of temp:1',
          command: String.raw`TS.ALTER temp:1 RETENTION 60000 LABELS "\xff\x00" "\n\xfe" room "a=b c"`,
        });
        expect(await now()).toEqual({ retentionMs: '60000', duplicatePolicy: null, labels });
        expect(await undo(ticket)).toMatchObject({ restored: 1, conflictCount: 0 });
        expect(await now()).toEqual(before);
      });

      test('all labels can go, and come back', async () => {
        const { now, alter, undo } = await setUp(session);
        const before = await now();
        const ticket = await alter({ labels: [] });
        expect((await now()).labels).toEqual([]);
        expect(await undo(ticket)).toMatchObject({ restored: 1 });
        expect(await now()).toEqual(before);
      });

      test('a policy where there was none stays: no undo is promised for it', async () => {
        const { now, alter, undo } = await setUp(session);
        expect(await alter({ duplicatePolicy: 'last' })).toBeNull();
        expect((await now()).duplicatePolicy).toBe('last');
        const ticket = await alter({ duplicatePolicy: 'max' });
        expect(await undo(ticket)).toMatchObject({ restored: 1 });
        expect((await now()).duplicatePolicy).toBe('last');
      });

      test('what is undone is only what was changed here', async () => {
        const { now, alter, undo } = await setUp(session);
        const ticket = await alter({ retentionMs: '5000', duplicatePolicy: 'sum' });
        await admin.call('ts.alter', 'temp:1', 'LABELS', 'by', 'others');
        expect(await undo(ticket)).toMatchObject({ restored: 1 });
        expect(await now()).toEqual({
          retentionMs: '0',
          duplicatePolicy: 'sum',
          labels: [label('by', 'others')],
        });
      });

      test('somebody else’s change is never overwritten, nor by the undo', async () => {
        const { now, alter, undo } = await setUp(session);
        const read = await now();
        await admin.call('ts.alter', 'temp:1', 'RETENTION', '7');
        await expect(alter({ retentionMs: '5000' }, read)).rejects.toMatchObject({
          error: { code: 'conflict' },
        });
        const ticket = await alter({ retentionMs: '5000' });
        await admin.call('ts.alter', 'temp:1', 'RETENTION', '9');
        expect(await undo(ticket)).toMatchObject({ restored: 0, conflictCount: 1 });
        expect((await now()).retentionMs).toBe('9');
        await admin.del('temp:1');
        await expect(alter({ retentionMs: '5000' }, read)).rejects.toMatchObject({
          error: { code: 'notFound' },
        });
        expect(String(await admin.exists('temp:1'))).toBe('0');
      });

      test.each<[string, Partial<After>, readonly string[]]>([
        ['retention', { retentionMs: '5000' }, ['RETENTION', '7']],
        ['labels', { labels: [odd] }, ['LABELS', 'by', 'others']],
        ['policy, without undo', { duplicatePolicy: 'last' }, ['DUPLICATE_POLICY', 'min']],
      ])('a change in the last moment is put back: %s', async (_, change, words) => {
        const { now, alter } = await setUp(session, () =>
          admin.call('ts.alter', 'temp:1', ...words),
        );
        const read = await now();
        await expect(alter(change)).rejects.toMatchObject({ error: { code: 'conflict' } });
        const theirs = await now();
        expect(theirs).not.toEqual(read);
        for (const [name, value] of Object.entries(change))
          expect(theirs).not.toHaveProperty(name, value);
      });

      test('a change of something else in the last moment stays, and so does ours', async () => {
        const { now, alter } = await setUp(session, () =>
          admin.call('ts.alter', 'temp:1', 'LABELS', 'by', 'others'),
        );
        await alter({ retentionMs: '5000' });
        expect(await now()).toEqual({
          retentionMs: '5000',
          duplicatePolicy: null,
          labels: [label('by', 'others')],
        });
      });

      test('a label of the name of an option would be taken for it: it is refused', async () => {
        const { now, alter } = await setUp(session);
        for (const labels of [[label('Retention', '5')], [label('a', 'CHUNK_SIZE')]])
          await expect(alter({ labels })).rejects.toMatchObject({
            error: { code: 'input.invalid' },
          });
        expect((await now()).retentionMs).toBe('0');
        await expect(alter({ labels: [label('a', '(x)')] })).rejects.toMatchObject({
          error: { code: 'redis.reply' },
        });
      });

      test('a shorter retention hides samples, and its undo shows those that nobody wrote after', async () => {
        const { alter, undo } = await setUp(session);
        const times = async () => JSON.stringify(await admin.call('ts.range', 'temp:1', '-', '+'));
        for (const at of [1_000, 50_000, 100_000]) await admin.call('ts.add', 'temp:1', at, 1);
        const before = await times();
        const ticket = await alter({ retentionMs: '10000' });
        expect(await times()).toBe('[["100000","1"]]');
        expect(await undo(ticket)).toMatchObject({ restored: 1 });
        expect(await times()).toBe(before);
      });

      test('labels of any bytes come back as they were', async () => {
        const { now, alter, undo } = await setUp(session);
        const part = fc
          .uint8Array({ minLength: 1, maxLength: 12 })
          .filter((bytes) => !bytes.some((byte) => '(),'.includes(String.fromCharCode(byte))));
        const some = fc.uniqueArray(fc.record({ name: part, value: part }), {
          maxLength: 5,
          selector: ({ name }) => String(name),
        });
        await fc.assert(
          fc.asyncProperty(some, async (labels) => {
            const before = await now();
            fc.pre(JSON.stringify(labels) !== JSON.stringify(before.labels));
            const ticket = await alter({ labels });
            expect((await now()).labels).toEqual(labels);
            expect(await undo(ticket)).toMatchObject({ restored: 1 });
            expect(await now()).toEqual(before);
          }),
          { numRuns: 40 },
        );
      });
    });
});

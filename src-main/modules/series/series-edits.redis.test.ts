import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract, type Input } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { toBinaryString, toBytes } from '../../../src-shared/redis-value.ts';
import type { RuleAction, SeriesRule } from '../../../src-shared/series-commands.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { undoingOf } from '../../test-support/undoing.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { UndoJournal } from '../../undo/journal.ts';
import { createSeriesEditHandlers } from './edit-handlers.ts';
import { readInfo } from './read-series.ts';

const key = toBytes('temp:1');
const target = Uint8Array.of(0x74, 0xff, 0);
const hourly: SeriesRule = {
  key: target,
  aggregator: 'std.p',
  bucketMs: '3600000',
  alignMs: '60000',
};

async function setUp(session: Session) {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const handlers = createSeriesEditHandlers({ journal });
  const { undo } = undoingOf(session, { journal });
  const context = contextOf(session);
  const connection = session.id;
  return {
    several: async (change: Partial<Input<'series.several'>>) =>
      contract['series.several'].output.parse(
        await handlers['series.several'](
          {
            connection,
            key,
            filters: [{ name: toBytes('sensor'), value: toBytes('temp') }],
            from: '0',
            to: '10000',
            aggregation: 'avg',
            points: 100,
            most: 8,
            ...change,
          },
          context,
        ),
      ),
    add: async (atMs: string, value: string) =>
      contract['series.add'].output.parse(
        await handlers['series.add']({ connection, key, atMs, value }, context),
      ).ticket,
    plan: async (from: string, to: string) =>
      contract['series.planDelete'].output.parse(
        await handlers['series.planDelete']({ connection, key, from, to }, context),
      ),
    apply: async ({ plan }: { plan: Input<'series.applyDelete'>['planId'] }) =>
      contract['series.applyDelete'].output.parse(
        await handlers['series.applyDelete']({ connection, planId: plan }, context),
      ),
    rule: async (action: RuleAction, rule: Partial<SeriesRule> = {}) =>
      contract['series.changeRule'].output.parse(
        await handlers['series.changeRule'](
          { connection, key, action, rule: { ...hourly, ...rule } },
          context,
        ),
      ).ticket,
    rules: async () => (await readInfo(context.redis, key)).rules,
    undo,
  };
}

const missing = missingServer('stack');
describe.skipIf(missing !== null)(
  `changes of time series${missing === null ? '' : ` (${missing})`}`,
  () => {
    let server: TestServer;
    let admin: Redis;
    const samples = async (): Promise<unknown> => await admin.call('ts.range', 'temp:1', '-', '+');
    beforeAll(async () => {
      server = await startRedis('stack');
      admin = server.client();
    });
    afterAll(async () => {
      await server.stop();
    });
    beforeEach(async () => {
      await admin.flushall();
      await admin.call('ts.create', 'temp:1', 'LABELS', 'sensor', 'temp', 'room', 'a b');
    });

    for (const protocol of [2, 3] as const)
      describe(`over RESP${protocol}`, () => {
        let session: Session;
        beforeAll(async () => {
          ({ session } = await openSession(server, { protocol }));
        });
        afterAll(() => session.close());

        test('several series by label: this one first, no more than were asked for', async () => {
          for (const name of ['temp:3', 'temp:2', 'temp:4'])
            await admin.call('ts.create', name, 'LABELS', 'sensor', 'temp', 'room', 'x');
          await admin.call('ts.create', 'other', 'LABELS', 'sensor', 'humidity');
          await admin.call('ts.madd', 'temp:1', 1_000, 1, 'temp:2', 1_000, 2, 'temp:2', 9_000, 4);
          const { several } = await setUp(session);
          const { total, series, bucketMs } = await several({ most: 3 });
          expect(total).toBe(4);
          expect(series.map((one) => [toBinaryString(one.key), one.samples])).toEqual([
            ['temp:1', [{ atMs: '1000', value: '1' }]],
            [
              'temp:2',
              [
                { atMs: '1000', value: '2' },
                { atMs: '9000', value: '4' },
              ],
            ],
            ['temp:3', []],
          ]);
          expect(bucketMs).toBe('200');
          const room = { name: toBytes('room'), value: toBytes('a b') };
          expect((await several({ filters: [room] })).total).toBe(1);
          const odd = { name: toBytes('room'), value: toBytes('(a,b)') };
          await expect(several({ filters: [odd] })).rejects.toMatchObject({
            error: { code: 'unsupported' },
          });
        });

        test('adds a sample and takes it back, never over one that is there', async () => {
          const { add, undo } = await setUp(session);
          await admin.call('ts.add', 'temp:1', 1_000, 1);
          const ticket = await add('2000', '1e-7');
          expect(ticket.command).toBe('TS.ADD temp:1 2000 1e-7');
          await expect(add('1000', '5')).rejects.toMatchObject({
            error: { code: 'conflict', current: '1' },
          });
          expect(await undo(ticket)).toMatchObject({ restored: 1 });
          expect(JSON.stringify(await samples())).toBe('[["1000","1"]]');
          const second = await add('2000', '7');
          await admin.call('ts.add', 'temp:1', 2_000, 8, 'ON_DUPLICATE', 'LAST');
          expect(await undo(second)).toMatchObject({ restored: 0, conflictCount: 1 });
          await admin.del('temp:1');
          await expect(add('1', '1')).rejects.toMatchObject({ error: { code: 'notFound' } });
          expect(String(await admin.exists('temp:1'))).toBe('0');
        });

        test('deletes a range and brings it back, unless something is there again', async () => {
          const { plan, apply, undo } = await setUp(session);
          for (let i = 1; i <= 1_200; i++) await admin.call('ts.add', 'temp:1', i, i / 3);
          const before = await samples();
          const planned = await plan('100', '1100');
          expect(planned).toMatchObject({
            command: 'TS.DEL temp:1 100 1100',
            count: 1_001,
            canUndo: true,
            firstAtMs: '100',
            lastAtMs: '1100',
          });
          const { deleted, ticket } = await apply(planned);
          expect(deleted).toBe(1_001);
          expect(await undo(ticket)).toMatchObject({ restored: 1 });
          expect(await samples()).toEqual(before);
          const again = await apply(await plan('5', '9'));
          await admin.call('ts.add', 'temp:1', 7, 0);
          expect(await undo(again.ticket)).toMatchObject({ restored: 0, conflictCount: 1 });
        });

        test('deletes nothing when the samples are others than were shown', async () => {
          const { plan, apply } = await setUp(session);
          await admin.call('ts.add', 'temp:1', 1, 1);
          const planned = await plan('0', '10');
          await admin.call('ts.add', 'temp:1', 2, 2);
          await expect(apply(planned)).rejects.toMatchObject({ error: { code: 'conflict' } });
          expect(await samples()).toHaveLength(2);
          await expect(plan('10', '0')).rejects.toMatchObject({ error: { code: 'input.invalid' } });
        });

        test('says before that more than the undo keeps cannot be brought back', async () => {
          const { plan, apply } = await setUp(session);
          const count = LIMITS.seriesUndoSamples + 10;
          const pipeline = admin.pipeline();
          for (let i = 0; i < count; i += 500)
            pipeline.call(
              'ts.madd',
              ...Array.from({ length: Math.min(500, count - i) }, (_, j) => [
                'temp:1',
                String(i + j),
                '1',
              ]).flat(),
            );
          await pipeline.exec();
          const planned = await plan('0', '9999999');
          expect(planned).toMatchObject({ canUndo: false, count: LIMITS.seriesUndoSamples + 1 });
          expect(await apply(planned)).toEqual({ deleted: count, ticket: null });
        });

        test('a rule is made and deleted, and each is the undo of the other', async () => {
          const { rule, rules, undo } = await setUp(session);
          await expect(rule('create')).rejects.toMatchObject({ error: { code: 'redis.reply' } });
          await admin.call('ts.create', Buffer.from(target));
          const made = await rule('create');
          expect(made.command).toBe(
            String.raw`TS.CREATERULE temp:1 "t\xff\x00" AGGREGATION std.p 3600000 60000`,
          );
          expect(await rules()).toEqual([hourly]);
          await expect(rule('create')).rejects.toMatchObject({ error: { code: 'conflict' } });
          const other = { bucketMs: '1000' };
          await expect(rule('delete', other)).rejects.toMatchObject({
            error: { code: 'conflict' },
          });
          expect(await undo(made)).toMatchObject({ restored: 1 });
          expect(await rules()).toEqual([]);
          const gone = await rule('create');
          await admin.call('ts.deleterule', 'temp:1', Buffer.from(target));
          expect(await undo(gone)).toMatchObject({ conflicts: [{ reason: 'The rule is gone' }] });
          await rule('create');
          const deleted = await rule('delete');
          expect(await rules()).toEqual([]);
          expect(await undo(deleted)).toMatchObject({ restored: 1 });
          expect(await rules()).toEqual([hourly]);
          const again = await rule('delete');
          await rule('create', other);
          expect(await undo(again)).toMatchObject({
            conflicts: [{ reason: 'There is a rule to that series again' }],
          });
        });

        test('any doubles come back to the digit', async () => {
          const { plan, apply, undo } = await setUp(session);
          const values = fc.uniqueArray(
            fc.tuple(
              fc.integer({ min: 1, max: 1_000 }),
              fc.double({ noNaN: true, noDefaultInfinity: true }),
            ),
            { minLength: 1, maxLength: 20, selector: ([at]) => at },
          );
          await fc.assert(
            fc.asyncProperty(values, async (pairs) => {
              await admin.del('temp:1');
              await admin.call('ts.create', 'temp:1');
              for (const [at, value] of pairs)
                await admin.call('ts.add', 'temp:1', at, String(value));
              const before = await samples();
              const { ticket } = await apply(await plan('0', '1000'));
              expect(await undo(ticket)).toMatchObject({ restored: 1 });
              expect(await samples()).toEqual(before);
            }),
            { numRuns: 30 },
          );
        });
      });
  },
);

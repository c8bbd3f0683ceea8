import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src-shared/contract/index.ts';
import type { StreamChange } from '../../../src-shared/contract/stream-changes.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { undoingOf } from '../../test-support/undoing.ts';
import {
  missingServer,
  protocolsOf,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { UndoJournal } from '../../undo/journal.ts';
import { createStreamHandlers } from './stream-handlers.ts';

const key = Buffer.from('x\0\xff', 'latin1');
const group = Uint8Array.of(0x67, 0xff);
const bob = Uint8Array.of(0x62, 0xfe);
const ann = toBytes('ann');

async function setUp(session: Session) {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const handlers = createStreamHandlers({ journal });
  const { undo } = undoingOf(session, { journal });
  const context = contextOf(session);
  const connection = session.id;
  const plan = async (change: StreamChange) =>
    contract['streams.plan'].output.parse(
      await handlers['streams.plan'](
        contract['streams.plan'].input.parse({ connection, key, change }),
        context,
      ),
    );
  const apply = async (planId: Awaited<ReturnType<typeof plan>>['plan']) =>
    contract['streams.apply'].output.parse(
      await handlers['streams.apply']({ connection, planId }, context),
    );
  return {
    plan,
    apply,
    run: async (change: StreamChange) => await apply((await plan(change)).plan),
    undo: async ({ ticket }: Awaited<ReturnType<typeof apply>>) => await undo(ticket),
  };
}

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `changes of a stream on ${kind}${missing === null ? '' : ` (${missing})`}`,
    () => {
      let server: TestServer;
      let admin: Redis;
      beforeAll(async () => {
        server = await startRedis(kind);
        admin = server.client();
      });
      afterAll(() => server.stop());

      const read = (name: Uint8Array, count: number) =>
        admin.call(
          ...(['xreadgroup', 'GROUP', Buffer.from(group), Buffer.from(name)] as const),
          ...(['COUNT', count, 'STREAMS', key, '>'] as const),
        );
      const ids = async () => (await admin.xrange(key, '-', '+')).map(([id]) => id);
      /** ID, owner and deliveries of what is pending; idle times grow by themselves. */
      const pending = async () => {
        const lines = await admin.callBuffer('xpending', key, Buffer.from(group), '-', '+', 100);
        if (!Array.isArray(lines)) throw new Error('no list');
        return lines.map((line: unknown) =>
          Array.isArray(line)
            ? [String(line[0]), Buffer.from(line[1]).toString('latin1'), String(line[3])]
            : [],
        );
      };
      const idle = async (id: string) => {
        const lines: unknown = await admin.call('xpending', key, Buffer.from(group), id, id, 1);
        return Array.isArray(lines) && Array.isArray(lines[0]) ? Number(lines[0][2]) : -1;
      };
      /** The group without what reading it changes. */
      const groups = async () => {
        const found: unknown = await admin.xinfo('GROUPS', key);
        return JSON.stringify(found);
      };

      for (const protocol of protocolsOf(kind))
        describe(`over RESP${protocol}`, () => {
          let session: Session;
          beforeAll(async () => {
            ({ session } = await openSession(server, { protocol }));
          });
          afterAll(() => session.close());
          beforeEach(async () => {
            await admin.flushall();
            for (let ms = 1; ms <= 9; ms++) await admin.xadd(key, `${ms}-0`, 'f', `v${ms}`);
            await admin.xgroup('CREATE', key, Buffer.from(group), '0');
            await read(bob, 5);
            await read(ann, 2);
          });

          test('an entry is added with fields of any bytes, gives its ID, and is taken back', async () => {
            const own = await setUp(session);
            const any = fc.uint8Array({ maxLength: 32 });
            await fc.assert(
              fc.asyncProperty(any, any, async (field, value) => {
                const made = await own.run({ kind: 'add', id: '*', fields: [{ field, value }] });
                const id = made.id ?? '';
                expect(await admin.xrangeBuffer(key, id, id)).toEqual([
                  [Buffer.from(id), [Buffer.from(field), Buffer.from(value)]],
                ]);
                expect(await own.undo(made)).toMatchObject({ restored: 1, conflictCount: 0 });
              }),
              { numRuns: 15 },
            );
            expect(await ids()).toHaveLength(9);
          });

          test('an ID that is not above the last one is refused by the server', async () => {
            const own = await setUp(session);
            const fields = [{ field: ann, value: ann }];
            await expect(own.run({ kind: 'add', id: '9-0', fields })).rejects.toMatchObject({
              error: { code: 'redis.reply' },
            });
            expect((await own.run({ kind: 'add', id: '9-1', fields })).id).toBe('9-1');
          });

          test('entries that were deleted come back with the whole stream, while nobody wrote to it', async () => {
            const own = await setUp(session);
            await admin.pexpire(key, 600_000);
            const change = { kind: 'delete', ids: ['2-0', '3-0', '77-0'] } as const;
            const plan = await own.plan({ ...change, ids: [...change.ids] });
            expect(plan).toMatchObject({
              impact: { entries: 3, entriesAre: 'atMost' },
              undo: { kind: 'whole' },
              command: String.raw`XDEL "x\x00\xff" 2-0 3-0 77-0`,
            });
            const before = await pending();
            const made = await own.apply(plan.plan);
            expect(made.entries).toBe(2);
            expect(await ids()).toHaveLength(7);
            expect(await own.undo(made)).toMatchObject({ restored: 1 });
            expect(await ids()).toHaveLength(9);
            expect(await pending()).toEqual(before);
            expect(Number(await admin.pttl(key))).toBeGreaterThan(500_000);

            const again = await own.run({ ...change, ids: [...change.ids] });
            await admin.xadd(key, '10-0', 'f', 'theirs');
            expect(await own.undo(again)).toMatchObject({
              restored: 0,
              conflicts: [{ reason: 'It was changed since' }],
            });
            expect(await ids()).toHaveLength(8);
          });

          test('a trim tells how many entries go', async () => {
            const own = await setUp(session);
            const trim = (by: 'MAXLEN' | 'MINID', threshold: string, approximate = false) =>
              own.plan({ kind: 'trim', by, threshold, approximate });
            expect((await trim('MAXLEN', '4')).impact).toMatchObject({
              entries: 5,
              entriesAre: 'exact',
            });
            expect((await trim('MAXLEN', '40')).impact.entries).toBe(0);
            expect((await trim('MINID', '4')).impact).toMatchObject({
              entries: 3,
              entriesAre: 'exact',
            });
            expect((await trim('MINID', '100')).impact.entries).toBe(9);
            expect((await trim('MINID', '0')).impact.entries).toBe(0);
            const rough = await trim('MAXLEN', '4', true);
            expect(rough).toMatchObject({ impact: { entries: 5, entriesAre: 'atMost' } });
            expect((await own.apply(rough.plan)).entries).toBe(0);
            const made = await own.apply((await trim('MINID', '4-0')).plan);
            expect(made.entries).toBe(3);
            expect((await ids())[0]).toBe('4-0');
            expect(await own.undo(made)).toMatchObject({ restored: 1 });
            expect(await ids()).toHaveLength(9);
          });

          test('what was acknowledged is pending again, with its age and deliveries', async () => {
            const own = await setUp(session);
            await admin.call(
              ...(['xclaim', key, Buffer.from(group), Buffer.from(bob), 0, '2-0'] as const),
              ...(['IDLE', 5_000_000, 'RETRYCOUNT', 7] as const),
            );
            const before = await pending();
            const plan = await own.plan({ kind: 'ack', group, ids: ['2-0', '6-0', '9-0'] });
            expect(plan).toMatchObject({
              impact: { entries: 2, missing: 1 },
              undo: { kind: 'place' },
            });
            const made = await own.apply(plan.plan);
            expect(made.entries).toBe(2);
            expect(await pending()).toHaveLength(5);
            // Others go on meanwhile.
            await admin.xadd(key, '10-0', 'f', 'v');
            expect(await own.undo(made)).toMatchObject({ restored: 1, conflictCount: 0 });
            expect(await pending()).toEqual(before);
            const age = await idle('2-0');
            expect(age).toBeGreaterThanOrEqual(5_000_000);
            expect(age).toBeLessThan(5_060_000);
          });

          test('what was acknowledged and then deleted cannot be pending again, and is told', async () => {
            const own = await setUp(session);
            const made = await own.run({ kind: 'ack', group, ids: ['1-0', '2-0'] });
            await admin.xdel(key, '1-0');
            expect(await own.undo(made)).toMatchObject({
              restored: 0,
              conflicts: [{ reason: expect.stringContaining('1 of 2 were put back') }],
            });
          });

          test('entries are claimed for a consumer, and go back to who had them', async () => {
            const own = await setUp(session);
            const before = await pending();
            const cleo = Uint8Array.of(0x63, 0, 0x0a);
            const claim = { kind: 'claim', group, consumer: cleo, minIdleMs: 0 } as const;
            const made = await own.run({ ...claim, ids: ['1-0', '6-0'] });
            expect(made.entries).toBe(2);
            expect((await pending()).filter(([, who]) => who === 'c\0\n')).toEqual([
              ['1-0', 'c\0\n', '1'],
              ['6-0', 'c\0\n', '1'],
            ]);
            expect(await own.undo(made)).toMatchObject({ restored: 1 });
            expect(await pending()).toEqual(before);

            const none = await own.run({ ...claim, minIdleMs: 3_600_000, ids: ['1-0'] });
            expect(none.entries).toBe(0);
            expect(await pending()).toEqual(before);

            const again = await own.run({ ...claim, ids: ['1-0', '6-0'] });
            await admin.xack(key, Buffer.from(group), '1-0');
            expect(await own.undo(again)).toMatchObject({
              conflicts: [{ reason: expect.stringContaining('1 of 2 were put back') }],
            });
            expect(await pending()).toEqual(before.slice(1));
          });

          test('all that is idle is claimed, as many as were asked for', async () => {
            const own = await setUp(session);
            for (const id of ['2-0', '6-0', '7-0'])
              await admin.call(
                ...(['xclaim', key, Buffer.from(group), Buffer.from(ann), 0, id] as const),
                ...(['IDLE', 100_000, 'JUSTID'] as const),
              );
            const before = await pending();
            const plan = await own.plan({
              kind: 'autoclaim',
              group,
              consumer: bob,
              minIdleMs: 60_000,
              count: 2,
            });
            expect(plan.impact).toMatchObject({ entries: 2, entriesAre: 'exact' });
            const made = await own.apply(plan.plan);
            expect(made.entries).toBe(2);
            expect((await pending()).filter(([, who]) => who === 'ann').map(([id]) => id)).toEqual([
              '7-0',
            ]);
            expect(await own.undo(made)).toMatchObject({ restored: 1 });
            expect(await pending()).toEqual(before);
            expect(await idle('2-0')).toBeGreaterThanOrEqual(100_000);
          });

          test('a group is made and taken back, unless somebody uses it', async () => {
            const own = await setUp(session);
            const other = Uint8Array.of(0, 0xff);
            const made = await own.run({ kind: 'group.create', group: other, id: '$' });
            expect(JSON.parse(await groups())).toHaveLength(2);
            expect(await own.undo(made)).toMatchObject({ restored: 1 });
            expect(JSON.parse(await groups())).toHaveLength(1);
            const used = await own.run({ kind: 'group.create', group: other, id: '0' });
            await admin.xgroup('CREATECONSUMER', key, Buffer.from(other), 'c');
            expect(await own.undo(used)).toMatchObject({
              conflicts: [{ reason: 'The group is in use' }],
            });
            await expect(
              own.run({ kind: 'group.create', group: other, id: '0' }),
            ).rejects.toMatchObject({ error: { prefix: 'BUSYGROUP' } });
          });

          test('what XAUTOCLAIM finds to be deleted is told, and stays off the list', async () => {
            const own = await setUp(session);
            await admin.xdel(key, '2-0', '3-0');
            const all = { minIdleMs: 0, count: 100 };
            const made = await own.run({ kind: 'autoclaim', group, consumer: ann, ...all });
            expect(made).toMatchObject({ entries: 5, deletedIds: ['2-0', '3-0'] });
            expect((await pending()).map(([id]) => id)).not.toContain('2-0');
            await own.undo(made);
            expect((await pending()).map(([id, who]) => `${id} ${who}`)).toContain('1-0 b\xfe');
          });

          test('a consumer is made and taken back, unless it was given entries', async () => {
            const own = await setUp(session);
            const carl = Uint8Array.of(0, 0xfe);
            const change = { kind: 'consumer.create', group, consumer: carl } as const;
            const before = await groups();
            const made = await own.run(change);
            expect(JSON.parse(await groups())[0].map(String)).toContain('3');
            await expect(own.run(change)).rejects.toMatchObject({ error: { code: 'conflict' } });
            expect(await own.undo(made)).toMatchObject({ restored: 1 });
            expect(await groups()).toBe(before);
            const used = await own.run(change);
            await read(carl, 1);
            expect(await own.undo(used)).toMatchObject({
              conflicts: [{ reason: 'The consumer was given entries since' }],
            });
            await admin.xgroup('DELCONSUMER', key, Buffer.from(group), Buffer.from(carl));
            expect(await own.undo(used)).toMatchObject({
              conflicts: [{ reason: 'The consumer is gone' }],
            });
          });

          test('a group is moved, and back', async () => {
            const own = await setUp(session);
            const before = await groups();
            const made = await own.run({ kind: 'group.setId', group, id: '$' });
            expect(await groups()).toContain('"9-0"');
            expect(await own.undo(made)).toMatchObject({ restored: 1 });
            expect(await groups()).toBe(before);
          });

          test('a consumer and a group go with what was pending, and come back with it', async () => {
            const own = await setUp(session);
            const before = await pending();
            const consumer = await own.plan({ kind: 'consumer.delete', group, consumer: bob });
            expect(consumer.impact).toMatchObject({ pending: 5, consumers: 1 });
            const made = await own.apply(consumer.plan);
            expect(made.entries).toBe(5);
            expect(await pending()).toHaveLength(2);
            expect(await own.undo(made)).toMatchObject({ restored: 1 });
            expect(await pending()).toEqual(before);

            await admin.xgroup('CREATECONSUMER', key, Buffer.from(group), 'lazy');
            const state = await groups();
            const whole = await own.plan({ kind: 'group.destroy', group });
            expect(whole.impact).toMatchObject({ pending: 7, consumers: 3 });
            const destroyed = await own.apply(whole.plan);
            expect(JSON.parse(await groups())).toEqual([]);
            await admin.xadd(key, '11-0', 'f', 'v');
            expect(await own.undo(destroyed)).toMatchObject({ restored: 1 });
            expect(await pending()).toEqual(before);
            const lag = /"lag",("?\d+"?|null)/;
            expect((await groups()).replace(lag, '')).toBe(state.replace(lag, ''));
          });

          test('nothing more is lost with a group than was shown', async () => {
            const own = await setUp(session);
            const plan = await own.plan({ kind: 'group.destroy', group });
            await read(ann, 1);
            await expect(own.apply(plan.plan)).rejects.toMatchObject({
              error: {
                code: 'conflict',
                message: expect.stringContaining('8 entries are pending'),
              },
            });
            expect(await pending()).toHaveLength(8);
          });

          test('another type, a key and a group that are gone are left alone', async () => {
            const own = await setUp(session);
            await expect(
              own.plan({ kind: 'ack', group: toBytes('no'), ids: ['1-0'] }),
            ).rejects.toMatchObject({ error: { code: 'notFound', what: 'group' } });
            await admin.del(key);
            const fields = [{ field: ann, value: ann }];
            await expect(own.plan({ kind: 'add', id: '*', fields })).rejects.toMatchObject({
              error: { code: 'notFound' },
            });
            await admin.set(key, 'v');
            await expect(own.plan({ kind: 'add', id: '*', fields })).rejects.toMatchObject({
              error: { code: 'conflict' },
            });
          });
        });

      test('a stream that is too large for a copy is trimmed only after that was said', async () => {
        await admin.flushall();
        const { session } = await openSession(server);
        const own = await setUp(session);
        const value = 'v'.repeat(1_048_576);
        for (let ms = 1; ms <= 20; ms++) await admin.xadd(key, `${ms}-0`, 'f', value);
        const plan = await own.plan({
          kind: 'trim',
          by: 'MAXLEN',
          threshold: '5',
          approximate: false,
        });
        expect(plan.undo).toEqual({ kind: 'none', reason: 'The stream is too large for a copy' });
        expect(await own.apply(plan.plan)).toMatchObject({ ticket: null, entries: 15 });
        expect(await ids()).toHaveLength(5);
        session.close();
      });

      test('a user who may not DUMP is told that it cannot be taken back', async () => {
        await admin.flushall();
        for (const id of ['1-0', '2-0']) await admin.xadd(key, id, 'f', 'v');
        await admin.acl('SETUSER', 'narrow', 'on', '>pw', '~*', '&*', '+@all', '-dump');
        const { session } = await openSession(server, { username: 'narrow', password: 'pw' });
        const own = await setUp(session);
        const plan = await own.plan({ kind: 'delete', ids: ['1-0'] });
        expect(plan.undo).toMatchObject({
          kind: 'none',
          reason: expect.stringContaining('The server refuses DUMP'),
        });
        expect(await own.apply(plan.plan)).toMatchObject({ ticket: null, entries: 1 });
        expect(await ids()).toEqual(['2-0']);
        session.close();
      });

      test('a read-only connection plans, and changes nothing', async () => {
        await admin.flushall();
        await admin.xadd(key, '1-0', 'f', 'v');
        const { session } = await openSession(server, { readOnly: true });
        const own = await setUp(session);
        const plan = await own.plan({ kind: 'delete', ids: ['1-0'] });
        await expect(own.apply(plan.plan)).rejects.toMatchObject({ error: { code: 'readonly' } });
        expect(await ids()).toEqual(['1-0']);
        session.close();
      });
    },
  );
}

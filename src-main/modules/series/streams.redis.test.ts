import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src-shared/contract/index.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import {
  missingServer,
  protocolsOf,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';
import { createSeriesHandlers } from './handlers.ts';

const gone = { error: { code: 'notFound', what: 'key' } };

function setUp(session: Session) {
  const handlers = createSeriesHandlers();
  const context = contextOf(session);
  const named = (key: string) => ({ connection: session.id, key: toBytes(key) });
  return {
    facts: async (key: string) =>
      contract['streams.facts'].output.parse(await handlers['streams.facts'](named(key), context)),
    range: async (
      key: string,
      from = '-',
      to = '+',
      count = 100,
      order: 'newest' | 'oldest' = 'newest',
    ) =>
      contract['streams.range'].output.parse(
        await handlers['streams.range']({ ...named(key), from, to, order, count }, context),
      ),
    consumers: async (key: string, group: Uint8Array) =>
      contract['streams.consumers'].output.parse(
        await handlers['streams.consumers']({ ...named(key), group }, context),
      ),
    pending: async (
      key: string,
      group: Uint8Array,
      { consumer = null, minIdleMs = 0, from = '-', count = 100 }: Partial<PendingPage> = {},
    ) =>
      contract['streams.pending'].output.parse(
        await handlers['streams.pending'](
          { ...named(key), group, consumer, minIdleMs, from, count },
          context,
        ),
      ),
  };
}
interface PendingPage {
  readonly consumer: Uint8Array | null;
  readonly minIdleMs: number;
  readonly from: string;
  readonly count: number;
}

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `streams on ${kind}${missing === null ? '' : ` (${missing})`}`,
    () => {
      let server: TestServer;
      let admin: Redis;
      beforeAll(async () => {
        server = await startRedis(kind);
        admin = server.client();
      });
      afterAll(() => server.stop());
      beforeEach(async () => {
        await admin.flushall();
      });

      for (const protocol of protocolsOf(kind))
        describe(`over RESP${protocol}`, () => {
          let session: Session;
          const group = Uint8Array.of(0x67, 0xff);
          const bob = Uint8Array.of(0x62, 0xfe);
          beforeAll(async () => {
            ({ session } = await openSession(server, { protocol }));
          });
          afterAll(() => session.close());
          beforeEach(async () => {
            for (let ms = 1; ms <= 9; ms++) await admin.xadd('x', `${ms}-0`, 'f', `v${ms}`);
            await admin.xgroup('CREATE', 'x', Buffer.from(group), '0');
            const read = (name: Uint8Array, count: number) =>
              admin.call(
                ...(['xreadgroup', 'GROUP', Buffer.from(group), Buffer.from(name)] as const),
                ...(['COUNT', count, 'STREAMS', 'x', '>'] as const),
              );
            await read(bob, 5);
            await read(toBytes('ann'), 2);
          });

          test('what XINFO STREAM says', async () => {
            const { facts } = setUp(session);
            await admin.xdel('x', '1-0');
            expect(await facts('x')).toMatchObject({
              length: 8,
              firstId: '2-0',
              lastId: '9-0',
              groups: 1,
            });
            await admin.xtrim('x', 'MAXLEN', 0);
            expect(await facts('x')).toMatchObject({ length: 0, firstId: null });
            await expect(facts('nothing')).rejects.toMatchObject(gone);
          });

          test('entries between two IDs or times, page by page', async () => {
            const { range } = setUp(session);
            const first = await range('x', '2', '6-0', 3);
            expect(first.entries.map(({ id }) => id)).toEqual(['6-0', '5-0', '4-0']);
            expect(first.total).toBe(9);
            const second = await range('x', '2', first.next ?? '', 3);
            expect(second.entries.map(({ id }) => id)).toEqual(['3-0', '2-0']);
            expect(second.next).toBeNull();
            const oldest = await range('x', '2', '6-0', 3, 'oldest');
            expect(oldest.entries.map(({ id }) => id)).toEqual(['2-0', '3-0', '4-0']);
            const further = await range('x', oldest.next ?? '', '6-0', 3, 'oldest');
            expect(further.entries.map(({ id }) => id)).toEqual(['5-0', '6-0']);
            expect(further.next).toBeNull();
            expect(second.entries[0]?.fields).toEqual([
              { field: toBytes('f'), value: toBytes('v3') },
            ]);
          });

          test('consumers with names of any bytes, most pending first', async () => {
            const { consumers } = setUp(session);
            const found = await consumers('x', group);
            expect(found.total).toBe(2);
            expect(found.consumers).toMatchObject([
              { name: bob, pending: 5 },
              { name: toBytes('ann'), pending: 2 },
            ]);
            await expect(consumers('x', toBytes('no'))).rejects.toMatchObject({
              error: { prefix: 'NOGROUP' },
            });
          });

          test('pending entries with idle time and deliveries, also of one consumer', async () => {
            const { pending } = setUp(session);
            const first = await pending('x', group, { count: 6 });
            expect(first.total).toBe(7);
            expect(first.entries.map(({ id }) => id)).toEqual(
              [1, 2, 3, 4, 5, 6].map((ms) => `${ms}-0`),
            );
            expect(first.entries[0]).toMatchObject({ consumer: bob, deliveries: '1' });
            expect(first.next).toBe('6-1');
            const rest = await pending('x', group, { from: first.next ?? '', count: 6 });
            expect(rest).toMatchObject({ entries: [{ id: '7-0' }], next: null });
            const own = await pending('x', group, { consumer: toBytes('ann') });
            expect(own.entries.map(({ id }) => id)).toEqual(['6-0', '7-0']);
            for (const id of ['2-0', '6-0'])
              await admin.call(
                ...([
                  'xclaim',
                  'x',
                  Buffer.from(group),
                  id === '2-0' ? Buffer.from(bob) : 'ann',
                ] as const),
                ...(['0', id, 'IDLE', '600000', 'JUSTID'] as const),
              );
            const idle = await pending('x', group, { minIdleMs: 300_000 });
            expect(idle.entries.map(({ id }) => id)).toEqual(['2-0', '6-0']);
            expect(idle.total).toBe(7);
            const further = await pending('x', group, { minIdleMs: 300_000, count: 1 });
            expect(further).toMatchObject({ entries: [{ id: '2-0' }], next: '2-1' });
            const both = { consumer: toBytes('ann'), minIdleMs: 300_000 };
            expect((await pending('x', group, both)).entries.map(({ id }) => id)).toEqual(['6-0']);
            await admin.xack('x', Buffer.from(group), '1-0');
            expect((await pending('x', group)).total).toBe(6);
          });
        });
    },
  );
}

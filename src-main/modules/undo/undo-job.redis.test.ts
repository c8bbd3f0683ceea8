import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BulkAction } from '../../../src-shared/contract/bulk.ts';
import { escapeBytes, toBytes } from '../../../src-shared/redis-value.ts';
import type { DestroyClient } from '../../redis/clients.ts';
import { SessionPool } from '../../redis/session-pool.ts';
import { contentOf, inBetween, pattern, setUpBulk } from '../../test-support/bulk-work.ts';
import { type CuttingProxy, startCuttingProxy } from '../../test-support/cutting-proxy.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { untilEnded, untilJob } from '../../test-support/undoing.ts';

const missing = missingServer('redis8');
describe.skipIf(missing !== null)(`undo as a job${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let admin: Redis;
  let proxy: CuttingProxy;
  let pool: SessionPool;
  beforeAll(async () => {
    server = await startRedis('redis8');
    admin = server.client();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await admin.flushall();
    proxy = await startCuttingProxy(server.port);
    pool = new SessionPool();
  });
  afterEach(async () => {
    pool.closeAll();
    await proxy.close();
  });

  /** A client whose writes wait until they are let go. */
  const holding = () => {
    const waiting: (() => void)[] = [];
    let [free, sent] = [0, 0];
    const redis = (client: DestroyClient): DestroyClient => ({
      ...inBetween(client, async () => undefined),
      writeAll: async (calls) => {
        if (free > 0) free -= 1;
        else await new Promise<void>((done) => waiting.push(done));
        sent += calls.length;
        return await client.writeAll(calls);
      },
    });
    const letGo = (count: number): void => {
      const now = waiting.splice(0, count);
      free += count - now.length;
      for (const done of now) done();
    };
    return { redis, letGo, waiting: () => waiting.length, sent: () => sent };
  };
  const setUp = async (wrap: (client: DestroyClient) => DestroyClient = (client) => client) => {
    const { session } = await openSession({ ...server, port: proxy.port }, { pool });
    // Without the countdown, once that has been begun.
    pool.watch(() => queueMicrotask(() => session.retryNow()));
    return await setUpBulk({ pool, session }, { redis: wrap(session.client), pausesMs: [1, 1, 1] });
  };
  const fill = async (count: number): Promise<void> => {
    for (let from = 0; from < count; from += 5_000) {
      const some = Array.from({ length: Math.min(5_000, count - from) }, (_, i) => from + i);
      await admin.mset(...some.flatMap((i) => [`cart:${i}`, `value ${i}`]));
    }
  };

  test('3,000 keys: paused, cancelled in the middle, and completed by a second undo', async () => {
    await fill(3_000);
    await admin.pexpireat('cart:7', 4_102_444_800_123);
    const held = holding();
    const { remove, startUndo, jobs, journal } = await setUp(held.redis);
    const { ticket } = await remove(pattern('cart:*'));
    expect(await admin.dbsize()).toBe('0');

    const first = await startUndo(ticket);
    /** All that was let go is counted. */
    const counted = () => untilJob(jobs, first, ({ done }) => done > 0 && done === held.sent());
    held.letGo(2);
    await counted();
    jobs.get(first).pause();
    // What is under way is finished, and nothing else is begun.
    held.letGo(held.waiting());
    const paused = await counted();
    expect(paused.status).toBe('paused');
    await expect(startUndo(ticket)).rejects.toMatchObject({ error: { code: 'limit' } });
    jobs.get(first).resume();
    held.letGo(1);
    await untilJob(jobs, first, ({ done }) => done > paused.done);
    jobs.get(first).cancel();
    held.letGo(100);
    const cancelled = await untilEnded(jobs, first);
    expect(cancelled).toMatchObject({ kind: 'undo', status: 'cancelled', total: 3_000 });
    expect(cancelled.changed).toBe(held.sent());
    expect(cancelled.changed).toBeLessThan(3_000);
    expect(await admin.dbsize()).toBe(String(cancelled.changed));
    expect(journal.history.all()).toMatchObject([
      { lastUndo: { restored: cancelled.changed, conflictCount: 0 } },
    ]);

    const rest = 3_000 - cancelled.changed;
    expect(cancelled.ticket).toMatchObject({ id: ticket?.id });
    const second = await untilEnded(jobs, await startUndo(cancelled.ticket));
    expect(second).toMatchObject({
      status: 'done',
      total: rest,
      changed: rest,
      failedCount: 0,
      ticket: null,
    });
    const values = await admin.mget(...Array.from({ length: 3_000 }, (_, i) => `cart:${i}`));
    expect(values).toEqual(Array.from({ length: 3_000 }, (_, i) => `value ${i}`));
    expect(Number(await admin.pexpiretime('cart:7'))).toBe(4_102_444_800_123);
  });

  test('a key that is there again is a conflict, and stays in the ticket', async () => {
    await fill(2_500);
    const { remove, startUndo, jobs, undo } = await setUp();
    const { ticket } = await remove(pattern('cart:*'));
    await admin.set('cart:1200', 'of somebody else');
    const job = await untilEnded(jobs, await startUndo(ticket));
    expect(job).toMatchObject({ status: 'done', done: 2_500, changed: 2_499, failedCount: 1 });
    expect(
      jobs
        .get(job.id)
        .failures.slice(0, 9)
        .map(({ key, reason }) => `${escapeBytes(key)}: ${reason}`),
    ).toEqual(['cart:1200: There is a key of this name again']);
    expect(await admin.get('cart:1200')).toBe('of somebody else');
    await admin.del('cart:1200');
    expect(await undo(job.ticket)).toMatchObject({ restored: 1, conflictCount: 0 });
    expect(await admin.get('cart:1200')).toBe('value 1200');
  });

  /** As it is sent. */
  const SCRIPT = '$4\r\neval\r\n';
  const changes: readonly (readonly [string, BulkAction, string])[] = [
    ['a delete', { kind: 'delete' }, 'restore'],
    ['a rename', { kind: 'rename', from: toBytes('cart:'), to: toBytes('x:') }, 'renamenx'],
    ['a change of TTLs', { kind: 'expire', ttlMs: 3_600_000 }, SCRIPT],
  ];
  describe.each(changes)('of %s', (_name, action, word) => {
    test.each([true, false])(
      'goes on after the connection was cut in the middle (it arrived: %s)',
      async (arrives) => {
        await fill(1_200);
        // So large that it is a hash table, which is dumped in an order of its own.
        const fields = Array.from({ length: 3_000 }, (_, i) => [`field ${i}`, `value ${i}`]);
        await admin.hset('cart:hash', ...fields.flat());
        const before = await contentOf(admin);
        const { run, undo } = await setUp();
        const { ticket } = await run(pattern('cart:*'), action);
        proxy.cutAt({ word, arrives }, { word, arrives });
        const undone = await undo(ticket);
        expect(undone).toEqual({ restored: 1_201, conflicts: [], conflictCount: 0 });
        expect(await admin.hgetall('cart:hash')).toEqual(Object.fromEntries(fields));
        const after = await contentOf(admin);
        for (const content of [before, after]) content.delete('cart:hash');
        expect(after).toEqual(before);
      },
    );
  });

  test.each([true, false])(
    'of a copy takes many keys by one script, also when it is cut off (it arrived: %s)',
    async (arrives) => {
      await fill(1_000);
      await admin.set('cart:5', 'was here', 'PXAT', 4_102_444_800_123);
      const before = await contentOf(admin);
      const other = server.client();
      await other.select(1);
      await other.mset(
        ...Array.from({ length: 1_000 }, (_, i) => [`cart:${i}`, `new ${i}`]).flat(),
      );
      const source = (await openSession(server, { pool, db: 1 })).session;
      const { run, undo } = await setUp();
      const action = { kind: 'copy', from: source.id, replace: true } as const;
      const { ticket } = await run(pattern('cart:*'), action);
      await admin.set('cart:9', 'of somebody else');
      const sent = proxy.sent.length;
      proxy.cutAt({ word: SCRIPT, arrives });
      const undone = await undo(ticket);
      expect(undone).toMatchObject({ restored: 999, conflictCount: 1 });
      expect(undone.conflicts[0]?.reason).toBe('It was changed since');
      expect(proxy.sent.slice(sent).split(SCRIPT).length - 1).toBeLessThan(13);
      expect(proxy.sent.slice(sent)).not.toContain('watch');
      expect(await admin.get('cart:9')).toBe('of somebody else');
      const after = await contentOf(admin);
      for (const content of [before, after]) content.delete('cart:9');
      expect(after).toEqual(before);
    },
  );
});

import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src-shared/contract/index.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
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
import { waitFor } from '../../test-support/wait-for.ts';
import { UndoJournal } from '../../undo/journal.ts';
import { createKeysHandlers } from './handlers.ts';

async function setUp(session: Session) {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const keys = createKeysHandlers({ journal });
  const { undo } = undoingOf(session, { journal });
  const context = contextOf(session);
  const connection = session.id;
  return {
    journal,
    describe: async (...names: (string | Uint8Array)[]) =>
      contract['keys.describe'].output.parse(
        await keys['keys.describe'](
          { connection, keys: names.map((name) => Buffer.from(name)) },
          context,
        ),
      ),
    measure: async (...names: string[]) =>
      contract['keys.measure'].output.parse(
        await keys['keys.measure']({ connection, keys: names.map(toBytes) }, context),
      ),
    head: async (key: string) =>
      contract['keys.head'].output.parse(
        await keys['keys.head']({ connection, key: toBytes(key) }, context),
      ),
    /** As a reader does it: with what the head said of it, or said earlier. */
    setTtl: async (key: string, ttlMs: number | null, readAsMs?: number | null) => {
      let readAs = readAsMs;
      if (readAs === undefined) {
        const head = await keys['keys.head']({ connection, key: toBytes(key) }, context);
        readAs = typeof head.ttlMs === 'number' ? Date.now() + head.ttlMs : null;
      }
      const input = { connection, key: toBytes(key), ttlMs, readAsMs: readAs };
      return await keys['keys.setTtl'](input, context);
    },
    rename: (key: string, to: string) =>
      keys['keys.rename']({ connection, key: toBytes(key), to: toBytes(to) }, context),
    undo,
  };
}

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `keys on ${kind}${missing === null ? '' : ` (${missing})`}`,
    () => {
      let server: TestServer;
      let pool: SessionPool;
      let session: Session;
      let admin: Redis;
      beforeAll(async () => {
        server = await startRedis(kind);
        admin = server.client();
        ({ pool, session } = await openSession(server));
      });
      afterAll(async () => {
        pool.closeAll();
        await server.stop();
      });
      beforeEach(async () => {
        await admin.config('SET', 'maxmemory-policy', 'noeviction');
        await admin.flushall();
      });

      for (const protocol of protocolsOf(kind))
        test(`describes every core type over RESP${protocol}, gone and odd ones included`, async () => {
          const one = await openSession(server, { protocol });
          const keys = await setUp(one.session);
          await admin.set('s', 'héllo', 'PX', 60_000);
          await admin.hset('h', 'a', 1, 'b', 2);
          await admin.rpush('l', 1, 2, 3);
          await admin.sadd('set', 'x');
          await admin.zadd('z', 1, 'a', 2, 'b');
          await admin.xadd('x', '*', 'f', 'v');
          const odd = Buffer.from([0xff, 0, 0x0a]);
          await admin.set(odd, '');
          expect(await keys.describe('s', 'h', 'l', 'set', 'z', 'x', odd, 'nothing')).toEqual([
            { state: 'present', type: 'string', ttlMs: expect.any(Number), length: 6 },
            { state: 'present', type: 'hash', ttlMs: null, length: 2 },
            { state: 'present', type: 'list', ttlMs: null, length: 3 },
            { state: 'present', type: 'set', ttlMs: null, length: 1 },
            { state: 'present', type: 'zset', ttlMs: null, length: 2 },
            { state: 'present', type: 'stream', ttlMs: null, length: 1 },
            { state: 'present', type: 'string', ttlMs: null, length: 0 },
            { state: 'gone' },
          ]);
          one.pool.closeAll();
        });

      test('a key this user may not read is refused, the others are not', async () => {
        await admin.call('acl', 'setuser', 'narrow', 'on', '>pw', '~open:*', '+@all');
        await admin.set('open:a', 1);
        await admin.set('closed:a', 1);
        const one = await openSession(server, { username: 'narrow', password: 'pw' });
        const keys = await setUp(one.session);
        expect(await keys.describe('open:a', 'closed:a')).toMatchObject([
          { state: 'present' },
          { state: 'refused', reason: expect.stringContaining('permissions') },
        ]);
        expect(await keys.measure('open:a', 'closed:a', 'open:none')).toEqual([
          expect.any(Number),
          null,
          null,
        ]);
        await expect(keys.head('closed:a')).rejects.toMatchObject({
          error: { code: 'redis.reply', prefix: 'NOPERM' },
        });
        one.pool.closeAll();
      });

      test('a user who lacks commands still opens a key, and is told which', async () => {
        const rights = ['~*', '+@all', '-pttl', '-object', '-hlen'];
        await admin.call('acl', 'setuser', 'lacking', 'on', '>pw', ...rights);
        await admin.call('acl', 'setuser', 'typeless', 'on', '>pw', '~*', '+@all', '-type');
        await admin.hset('h', 'a', 1);
        const lacking = await openSession(server, { username: 'lacking', password: 'pw' });
        const keys = await setUp(lacking.session);
        expect(await keys.head('h')).toEqual({
          type: 'hash',
          ttlMs: 'refused',
          encoding: null,
          idleSeconds: null,
          length: null,
          refused: ['PTTL', 'OBJECT ENCODING', 'OBJECT IDLETIME', 'HLEN'],
        });
        expect(await keys.describe('h', 'nothing')).toEqual([
          { state: 'present', type: 'hash', ttlMs: 'refused', length: null },
          { state: 'gone' },
        ]);
        lacking.pool.closeAll();
        const typeless = await openSession(server, { username: 'typeless', password: 'pw' });
        const others = await setUp(typeless.session);
        await admin.set('empty', '');
        await admin.zadd('z', 1, 'a');
        await admin.xadd('x', 'MAXLEN', 0, '*', 'f', 'v');
        expect(await others.describe('h', 'empty', 'z', 'x', 'nothing')).toMatchObject([
          { type: 'hash' },
          { type: 'string' },
          { type: 'zset' },
          { type: 'stream' },
          { state: 'gone' },
        ]);
        expect(await others.head('z')).toMatchObject({
          type: 'zset',
          ttlMs: null,
          refused: ['TYPE'],
        });
        await expect(others.head('nothing')).rejects.toMatchObject({ error: { code: 'notFound' } });
        typeless.pool.closeAll();
      });

      test('the head tells encoding and idle time, and null for what is not told', async () => {
        const keys = await setUp(session);
        await admin.hset('h', 'a', 1);
        await admin.config('RESETSTAT');
        expect(await keys.head('h')).toEqual({
          type: 'hash',
          ttlMs: null,
          encoding: 'listpack',
          // A second may have begun since.
          idleSeconds: expect.toBeOneOf([0, 1]),
          length: 1,
          refused: [],
        });
        expect(await admin.info('commandstats')).not.toContain('cmdstat_memory');
        // One object for the same small integer in all keys: how long that was not used says nothing of a key.
        await admin.set('small', 5);
        expect([null, 0]).toContain((await keys.head('small')).idleSeconds);
        await admin.config('SET', 'maxmemory-policy', 'allkeys-lfu');
        expect((await keys.head('h')).idleSeconds).toBeNull();
        await expect(keys.head('nothing')).rejects.toMatchObject({ error: { code: 'notFound' } });
      });

      // CLIENT NO-TOUCH came with Redis 7.2.
      test.skipIf(kind === 'plain')('looking at a key does not count as use of it', async () => {
        const keys = await setUp(session);
        await admin.config('SET', 'maxmemory-policy', 'allkeys-lfu');
        await admin.set('s', 1);
        const before = await admin.object('FREQ', 's');
        for (let i = 0; i < 50; i++) await keys.head('s');
        expect(await admin.object('FREQ', 's')).toBe(before);
      });

      test('a TTL is set, removed and taken back exactly', async () => {
        const keys = await setUp(session);
        const at = Date.now() + 5_000_000;
        await admin.set('s', 1, 'PXAT', at);
        const set = await keys.setTtl('s', 60_000);
        expect(await admin.pttl('s')).toSatisfy(
          (ttl) => Number(ttl) > 59_000 && Number(ttl) <= 60_000,
        );
        expect(set).toMatchObject({ title: 'Changed the TTL of s', command: 'PEXPIRE s 60000' });
        expect(await keys.undo(set)).toEqual({ restored: 1, conflicts: [], conflictCount: 0 });
        expect(Number(await admin.pexpiretime('s'))).toBe(at);
        const removed = await keys.setTtl('s', null);
        expect(Number(await admin.pttl('s'))).toBe(-1);
        await keys.undo(removed);
        expect(Number(await admin.pexpiretime('s'))).toBe(at);
        await admin.persist('s');
        await keys.undo(await keys.setTtl('s', 60_000));
        expect(Number(await admin.pttl('s'))).toBe(-1);
      });

      test('a TTL is not taken back when that would undo or destroy what others did', async () => {
        const keys = await setUp(session);
        await admin.set('s', 1);
        const changed = await keys.setTtl('s', 60_000);
        await admin.pexpire('s', 900_000);
        expect(await keys.undo(changed)).toMatchObject({
          restored: 0,
          conflicts: [{ reason: 'Its TTL was changed since' }],
        });
        expect(Number(await admin.pttl('s'))).toBeGreaterThan(800_000);
        const end = Date.now() + 1_000;
        await admin.set('soon', 1, 'PXAT', end);
        const kept = await keys.setTtl('soon', null);
        await waitFor(() => Date.now() > end + 200, 'the time at which it would have expired');
        expect((await keys.undo(kept)).conflicts[0]?.reason).toContain('would have expired');
        expect(await admin.exists('soon')).toBe('1');
        await admin.del('s');
        expect((await keys.undo(changed)).conflicts[0]?.reason).toBe('The key is gone');
      });

      test('a TTL that somebody else has set meanwhile is not overwritten', async () => {
        const keys = await setUp(session);
        const readAs = Date.now() + 60_000;
        await admin.set('s', 1, 'PX', 900_000);
        const refused = (ttl: (current: number) => boolean) => ({
          error: {
            code: 'conflict',
            current: expect.toSatisfy((text: string) => ttl(Number(text))),
          },
        });
        const theirs = refused((ttl) => ttl > 890_000 && ttl <= 900_000);
        for (const read of [readAs, null])
          for (const mine of [5_000, null])
            await expect(keys.setTtl('s', mine, read)).rejects.toMatchObject(theirs);
        expect(Number(await admin.pttl('s'))).toBeGreaterThan(890_000);
        await admin.persist('s');
        await expect(keys.setTtl('s', 5_000, readAs)).rejects.toMatchObject(
          refused((ttl) => ttl === -1),
        );
        expect(await admin.pttl('s')).toBe('-1');
        expect(keys.journal.list(`${session.memoryKey} ${server.host}:${server.port}/0`)).toEqual(
          [],
        );
        await keys.setTtl('s', 5_000, null);
        expect(Number(await admin.pttl('s'))).toBeGreaterThan(0);
      });

      test('a key that is gone gets no TTL and no ticket', async () => {
        const keys = await setUp(session);
        await expect(keys.setTtl('nothing', 1_000, null)).rejects.toMatchObject({
          error: { code: 'notFound' },
        });
        expect(keys.journal.list(`${session.memoryKey} ${server.host}:${server.port}/0`)).toEqual(
          [],
        );
      });

      test('a rename never lands on another key, and is taken back unless its old name was taken', async () => {
        const keys = await setUp(session);
        await admin.set('a', 1, 'EX', 100);
        await admin.set('b', 2);
        await expect(keys.rename('a', 'b')).rejects.toMatchObject({ error: { code: 'conflict' } });
        await expect(keys.rename('a', 'a')).rejects.toMatchObject({ error: { code: 'conflict' } });
        await expect(keys.rename('nothing', 'c')).rejects.toMatchObject({
          error: { code: 'notFound' },
        });
        const ticket = await keys.rename('a', 'c');
        expect(ticket).toMatchObject({ title: 'Renamed a to c', command: 'RENAMENX a c' });
        expect(Number(await admin.ttl('c'))).toBeGreaterThan(90);
        await admin.set('a', 'new');
        expect(await keys.undo(ticket)).toMatchObject({ restored: 0, conflictCount: 1 });
        expect(await admin.get('a')).toBe('new');
        await admin.del('a');
        expect(await keys.undo(ticket)).toMatchObject({ restored: 1 });
        expect(await admin.get('a')).toBe('1');
        await expect(keys.undo(ticket)).rejects.toMatchObject({ error: { code: 'undo.expired' } });
      });

      test('nothing is changed on a read-only connection', async () => {
        await admin.set('a', 1);
        const one = await openSession(server, { readOnly: true });
        const keys = await setUp(one.session);
        await expect(keys.setTtl('a', 1_000, null)).rejects.toMatchObject({
          error: { code: 'readonly' },
        });
        await expect(keys.rename('a', 'b')).rejects.toMatchObject({ error: { code: 'readonly' } });
        expect(Number(await admin.pttl('a'))).toBe(-1);
        one.pool.closeAll();
      });
    },
  );
}

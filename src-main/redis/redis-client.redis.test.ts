import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppFailure } from '../rpc/app-failure.ts';
import { startCuttingProxy } from '../test-support/cutting-proxy.ts';
import { missingServer, startRedis, type TestServer } from '../test-support/start-redis.ts';
import { waitFor } from '../test-support/wait-for.ts';
import { connect } from './connect.ts';
import { RedisClient } from './redis-client.ts';

const key = Buffer.from('the-key');
const { signal } = new AbortController();

async function failureOf(call: Promise<unknown>): Promise<AppFailure> {
  try {
    await call;
  } catch (thrown) {
    if (thrown instanceof AppFailure) return thrown;
    throw thrown;
  }
  throw new Error('it did not fail');
}

const offline = new AppFailure({
  code: 'redis.offline',
  cause: 'not connected',
  hint: '',
  message: 'Not connected',
});
const readonly = new AppFailure({ code: 'readonly', message: 'Locked' });

const missing = missingServer('plain');
describe.skipIf(missing !== null)(
  `the choke point${missing === null ? '' : ` (${missing})`}`,
  () => {
    let server: TestServer;
    let admin: Redis;
    let raw: Redis;
    let isLocked = false;
    let client: RedisClient;

    const connectTo = (port: number, protocol: 2 | 3 = 3): Promise<Redis> =>
      connect(
        {
          host: '127.0.0.1',
          port,
          db: 0,
          username: '',
          password: server.password,
          tls: { enabled: false, caFile: null, servername: null },
          protocol,
        },
        'data',
        signal,
      );
    const clientOf = (redis: Redis): RedisClient =>
      new RedisClient(
        () => {
          if (redis.status === 'ready') return redis;
          throw offline;
        },
        () => {
          if (isLocked) throw readonly;
        },
      );

    beforeAll(async () => {
      server = await startRedis('plain');
      admin = server.client();
      raw = await connectTo(server.port);
      client = clientOf(raw);
    });
    afterAll(async () => {
      raw.disconnect();
      await server.stop();
    });
    beforeEach(async () => {
      isLocked = false;
      await admin.flushall();
      await admin.set('the-key', 'value');
    });

    describe('a connection that goes while a write is under way', () => {
      type Send = (through: RedisClient) => Promise<unknown>;
      const ways: readonly (readonly [string, Send, string])[] = [
        ['one command', (to) => to.write('pexpire', key, 60_000), 'PEXPIRE'],
        ['a removal', (to) => to.destroy('unlink', key), 'UNLINK'],
      ];
      test.each(ways)(
        '%s: not known whether it ran, and sent once',
        async (_how, send, command) => {
          const proxy = await startCuttingProxy(server.port);
          const redis = await connectTo(proxy.port);
          proxy.cutReplyTo('the-key');
          const failure = await failureOf(send(clientOf(redis)));
          expect(failure.error).toMatchObject({ code: 'redis.unknownOutcome', command });
          expect(failure.message).toMatch(/may or may not have run/);
          await waitFor(() => redis.status === 'end', 'it does not connect again by itself');
          expect(proxy.sent.split('the-key')).toHaveLength(2);
          await proxy.close();
        },
      );

      test('in a pipeline each says so for itself', async () => {
        const proxy = await startCuttingProxy(server.port);
        const redis = await connectTo(proxy.port);
        proxy.cutReplyTo('the-key');
        const replies = await clientOf(redis).writeAll([
          ['pexpire', key, 60_000],
          ['persist', key],
        ]);
        expect(replies).toMatchObject([
          { ok: false, failure: { error: { code: 'redis.unknownOutcome', command: 'PEXPIRE' } } },
          { ok: false, failure: { error: { code: 'redis.unknownOutcome', command: 'PERSIST' } } },
        ]);
        expect(proxy.sent.split('the-key')).toHaveLength(3);
        await proxy.close();
      });

      test('after EXEC it is not known; before EXEC nothing has run', async () => {
        const proxy = await startCuttingProxy(server.port);
        const redis = await connectTo(proxy.port);
        proxy.cutReplyTo('pexpire');
        const late = await failureOf(
          clientOf(redis).transact(key, async () => [['pexpire', key, 60_000]]),
        );
        expect(late.error).toMatchObject({ code: 'redis.unknownOutcome' });
        const early = await connectTo(server.port);
        const failure = await failureOf(
          clientOf(early).transact(key, async (redisOfIt) => {
            early.disconnect();
            await redisOfIt.read('get', key);
            return [['persist', key]];
          }),
        );
        expect(failure.error).toMatchObject({ code: 'redis.offline' });
        await proxy.close();
      });

      test('a read is only offline: it can be asked again', async () => {
        const proxy = await startCuttingProxy(server.port);
        const redis = await connectTo(proxy.port);
        proxy.cutReplyTo('the-key');
        const failure = await failureOf(clientOf(redis).read('get', key));
        expect(failure.error).toMatchObject({ code: 'redis.offline' });
        await proxy.close();
      });

      test('a write that could not be sent has not run', async () => {
        const redis = await connectTo(server.port);
        redis.disconnect();
        await waitFor(() => redis.status === 'end', 'it is closed');
        const failure = await failureOf(clientOf(redis).write('persist', key));
        expect(failure.error).toMatchObject({ code: 'redis.offline' });
      });
    });

    describe('a lock', () => {
      test('refuses what changes something and lets reads through', async () => {
        isLocked = true;
        const calls = [
          client.write('persist', key),
          client.destroy('unlink', key),
          client.writeAll([['persist', key]]),
          client.destroyAll([['unlink', key]]),
          client.transact(key, async () => [['persist', key]]),
          client.transactDestroy(key, async () => [['unlink', key]]),
        ];
        for (const failure of await Promise.all(calls.map(failureOf)))
          expect(failure.error.code).toBe('readonly');
        expect(String(await client.read('get', key))).toBe('value');
        expect(await client.readAll([['get', key]])).toMatchObject([{ ok: true }]);
      });

      test('that comes while a transaction is decided stops it, and nothing stays watched', async () => {
        const failure = await failureOf(
          client.transactDestroy(key, async () => {
            isLocked = true;
            return [['unlink', key]];
          }),
        );
        expect(failure.error.code).toBe('readonly');
        isLocked = false;
        expect(await admin.exists('the-key')).toBe('1');
        const other = await client.transact(Buffer.from('other'), async () => {
          await admin.set('the-key', 'changed');
          return [['persist', key]];
        });
        expect(other.done).toBe(true);
      });

      test('that comes while a transaction waits for its turn stops it', async () => {
        const gate = Promise.withResolvers<null>();
        const first = client.transact(key, () => gate.promise);
        const second = failureOf(client.transactDestroy(key, async () => [['unlink', key]]));
        isLocked = true;
        gate.resolve(null);
        await first.catch(() => undefined);
        expect((await second).error.code).toBe('readonly');
        expect(await admin.exists('the-key')).toBe('1');
      });
    });

    describe('errors', () => {
      test('never say what was sent', async () => {
        const secret = 'hunter2';
        const calls = [
          client.write('json.set', key, '$', secret),
          client.read('ft.search', 'index', secret),
          client.write('restore', key, 0, secret),
          client.read('hscan', key, 'not-a-cursor', 'MATCH', secret),
        ];
        for (const failure of await Promise.all(calls.map(failureOf))) {
          expect(failure.error.code).toBe('redis.reply');
          expect(JSON.stringify(failure.error)).not.toContain(secret);
          expect(failure.stack).not.toContain(secret);
          expect(Object.keys(failure).sort()).toEqual(['error', 'name']);
        }
      });

      test('a batch: each reply has its own', async () => {
        const replies = await client.readAll([
          ['get', key],
          ['llen', key],
          ['strlen', key],
        ]);
        expect(replies).toMatchObject([
          { ok: true },
          {
            ok: false,
            failure: { error: { code: 'redis.reply', command: 'LLEN', prefix: 'WRONGTYPE' } },
          },
          { ok: true, reply: '5' },
        ]);
      });

      test('nothing to send is no round trip', async () => {
        expect(await client.readAll([])).toEqual([]);
        expect(await client.destroyAll([])).toEqual([]);
      });
    });

    describe.each([2, 3] as const)('replies over RESP%i', (protocol) => {
      let redis: Redis;
      let of: RedisClient;
      beforeAll(async () => {
        redis = await connectTo(server.port, protocol);
        of = clientOf(redis);
      });
      afterAll(() => redis.disconnect());

      test('bytes go and come as they are', async () => {
        const name = Uint8Array.from({ length: 256 }, (_, i) => i);
        // A view into a larger buffer: only its own bytes are sent.
        const view = new Uint8Array([9, ...name, 9]).subarray(1, 257);
        await admin.set(Buffer.from(name), Buffer.from(name));
        expect(await of.read('get', view)).toEqual(Buffer.from(name));
        expect(await of.read('get', 'not there')).toBeNull();
      });

      test('integers are exact text', async () => {
        await admin.set('n', '9223372036854775807');
        expect(await of.read('pttl', 'n')).toBe('-1');
        expect(String(await of.read('get', 'n'))).toBe('9223372036854775807');
      });

      test('maps and pairs are flat, scores text as the server writes them', async () => {
        await admin.hset('h', 'f', 'v');
        await admin.zadd('z', '0.5', 'a', 'inf', 'b', '1e21', 'c');
        expect(String(await of.read('hscan', 'h', '0'))).toBe('0,f,v');
        const scores = await of.read('zrange', 'z', 0, -1, 'WITHSCORES');
        expect(String(scores)).toBe('a,0.5,c,1e+21,b,inf');
        expect(String(await of.read('config|get', 'databases'))).toBe('databases,16');
      });
    });
  },
);

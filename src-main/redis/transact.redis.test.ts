import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSession } from '../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../test-support/start-redis.ts';
import { expiryReader } from './expiry.ts';
import { toText } from './reply.ts';
import type { Session } from './session.ts';

const missing = missingServer('plain');
describe.skipIf(missing !== null)(`transactions${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let session: Session;
  let admin: Redis;
  const a = Buffer.from('a');
  const b = Buffer.from('b');
  beforeAll(async () => {
    server = await startRedis('plain');
    admin = server.client();
    ({ session } = await openSession(server));
  });
  afterAll(async () => {
    session.close();
    await server.stop();
  });
  beforeEach(async () => {
    await admin.flushall();
    await admin.mset('a', 1, 'b', 2);
  });

  test('all keys are watched: a change of any of them stops it', async () => {
    const outcome = await session.client.transactDestroy([a, b], async () => {
      await admin.set('b', 'changed');
      return [['unlink', a, b]];
    });
    expect(outcome).toEqual({ done: false });
    expect(Number(await admin.dbsize())).toBe(2);
    const again = await session.client.transactDestroy([a, b], async () => [['unlink', a, b]]);
    expect(again).toMatchObject({ done: true, replies: [{ ok: true, reply: '2' }] });
  });

  test('deciding for nothing leaves nothing watched', async () => {
    expect(await session.client.transact(a, async () => null)).toEqual({ done: false });
    const outcome = await session.client.transact(b, async () => {
      await admin.set('a', 'changed');
      return [['persist', b]];
    });
    expect(outcome.done).toBe(true);
  });

  test('the error of one command is its own; a refused command is named, not EXECABORT', async () => {
    const outcome = await session.client.transact(a, async () => [
      ['pexpire', a, 60_000],
      ['hlen', a],
    ]);
    expect(outcome).toMatchObject({
      done: true,
      replies: [{ ok: true }, { ok: false, failure: { error: { prefix: 'WRONGTYPE' } } }],
    });
    await admin.call(
      'acl',
      'setuser',
      'reader',
      'on',
      '>pw',
      '~*',
      '+@read',
      '+@connection',
      '+@transaction',
      '+info',
      '+client',
    );
    const reader = await openSession(server, { username: 'reader', password: 'pw' });
    const refused = reader.session.client.transact(a, async () => [['persist', a]]);
    await expect(refused).rejects.toMatchObject({
      error: { code: 'redis.reply', prefix: 'NOPERM' },
    });
    expect(toText(await reader.session.client.read('get', a))).toBe('1');
    reader.pool.closeAll();
  });

  describe.each(['watch', 'multi', 'exec'])(
    'for a user who may use scripts but not %s',
    (command) => {
      let narrow: Session;
      beforeEach(async () => {
        const rights = ['~*', '+@all', `-${command}`];
        await admin.call('acl', 'setuser', 'narrow', 'reset', 'on', '>pw', ...rights);
        narrow = (await openSession(server, { username: 'narrow', password: 'pw' })).session;
        return () => narrow.close();
      });

      test('all commands run, each with its own answer, or none where a key has changed', async () => {
        expect(await narrow.client.transactsBy(a)).toBe('script');
        const odd = Buffer.from([0, 0x7c, 0xff, 0x0a]);
        const calls = [
          ['set', a, odd],
          ['hlen', a],
          ['get', a],
          ['unlink', b],
          ['get', b],
        ] as const;
        const outcome = await narrow.client.transactDestroy([a, b], async () => calls);
        expect(outcome).toMatchObject({
          done: true,
          replies: [
            { ok: true, reply: Buffer.from('OK') },
            { ok: false, failure: { error: { code: 'redis.reply', prefix: 'WRONGTYPE' } } },
            { ok: true, reply: odd },
            { ok: true, reply: '1' },
            { ok: true, reply: null },
          ],
        });
        for (const meanwhile of ['value', 'expiry', 'gone', 'appears'] as const) {
          await admin.mset('a', 1, 'b', 2);
          await admin.del('c');
          const refused = await narrow.client.transactDestroy(
            [a, b, Buffer.from('c')],
            async () => {
              if (meanwhile === 'value') await admin.set('b', 'changed');
              if (meanwhile === 'expiry') await admin.pexpire('b', 100_000);
              if (meanwhile === 'gone') await admin.del('b');
              if (meanwhile === 'appears') await admin.set('c', 'new');
              return [['unlink', a]];
            },
          );
          expect(refused).toEqual({ done: false });
          expect(await admin.get('a')).toBe('1');
        }
      });

      test('nothing is done when one of the commands is refused, and what is too large is left alone', async () => {
        await admin.call('acl', 'setuser', 'narrow', '-persist');
        const calls = [
          ['set', a, 'new'],
          ['persist', a],
        ] as const;
        await expect(narrow.client.transact(a, async () => calls)).rejects.toMatchObject({
          error: { code: 'redis.reply' },
        });
        expect(await admin.get('a')).toBe('1');
        await admin.setrange('a', 2_000_000, 'x');
        let isDecided = false;
        const large = narrow.client.transact(a, async () => {
          isDecided = true;
          return [['set', a, 'new']];
        });
        await expect(large).rejects.toMatchObject({ error: { code: 'limit' } });
        expect(isDecided).toBe(false);
        expect(Number(await admin.strlen('a'))).toBe(2_000_001);
      });

      test.each(['eval', 'eval_ro', 'dump', 'pexpiretime', 'memory'])(
        'without %s nothing is sent at all',
        async (other) => {
          await admin.call('acl', 'setuser', 'narrow', `-${other}`);
          const refused = narrow.client.transact(a, async () => [['set', a, 'new']]);
          await expect(refused).rejects.toMatchObject({ error: { code: 'unsupported' } });
          expect(await admin.get('a')).toBe('1');
          expect(toText(await narrow.client.read('get', a))).toBe('1');
        },
      );
    },
  );

  test('where MULTI is taken away in between it is not known what ran', async () => {
    await admin.call('acl', 'setuser', 'narrow', 'reset', 'on', '>pw', '~*', '+@all');
    const narrow = (await openSession(server, { username: 'narrow', password: 'pw' })).session;
    const outcome = narrow.client.transact(a, async () => {
      await admin.call('acl', 'setuser', 'narrow', '-multi');
      return [['set', a, 'new']];
    });
    await expect(outcome).rejects.toMatchObject({ error: { code: 'redis.unknownOutcome' } });
    expect(await narrow.client.transactsBy(a)).toBe('script');
    narrow.close();
  });

  test('they go one after another, so that one cannot unwatch the other', async () => {
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = session.client.transact(a, async () => {
      order.push('first');
      await gate.promise;
      await admin.set('a', 'changed');
      return [['persist', a]];
    });
    const second = session.client.transact(b, async () => {
      order.push('second');
      return [['persist', b]];
    });
    gate.resolve();
    expect(await first).toEqual({ done: false });
    expect(await second).toMatchObject({ done: true });
    expect(order).toEqual(['first', 'second']);
  });

  test('writes in one pipeline answer each for itself', async () => {
    const replies = await session.client.writeAll([
      ['pexpire', a, 60_000],
      ['restore', b, 0, Buffer.from('no dump')],
    ]);
    expect(replies).toMatchObject([
      { ok: true, reply: '1' },
      { ok: false, failure: { error: { code: 'redis.reply' } } },
    ]);
  });

  test('an expiry is exact, and near enough where PEXPIRETIME is refused', async () => {
    const at = Date.now() + 100_000;
    await admin.pexpireat('a', at);
    const exact = await expiryReader(session.client, session, a);
    expect(exact.atMs(await session.client.read(...exact.call(a)))).toBe(at);
    expect(exact.atMs(await session.client.read(...exact.call(b)))).toBeNull();
    await admin.call(
      'acl',
      'setuser',
      'older',
      'reset',
      'on',
      '>pw',
      '~*',
      '+@all',
      '-pexpiretime',
    );
    const older = await openSession(server, { username: 'older', password: 'pw' });
    const near = await expiryReader(older.session.client, older.session, a);
    const read = near.atMs(await older.session.client.read(...near.call(a))) ?? 0;
    expect(Math.abs(read - at)).toBeLessThan(500);
    expect(near.atMs(await older.session.client.read(...near.call(b)))).toBeNull();
    older.pool.closeAll();
  });
});

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

import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expiryReader } from '../../redis/expiry.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { SnapshotReader } from './snapshot-chunk.ts';

const missing = missingServer('plain');
const LATER = 4_102_444_800_123;

describe.skipIf(missing !== null)(`snapshots${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let admin: Redis;
  const opened: Record<string, { readonly session: Session; readonly pool: SessionPool }> = {};
  beforeAll(async () => {
    server = await startRedis('plain');
    admin = server.client();
    await admin.call('acl', 'setuser', 'noscript', 'on', '>pw', '~*', '+@all', '-eval_ro');
    await admin.call('acl', 'setuser', 'narrow', 'on', '>pw', '~*', '+@all', '-memory');
    await admin.call('acl', 'setuser', 'some', 'on', '>pw', '~a*', '+@all');
    opened['script'] = await openSession(server);
    for (const username of ['noscript', 'narrow', 'some'])
      opened[username] = await openSession(server, { username, password: 'pw' });
  });
  beforeEach(async () => {
    await admin.flushall();
  });
  afterAll(async () => {
    for (const { pool } of Object.values(opened)) pool.closeAll();
    await server.stop();
  });

  const readerOf = async (user: string) => {
    const session = opened[user]?.session;
    if (session === undefined) throw new Error(`no ${user}`);
    const expiry = await expiryReader(session.client, session, Buffer.from('a'));
    const reader = new SnapshotReader(expiry);
    return (...keys: (string | Buffer)[]) =>
      reader.read(
        session.client,
        keys.map((key) => Buffer.from(key)),
      );
  };

  test('in one script or a command for each: the same bytes, times and gaps', async () => {
    const odd = Buffer.from([0, 255, 13, 10]);
    await admin.set(odd, odd, 'PXAT', LATER);
    await admin.rpush('a', 'x', odd);
    await admin.set('empty', '');
    const keys = ['gone', odd, 'a', 'gone too', 'empty'];
    const expected = {
      entries: [
        { kind: 'delete', key: odd, dump: await admin.dumpBuffer(odd), expiresAtMs: LATER },
        {
          kind: 'delete',
          key: Buffer.from('a'),
          dump: await admin.dumpBuffer('a'),
          expiresAtMs: null,
        },
        {
          kind: 'delete',
          key: Buffer.from('empty'),
          dump: await admin.dumpBuffer('empty'),
          expiresAtMs: null,
        },
      ],
      gone: [Buffer.from('gone'), Buffer.from('gone too')],
      failed: [],
      taken: 5,
    };
    for (const user of ['script', 'noscript', 'narrow']) {
      const read = await readerOf(user);
      expect(await read(...keys), user).toEqual(expected);
      // And again when it is known what is refused.
      expect(await read(...keys), user).toEqual(expected);
    }
  });

  test('both end where the values are too much for one round, and take one however large', async () => {
    await admin.set('a', 'x'.repeat(5_000_000));
    await admin.set('ab', 'x'.repeat(5_000_000));
    await admin.set('abc', 'x'.repeat(9_000_000));
    for (const user of ['script', 'noscript']) {
      const read = await readerOf(user);
      expect((await read('a', 'ab', 'abc')).taken, user).toBe(1);
      expect((await read('abc', 'a')).entries, user).toHaveLength(1);
      expect((await read('none', 'a')).taken, user).toBe(2);
    }
  });

  test('a key that this user may not read is named, the others are read', async () => {
    await admin.mset('a', 1, 'b', 2);
    const { entries, failed, taken } = await (await readerOf('some'))('a', 'b');
    expect(entries).toHaveLength(1);
    expect(failed).toMatchObject([{ key: Buffer.from('b') }]);
    expect(taken).toBe(2);
  });
});

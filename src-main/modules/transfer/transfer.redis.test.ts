import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TRANSFER_FORMATS } from '../../../src-shared/transfer-format.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { contentOf, names, pattern } from '../../test-support/bulk-work.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { setUpTransfer } from '../../test-support/transfer-work.ts';

const missing = missingServer('stack');
const LATER = 4_102_444_800_123;

/** A key of every type, with the bytes and numbers that are easily lost. */
async function fill(admin: Redis): Promise<void> {
  const odd = Buffer.from([0, 10, 13, 0x22, 0x5c, 0xff, 0xfe]);
  await admin.set(odd, odd, 'PXAT', LATER);
  await admin.set('empty', '');
  await admin.set('=cmd()', '=1+1');
  await admin.set('text', 'Grüße, "quoted"\r\n{"base64":"x"}');
  await admin.hset('hash', 'f', odd, odd, 'v', '', '', '-5', '-5');
  await admin.rpush('list', 'b', 'a', odd, 'b', '');
  await admin.sadd('set', 'x', odd, '');
  await admin.zadd('zset', '9007199254740993', 'm', '-inf', odd, '0.1', 'n', '1e300', '');
  await admin.xadd('stream', '1-1', 'f', 'v', 'f', odd);
  await admin.xadd('stream', '2-5', '', '');
  await admin.call(
    'JSON.SET',
    'json',
    '$',
    '{"id":9007199254740993,"t":"\\u0000\\n\\"=","a":[1.10,{}]}',
  );
  await admin.pexpireat('json', LATER);
  await admin.call(
    'TS.CREATE',
    'series',
    'RETENTION',
    '0',
    'DUPLICATE_POLICY',
    'LAST',
    'LABELS',
    'a',
    'b c',
  );
  await admin.call('TS.ADD', 'series', '1000', '1.5');
  await admin.call('TS.ADD', 'series', '2000', '-0.1');
  await admin.call('TS.CREATE', 'bare');
  await admin.call('TS.ADD', 'bare', '5', '7');
  await admin.call('BF.ADD', 'bloom', 'x');
  await admin.call('TOPK.RESERVE', 'top', '2');
  await admin.pfadd('log', 'a', 'b');
  await admin.hset(
    'wide',
    Object.fromEntries(Array.from({ length: 1_300 }, (_, i) => [`f${i}`, i])),
  );
}

/** What a key holds as its own commands tell it: a DUMP depends on how it came to be. */
async function valuesOf(admin: Redis): Promise<Map<string, unknown>> {
  const values = new Map<string, unknown>();
  const flat = (reply: unknown): unknown =>
    Buffer.isBuffer(reply)
      ? reply.toString('latin1')
      : Array.isArray(reply)
        ? reply.map(flat)
        : reply;
  const read = async (type: string, key: Buffer): Promise<unknown> => {
    const ask = async (...words: (string | Buffer)[]): Promise<unknown> =>
      flat(await admin.callBuffer(words[0]?.toString() ?? '', ...words.slice(1)));
    const sorted = (reply: unknown): unknown =>
      Array.isArray(reply) ? [...reply].sort((a, b) => String(a).localeCompare(String(b))) : reply;
    if (type === 'hash')
      return Object.entries(await admin.hgetallBuffer(key))
        .map(([f, v]) => `${f} ${v.toString('hex')}`)
        .sort();
    if (type === 'list') return await ask('LRANGE', key, '0', '-1');
    if (type === 'set') return sorted(await ask('SMEMBERS', key));
    if (type === 'zset') return await ask('ZRANGE', key, '0', '-1', 'WITHSCORES');
    if (type === 'stream') return await ask('XRANGE', key, '-', '+');
    if (type === 'ReJSON-RL') return await ask('JSON.GET', key, '$');
    if (type === 'TSDB-TYPE') return [await ask('TS.RANGE', key, '-', '+')];
    return await ask('DUMP', key);
  };
  for (const key of await admin.keysBuffer('*')) {
    const type = await admin.type(key);
    const at = Number(await admin.pexpiretime(key));
    values.set(key.toString('latin1'), [type, at === -1 ? null : at, await read(type, key)]);
  }
  return values;
}

/** TTLs of a CSV count from when it is read. */
const withoutTtl = (values: Map<string, unknown>): Map<string, unknown> =>
  new Map(
    [...values].map(([key, one]) => [
      key,
      Array.isArray(one) ? [one[0], one[1] === null, one[2]] : one,
    ]),
  );

describe.skipIf(missing !== null)(`transfer${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let admin: Redis;
  beforeAll(async () => {
    server = await startRedis('stack');
    admin = server.client();
  });
  afterAll(() => server.stop());
  beforeEach(() => admin.flushall());

  describe.each([2, 3] as const)('RESP%i', (protocol) => {
    test.each(TRANSFER_FORMATS)(
      'every type comes back from %s, and undo removes it',
      async (format) => {
        const { pool, session } = await openSession(server, { protocol });
        const keys = await setUpTransfer({ pool, session });
        await fill(admin);
        const before = await valuesOf(admin);
        const dumps = await contentOf(admin);
        const exported = await keys.exportAll(format);
        expect(exported).toMatchObject({ status: 'done', changed: before.size, failedCount: 0 });
        expect(exported.note).toBeNull();
        await admin.flushall();
        const planned = await keys.look();
        expect(planned).toMatchObject({
          keys: before.size,
          refused: [],
          conflictCount: 0,
          dumpObstacle: null,
        });
        const imported = await keys.write(planned);
        expect(imported.reasons).toEqual([]);
        expect(imported).toMatchObject({ status: 'done', changed: before.size });
        const after = await valuesOf(admin);
        if (format === 'csv') expect(withoutTtl(after)).toEqual(withoutTtl(before));
        else expect(after).toEqual(before);
        // The order in a hash table is its own each time it is made.
        const small = (all: ReadonlyMap<string, string>) =>
          [...all].filter(([key]) => key !== 'wide');
        if (format === 'exact')
          expect(new Map(small(await contentOf(admin)))).toEqual(new Map(small(dumps)));
        expect(JSON.stringify(await admin.call('TS.INFO', 'series'))).toContain('"b c"');
        const undone = await keys.undo(imported.ticket);
        expect(undone).toMatchObject({ restored: before.size, conflictCount: 0 });
        expect(await admin.dbsize()).toBe('0');
        pool.closeAll();
      },
      60_000,
    );
  });

  describe('with one session', () => {
    let pool: SessionPool;
    let session: Session;
    beforeEach(async () => {
      ({ pool, session } = await openSession(server));
      return () => pool.closeAll();
    });

    test('conflicts are listed, skipped or written over, and undo brings back what was there', async () => {
      const keys = await setUpTransfer({ pool, session });
      await admin.mset('a', 'new', 'b', 'new');
      await admin.call('JSON.SET', 'c', '$', '{"new":1}');
      await keys.exportAll('readable');
      await admin.flushall();
      await admin.set('a', 'old', 'PXAT', LATER);
      await admin.hset('c', 'old', '1');
      const before = await contentOf(admin);
      const planned = await keys.look();
      expect(planned).toMatchObject({ keys: 3, conflictCount: 2 });
      expect(planned.commands).toEqual(['JSON.SET', 'SET']);
      // It appears after the file was looked at.
      await admin.set('b', 'mine');
      const skipped = await keys.write(planned, 'skip');
      expect(skipped).toMatchObject({ changed: 0, failedCount: 3 });
      expect(skipped.reasons.find((one) => one.startsWith('b: '))).toContain('has appeared since');
      await admin.del('b');
      const again = await keys.look();
      await admin.set('b', 'mine');
      const written = await keys.write(again, 'overwrite');
      expect(written.reasons).toEqual([expect.stringContaining('b: Left alone')]);
      expect(await admin.mget('a', 'b')).toEqual(['new', 'mine']);
      expect(await admin.call('JSON.GET', 'c')).toBe('{"new":1}');
      await admin.del('b');
      expect(await keys.undo(written.ticket)).toMatchObject({ restored: 2, conflictCount: 0 });
      expect(await contentOf(admin)).toEqual(before);
    });

    test.each(['readable', 'commands'] as const)(
      'the file is the same where scripts are refused, as %s',
      async (format) => {
        await fill(admin);
        await admin.set('long', 'x'.repeat(200_000));
        await admin.xgroup('CREATE', 'stream', 'group', '0');
        if (session.has('hpexpireat'))
          await admin.call('HPEXPIREAT', 'hash', LATER, 'FIELDS', 1, '-5');
        const rights = ['~*', '+@all', '-eval_ro'];
        await admin.call('acl', 'setuser', 'noscripts', 'reset', 'on', '>pw', ...rights);
        const other = await openSession(server, { pool, username: 'noscripts', password: 'pw' });
        const linesOf = async (one: Session): Promise<string[]> => {
          const keys = await setUpTransfer({ pool, session: one });
          const job = await keys.exportAll(format);
          expect(job).toMatchObject({ status: 'done', failedCount: 0 });
          expect(job.note).toBe('1 without their consumer groups or compaction rules');
          const lines = (await readFile(keys.file.path, 'utf8')).split('\n');
          return lines.map((line) => line.replace(/"exportedAtMs":\d+/, '')).sort();
        };
        await admin.config('RESETSTAT');
        const lines = await linesOf(session);
        expect(await admin.info('commandstats')).toContain('cmdstat_eval_ro:calls=');
        expect(lines).toEqual(await linesOf(other.session));
      },
    );

    test('a value with one large element among many small ones is not read at once', async () => {
      const small = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`f${i}`, i]));
      await admin.hset('hash', small);
      await admin.hset('hash', 'large', 'x'.repeat(6_000_000));
      await admin.hset('short', 'f', 'v');
      await admin.config('RESETSTAT');
      const keys = await setUpTransfer({ pool, session });
      expect(await keys.exportAll('readable')).toMatchObject({ changed: 2, failedCount: 0 });
      // Only of the other.
      expect(await admin.info('commandstats')).toContain('cmdstat_hgetall:calls=1,');
    });

    test.each(TRANSFER_FORMATS)('any bytes come back from %s', async (format) => {
      const keys = await setUpTransfer({ pool, session });
      const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
      const later = fc.option(fc.integer({ min: 1, max: 999_999_999 }));
      await fc.assert(
        fc.asyncProperty(bytes, bytes, bytes, later, async (name, field, value, ttl) => {
          await admin.flushall();
          const named = (type: string): Buffer => Buffer.concat([name, Buffer.from(type)]);
          await admin.set(named('s'), value);
          await admin.hset(named('h'), field, value);
          await admin.rpush(named('l'), value, field, value);
          await admin.sadd(named('u'), field, value);
          await admin.zadd(named('z'), '9007199254740993', field, '-0.1', value);
          await admin.xadd(named('x'), '1-1', field, value);
          if (ttl !== null) await admin.pexpireat(named('h'), LATER + ttl);
          const before = await valuesOf(admin);
          await keys.exportAll(format);
          await admin.flushall();
          const { reasons } = await keys.write(await keys.look());
          expect(reasons).toEqual([]);
          const after = await valuesOf(admin);
          if (format === 'csv') expect(withoutTtl(after)).toEqual(withoutTtl(before));
          else expect(after).toEqual(before);
        }),
        { numRuns: 25 },
      );
    });

    test('what is refused half way can be taken back whole', async () => {
      const keys = await setUpTransfer({ pool, session });
      await writeFile(
        keys.file.path,
        'JSON.SET a $ {broken\nRPUSH b 1\nXADD c 2-1 f v\nXADD c 1-1 f v\nRESTORE d 0 xxxxxxxxxxxxxxxx\nSET e 1\n',
      );
      await admin.mset('a', 'old', 'd', 'old');
      const before = await contentOf(admin);
      const planned = await keys.look();
      expect(planned).toMatchObject({ keys: 5, refusedCount: 0, conflictCount: 2 });
      const written = await keys.write(planned, 'overwrite');
      expect(written).toMatchObject({ changed: 2, failedCount: 3 });
      expect(written.reasons.toSorted().map((one) => one.includes('undo takes that back'))).toEqual(
        [true, true, false],
      );
      expect(await admin.get('d')).toBe('old');
      await keys.undo(written.ticket);
      expect(await contentOf(admin)).toEqual(before);
    });

    test('a file of somebody else: what is refused is named by its line, the rest is taken', async () => {
      const keys = await setUpTransfer({ pool, session });
      const good = JSON.stringify({ key: 'good', type: 'string', expiresAtMs: null, value: 'v' });
      const past = JSON.stringify({ key: 'past', type: 'string', expiresAtMs: 1, value: 'v' });
      await writeFile(
        keys.file.path,
        `${good}\n{"key":\u0000}\nnot json\n${past}\n${good}\n[[[[[[[[[\n`,
      );
      const planned = await keys.look();
      expect(planned.refused.map(({ line }) => line)).toEqual([2, 3, 5, 6]);
      expect(planned).toMatchObject({ keys: 2, expired: 1, kind: 'ndjson', about: null });
      expect((await keys.write(planned)).changed).toBe(1);
      expect(await admin.keys('*')).toEqual(['good']);
      await writeFile(keys.file.path, 'FLUSHALL\nCONFIG SET dir /\nSET a 1\n');
      expect((await keys.look()).refused.map(({ line }) => line)).toEqual([1, 2]);
      expect(await admin.keys('*')).toEqual(['good']);
    });

    test('a file that was changed after it was looked at is not written', async () => {
      const keys = await setUpTransfer({ pool, session });
      await writeFile(keys.file.path, 'SET a 1\n');
      const planned = await keys.look();
      await writeFile(keys.file.path, 'SET a 2\nSET b 2\n');
      await expect(keys.write(planned)).rejects.toThrow('changed since it was looked at');
    });

    test('no file, a folder, an empty file', async () => {
      const keys = await setUpTransfer({ pool, session });
      await expect(keys.look()).rejects.toThrow('could not be read (ENOENT)');
      await mkdir(keys.file.path);
      await expect(keys.look()).rejects.toThrow('not a file');
      keys.file.path = join(keys.folder, 'empty');
      await writeFile(keys.file.path, '');
      expect(await keys.look()).toMatchObject({ keys: 0, refusedCount: 0 });
    });

    test('DUMPs of a later server are told before', async () => {
      const keys = await setUpTransfer({ pool, session });
      await admin.set('here', 1);
      const dump = await admin.dumpBuffer('here');
      dump.writeUInt16LE(900, dump.length - 10);
      await writeFile(
        keys.file.path,
        `${JSON.stringify({ key: 'k', type: 'string', expiresAtMs: null, dump: dump.toString('base64') })}\n`,
      );
      const planned = await keys.look();
      expect(planned.dumpObstacle).toContain('RDB version 900');
      expect((await keys.write(planned)).reasons[0]).toContain('older than the one it comes from');
    });

    test('a file that cannot be written: said at once, nothing left, and no file is replaced unasked', async () => {
      const keys = await setUpTransfer({ pool, session });
      await admin.set('a', 1);
      keys.file.path = join(keys.folder, 'no such folder', 'keys');
      await expect(keys.exportAll('exact')).rejects.toThrow('folder is not there any more');
      // A folder of this name, which a rename cannot replace.
      keys.file.path = join(keys.folder, 'taken');
      await mkdir(keys.file.path);
      expect(await keys.exportAll('exact')).toMatchObject({
        title: expect.stringMatching(/^Export \d+ keys? to taken$/),
        status: 'failed',
        note: expect.stringContaining('folder of this name'),
      });
      keys.file.path = '/dev/full/x';
      await expect(keys.exportAll('exact')).rejects.toThrow('could not be written');
      keys.file.path = join(keys.folder, 'fresh');
      const id = await keys.start(pattern('*'), 'exact');
      await writeFile(keys.file.path, 'theirs');
      expect(await keys.ended(id)).toMatchObject({
        status: 'failed',
        note: expect.stringContaining('left alone'),
      });
      expect(await readFile(keys.file.path, 'utf8')).toBe('theirs');
      expect((await readdir(keys.folder)).filter((name) => name.includes('.part'))).toEqual([]);
    });

    test('a cancelled export leaves no file; a key that has gone is counted', async () => {
      const keys = await setUpTransfer({ pool, session });
      await admin.mset('a', 1, 'b', 2);
      const planned = names('a', 'b');
      const id = await keys.start(planned, 'readable');
      keys.jobs.get(id).cancel();
      expect(await keys.ended(id)).toMatchObject({ status: 'cancelled' });
      expect(await readdir(keys.folder)).toEqual([]);
      const second = await keys.start(planned, 'readable');
      await admin.del('b');
      const job = await keys.ended(second);
      expect(job.changed + job.missing).toBe(2);
      expect(job.failedCount).toBe(0);
    });
  });
});

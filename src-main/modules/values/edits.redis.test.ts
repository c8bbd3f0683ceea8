import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ElementRemoval, ValueChange } from '../../../src-shared/contract/edits.ts';
import { commandLine, editCommands } from '../../../src-shared/edit-commands.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { EDITED_KEY, everyEdit } from '../../test-support/every-edit.ts';
import { editingOf } from '../../test-support/editing.ts';
import { openSession } from '../../test-support/open-session.ts';
import { startMonitor } from '../../test-support/monitor.ts';
import {
  missingServer,
  hasFieldTtl,
  protocolsOf,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';

const b = toBytes;
const key = EDITED_KEY;

const isRemoval = (edit: ValueChange | ElementRemoval): edit is ElementRemoval =>
  edit.kind.endsWith('remove') || edit.kind === 'hash.delete';

/** A line of MONITOR without its head: every word is quoted, the command as it was sent. */
const wordsOf = (line: string): string => line.slice(line.indexOf('] ') + 2).toLowerCase();
/** The command as shown, with the quotes that MONITOR has everywhere. */
const quoted = (shown: string): string =>
  shown
    .split(' ')
    .map((word) => (word.startsWith('"') ? word : `"${word}"`))
    .join(' ')
    .toLowerCase();

async function look(admin: Redis): Promise<unknown> {
  const type = await admin.type(key);
  const read: Readonly<Record<string, () => Promise<unknown>>> = {
    string: () => admin.get(key),
    hash: () => admin.hgetall(key),
    list: () => admin.lrange(key, 0, -1),
    set: async () => (await admin.smembers(key)).sort(),
    zset: () => admin.zrange(key, '0', '-1', 'WITHSCORES'),
  };
  return [type, await admin.pexpiretime(key), await read[type]?.()];
}

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(`edits on ${kind}`, () => {
    let server: TestServer;
    let admin: Redis;
    beforeAll(async () => {
      server = await startRedis(kind);
      admin = server.client();
    });
    afterAll(() => server.stop());
    beforeEach(() => admin.flushall());

    for (const protocol of protocolsOf(kind))
      describe(`over RESP${protocol}`, () => {
        let session: Session;
        beforeAll(async () => {
          ({ session } = await openSession(server, { protocol }));
          // Asked once, with a MULTI of its own.
          await session.client.transactsBy(key);
        });
        afterAll(() => session.close());

        const make = async (commands: readonly (readonly (string | Buffer)[])[]) => {
          for (const [name = '', ...args] of commands) await admin.call(String(name), args);
          await admin.pexpireat(key, Date.now() + 600_000);
        };

        test.each(everyEdit.map((one) => [JSON.stringify(one.edit.kind), one] as const))(
          '%s: runs what was shown, keeps the TTL, and is taken back',
          async (_name, { make: commands, edit }) => {
            await make(commands);
            const before = await look(admin);
            const own = await editingOf(session, key);
            const monitor = await startMonitor(server);
            const outcome = isRemoval(edit) ? await own.remove(edit) : await own.change(edit);
            own.done(outcome);
            await admin.echo('end of the edit');
            await expect.poll(monitor.text).toContain('end of the edit');
            monitor.stop();
            const [, ran = ''] = /"multi"\r\n([^]*?)\+[^+]*"exec"/i.exec(monitor.text()) ?? [];
            expect(ran.trim().split('\r\n').map(wordsOf)).toEqual(
              editCommands(key, edit).map((command) => quoted(commandLine(command))),
            );
            const after = await look(admin);
            expect(after).not.toEqual(before);
            expect(await own.undo(outcome)).toMatchObject({ restored: 1, conflictCount: 0 });
            expect(await look(admin)).toEqual(before);
          },
        );

        test('all of them, and their undo, for a user who may use scripts but no transaction', async () => {
          const rights = ['~*', '+@all', '-@transaction'];
          await admin.call('acl', 'setuser', 'scripts', 'reset', 'on', '>pw', ...rights);
          const as = { protocol, username: 'scripts', password: 'pw' } as const;
          const narrow = (await openSession(server, as)).session;
          const hasScripts = await narrow.client.transactsBy(key).catch(() => null);
          for (const { make: commands, edit } of everyEdit) {
            await admin.flushall();
            await make(commands);
            const before = await look(admin);
            const own = await editingOf(narrow, key);
            const run = () => (isRemoval(edit) ? own.remove(edit) : own.change(edit));
            if (hasScripts === null) {
              await expect(run()).rejects.toThrow('nor a script in their place');
              expect(await look(admin)).toEqual(before);
              continue;
            }
            const outcome = await run();
            expect(await look(admin)).not.toEqual(before);
            expect(await own.undo(outcome)).toMatchObject({ restored: 1, conflictCount: 0 });
            expect(await look(admin)).toEqual(before);
          }
          narrow.close();
        });

        test.each(everyEdit.map((one) => [JSON.stringify(one.edit), one] as const))(
          '%s: leaves another type and a key that is gone alone',
          async (_name, { edit }) => {
            const own = await editingOf(session, key);
            const run = () => (isRemoval(edit) ? own.remove(edit) : own.change(edit));
            expect(await run()).toEqual({ outcome: 'conflict', now: { is: 'gone' } });
            const other = edit.kind.startsWith('string') ? 'hash' : 'string';
            await (other === 'hash' ? admin.hset(key, 'f', 'v') : admin.set(key, 'v'));
            const before = await look(admin);
            expect(await run()).toEqual({ outcome: 'conflict', now: { is: 'type', type: other } });
            expect(await look(admin)).toEqual(before);
          },
        );

        test('a value that somebody changed since is told and left alone', async () => {
          const own = await editingOf(session, key);
          await admin.hset(key, 'f', 'theirs');
          expect(
            await own.change({ kind: 'hash.set', field: b('f'), before: b('1'), value: b('2') }),
          ).toEqual({ outcome: 'conflict', now: { is: 'bytes', bytes: b('theirs'), total: 6 } });
          expect(await own.remove({ kind: 'hash.delete', field: b('f'), before: b('1') })).toEqual({
            outcome: 'conflict',
            now: { is: 'bytes', bytes: b('theirs'), total: 6 },
          });
          expect(
            await own.change({ kind: 'hash.set', field: b('g'), before: b('1'), value: b('2') }),
          ).toEqual({ outcome: 'conflict', now: { is: 'absent' } });
          expect(await admin.hgetall(key)).toEqual({ f: 'theirs' });
        });

        test('a member is renamed only over the score that was read, onto no other member', async () => {
          const own = await editingOf(session, key);
          await admin.zadd(key, '7.25', 'm', '1', 'other');
          const rename = { kind: 'zset.rename', member: b('m'), before: '7', to: b('n') } as const;
          expect(await own.change(rename)).toEqual({
            outcome: 'conflict',
            now: { is: 'score', score: '7.25' },
          });
          expect(await own.change({ ...rename, before: '7.25', to: b('other') })).toEqual({
            outcome: 'conflict',
            now: { is: 'member' },
          });
          expect(await own.change({ ...rename, member: b('no') })).toEqual({
            outcome: 'conflict',
            now: { is: 'absent' },
          });
          const renamed = await own.change({ ...rename, before: '7.25' });
          expect(await admin.zrange(key, '0', '-1', 'WITHSCORES')).toEqual([
            'other',
            '1',
            'n',
            '7.25',
          ]);
          await admin.zadd(key, '2', 'm');
          expect(await own.undo(renamed)).toMatchObject({
            conflicts: [{ reason: 'That member is in it already' }],
          });
          expect(await admin.zscore(key, 'n')).toBe('7.25');
        });

        test('a score and a member that somebody changed since', async () => {
          const own = await editingOf(session, key);
          await admin.zadd(key, '7.25', 'm');
          const edit = { kind: 'zset.set', member: b('m'), before: '7', score: '8' } as const;
          expect(await own.change(edit)).toEqual({
            outcome: 'conflict',
            now: { is: 'score', score: '7.25' },
          });
          expect(await own.change({ ...edit, before: '7.250' })).toMatchObject({ outcome: 'done' });
          await admin.del(key);
          await admin.sadd(key, 'm');
          expect(await own.change({ kind: 'set.add', member: b('m') })).toEqual({
            outcome: 'conflict',
            now: { is: 'member' },
          });
        });

        test('undo leaves alone what somebody changed after the edit', async () => {
          const own = await editingOf(session, key);
          await admin.hset(key, 'f', '1', 'other', 'x');
          const set = { kind: 'hash.set', field: b('f'), before: b('1'), value: b('2') } as const;
          const outcome = await own.change(set);
          await admin.hset(key, 'other', 'y');
          await admin.hset(key, 'f', 'theirs');
          expect(await own.undo(outcome)).toMatchObject({
            restored: 0,
            conflicts: [{ reason: 'It was changed since' }],
          });
          await admin.hset(key, 'f', '2');
          expect(await own.undo(outcome)).toMatchObject({ restored: 1 });
          expect(await admin.hgetall(key)).toEqual({ f: '1', other: 'y' });
        });

        test('undo does not add to a key that was made anew', async () => {
          const own = await editingOf(session, key);
          await admin.sadd(key, 'only');
          const outcome = await own.remove({ kind: 'set.remove', member: b('only') });
          await admin.sadd(key, 'theirs');
          expect(await own.undo(outcome)).toMatchObject({ restored: 0, conflictCount: 1 });
          expect(await admin.smembers(key)).toEqual(['theirs']);
        });

        test('any bytes survive as field, value and member', async () => {
          const own = await editingOf(session, key);
          const any = fc.uint8Array({ maxLength: 64 });
          await fc.assert(
            fc.asyncProperty(any, any, any, async (field, one, two) => {
              await admin.del(key);
              await admin.hset(key, Buffer.from(field), Buffer.from(one));
              const outcome = await own.change({
                kind: 'hash.set',
                field,
                before: one,
                value: two,
              });
              const now = () => admin.hgetBuffer(key, Buffer.from(field));
              expect(await now()).toEqual(Buffer.from(two));
              expect(await own.undo(outcome)).toMatchObject({ restored: 1 });
              expect(await now()).toEqual(Buffer.from(one));
              await admin.del(key);
              await admin.rpush(key, Buffer.from(field), Buffer.from(one));
              const removed = await own.remove({ kind: 'list.remove', index: 1, before: one });
              expect(await admin.llen(key)).toEqual('1');
              expect(await own.undo(removed)).toMatchObject({ restored: 1 });
              expect(await admin.lrangeBuffer(key, 0, -1)).toEqual([
                Buffer.from(field),
                Buffer.from(one),
              ]);
            }),
            { numRuns: 25 },
          );
        });

        test.runIf(hasFieldTtl(kind))(
          'a field keeps its TTL, also when it is taken back',
          async () => {
            const own = await editingOf(session, key);
            await admin.hset(key, 'f', '1', 'g', '2');
            const at = String(Date.now() + 600_000);
            await admin.call('hpexpireat', key, at, 'FIELDS', '1', 'f');
            const ttl = () => admin.call('hpexpiretime', key, 'FIELDS', '1', 'f');
            const set = { kind: 'hash.set', field: b('f'), before: b('1'), value: b('2') } as const;
            const outcome = await own.change(set);
            expect(await ttl()).toEqual([at]);
            await own.undo(outcome);
            expect(await ttl()).toEqual([at]);
            await own.undo(
              await own.remove({ kind: 'hash.delete', field: b('f'), before: b('1') }),
            );
            expect(await ttl()).toEqual([at]);
            expect(await admin.hget(key, 'f')).toBe('1');
          },
        );

        test.runIf(hasFieldTtl(kind))(
          'the TTL of a field is set, removed, and as it was',
          async () => {
            const own = await editingOf(session, key);
            await admin.hset(key, 'f', '1', 'g', '2');
            const ttl = async () => {
              const at: unknown = await admin.call('hpexpiretime', key, 'FIELDS', '1', 'f');
              return Array.isArray(at) ? Number(at[0]) : null;
            };
            const expire = { kind: 'hash.expire', field: b('f') } as const;
            const set = await own.change({ ...expire, before: null, ttlMs: 600_000 });
            const at = (await ttl()) ?? 0;
            expect(Math.abs(at - Date.now() - 600_000)).toBeLessThan(10_000);
            const gone = await own.change({ ...expire, before: at, ttlMs: null });
            expect(await ttl()).toBe(-1);
            expect(await own.undo(gone)).toMatchObject({ restored: 1 });
            expect(await ttl()).toBe(at);
            expect(await own.undo(set)).toMatchObject({ restored: 1 });
            expect(await ttl()).toBe(-1);
            expect(await admin.hgetall(key)).toEqual({ f: '1', g: '2' });

            const again = await own.change({ ...expire, before: null, ttlMs: 600_000 });
            await admin.call('hpexpire', key, '900000', 'FIELDS', '1', 'f');
            expect(await own.undo(again)).toMatchObject({
              conflicts: [{ reason: 'It was changed since' }],
            });
            const theirs = (await ttl()) ?? 0;
            expect(await own.change({ ...expire, before: null, ttlMs: 1 })).toMatchObject({
              outcome: 'conflict',
              now: { is: 'expiry', atMs: expect.closeTo(theirs, -3) },
            });
            expect(await own.change({ ...expire, field: b('no'), before: null, ttlMs: 1 })).toEqual(
              {
                outcome: 'conflict',
                now: { is: 'absent' },
              },
            );
          },
        );

        test.runIf(hasFieldTtl(kind))('a TTL that would be over is not put back', async () => {
          const own = await editingOf(session, key);
          await admin.hset(key, 'f', '1');
          await admin.call('hpexpire', key, '1500', 'FIELDS', '1', 'f');
          const removed = await own.change({
            kind: 'hash.expire',
            field: b('f'),
            before: Date.now() + 1_500,
            ttlMs: null,
          });
          const end = Date.now() + 1_500;
          await expect.poll(() => Date.now() > end, { timeout: 5_000 }).toBe(true);
          expect(await own.undo(removed)).toMatchObject({
            conflicts: [{ reason: expect.stringContaining('would have expired') }],
          });
          expect(await admin.hgetall(key)).toEqual({ f: '1' });
        });

        test.skipIf(hasFieldTtl(kind))('a server without TTLs of fields says so', async () => {
          const own = await editingOf(session, key);
          await admin.hset(key, 'f', '1');
          await expect(
            own.change({ kind: 'hash.expire', field: b('f'), before: null, ttlMs: 1 }),
          ).rejects.toMatchObject({ error: { code: 'redis.reply' } });
          expect(await admin.hgetall(key)).toEqual({ f: '1' });
        });

        test('a bit that somebody flipped, or that is beyond the end, is left alone', async () => {
          const own = await editingOf(session, key);
          await admin.set(key, 'a');
          const flip = { kind: 'string.setbit', offset: 4, before: 1, value: 0 } as const;
          expect(await own.change(flip)).toEqual({
            outcome: 'conflict',
            now: { is: 'bit', bit: 0 },
          });
          expect(await own.change({ ...flip, offset: 8, before: 0, value: 1 })).toEqual({
            outcome: 'conflict',
            now: { is: 'absent' },
          });
          expect(await admin.get(key)).toBe('a');
        });

        test('an element at an end is not moved there, and a list others added to is put in order', async () => {
          const own = await editingOf(session, key);
          await admin.rpush(key, 'x', 'y', 'x');
          const move = { kind: 'list.move', index: 2, before: b('x'), end: 'right' } as const;
          await expect(own.change(move)).rejects.toMatchObject({
            error: { code: 'input.invalid', message: 'It is at the right end already' },
          });
          const moved = await own.change({ ...move, index: 0 });
          expect(await admin.lrange(key, 0, -1)).toEqual(['y', 'x', 'x']);
          await admin.rpush(key, 'theirs');
          expect(await own.undo(moved)).toMatchObject({ restored: 1 });
          expect(await admin.lrange(key, 0, -1)).toEqual(['x', 'y', 'x', 'theirs']);
        });

        test('a list that holds the marker is not taken apart', async () => {
          const own = await editingOf(session, key);
          await admin.rpush(key, '__redstart_this_one__', 'x');
          await expect(
            own.remove({ kind: 'list.remove', index: 1, before: b('x') }),
          ).rejects.toMatchObject({ error: { code: 'unsupported' } });
          expect(await admin.llen(key)).toEqual('2');
        });
      });

    test('a read-only connection changes nothing', async () => {
      const { session } = await openSession(server, { readOnly: true });
      const own = await editingOf(session, key);
      await admin.hset(key, 'f', '1');
      await expect(
        own.change({ kind: 'hash.set', field: b('f'), before: b('1'), value: b('2') }),
      ).rejects.toMatchObject({ error: { code: 'readonly' } });
      await expect(
        own.remove({ kind: 'hash.delete', field: b('f'), before: b('1') }),
      ).rejects.toMatchObject({ error: { code: 'readonly' } });
      expect(await admin.hgetall(key)).toEqual({ f: '1' });
      session.close();
    });
  });
}

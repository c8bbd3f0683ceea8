import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { inBetween, names, pattern, setUpBulk } from '../../test-support/bulk-work.ts';
import { openSession } from '../../test-support/open-session.ts';
import {
  missingServer,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { UndoJournal } from '../../undo/journal.ts';
import { fillStrings } from '../../test-support/fill-strings.ts';

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `delete with obstacles on ${kind}${missing === null ? '' : ` (${missing})`}`,
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
        await admin.flushall();
      });

      async function callsOf(command: string): Promise<number> {
        const stats = await admin.info('commandstats');
        return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
      }

      const fill = (count: number) =>
        fillStrings(admin, 'cart:', count, { value: 'value ', ttlMs: 1_000_000 });

      test('a key changed between its DUMP and UNLINK is journaled as it was when it went', async () => {
        const redis = inBetween(session.client, async (round) => {
          if (round === 1) await admin.set('cart:2', 'changed');
        });
        const keys = await setUpBulk({ pool, session }, { redis });
        await fill(10);
        const result = await keys.remove(pattern('cart:*'));
        expect(result).toMatchObject({
          deleted: 10,
          failedCount: 0,
          ticket: { title: 'Deleted 10 keys' },
        });
        await keys.undo(result.ticket);
        expect(await admin.get('cart:2')).toBe('changed');
        expect(await admin.get('cart:3')).toBe('value 3');
      });

      test('a key that never stops changing stays, is reported, and is not brought back over its newest state', async () => {
        const redis = inBetween(session.client, async (round) => {
          await admin.set('cart:2', `change ${round}`);
        });
        const keys = await setUpBulk({ pool, session }, { redis });
        await fill(4);
        const result = await keys.remove(pattern('cart:*'));
        expect(result).toMatchObject({
          deleted: 3,
          failed: [{ key: toBytes('cart:2') }],
          failedCount: 1,
        });
        expect(await keys.undo(result.ticket)).toEqual({
          restored: 3,
          conflicts: [],
          conflictCount: 0,
        });
        expect(await admin.get('cart:2')).toMatch(/^change/);
      });

      test('a key somebody else deletes in between is theirs: undo does not bring it back', async () => {
        const redis = inBetween(session.client, async (round) => {
          if (round === 1) await admin.del('cart:2');
        });
        const keys = await setUpBulk({ pool, session }, { redis });
        await fill(4);
        const result = await keys.remove(pattern('cart:*'));
        expect(result).toMatchObject({ deleted: 3, missing: 1 });
        expect(await keys.undo(result.ticket)).toMatchObject({ restored: 3 });
        expect(await admin.exists('cart:2')).toBe('0');
      });

      test('when the journal cannot be written nothing is deleted', async () => {
        const file = join(await temporaryFolder(), 'a-file');
        await writeFile(file, '');
        const keys = await setUpBulk(
          { pool, session },
          {
            journal: new UndoJournal({ dir: file, secrets: null }),
          },
        );
        await fill(3);
        await expect(keys.remove(pattern('cart:*'))).rejects.toMatchObject({
          error: { code: 'limit', limit: 'undo journal' },
        });
        expect(Number(await admin.dbsize())).toBe(3);
      });

      test('keys this user may not delete fail with the server’s reason, the others go', async () => {
        await admin.call(
          'acl',
          'setuser',
          'half',
          'reset',
          'on',
          '>pw',
          '~cart:*',
          '%R~*',
          '+@all',
        );
        const one = await openSession(server, { username: 'half', password: 'pw' });
        const keys = await setUpBulk(one);
        await fill(5);
        await admin.set('kept:1', 1);
        const result = await keys.remove(names('cart:1', 'kept:1', 'cart:2'));
        expect(result).toMatchObject({
          deleted: 2,
          failedCount: 1,
          failed: [{ key: toBytes('kept:1') }],
        });
        expect(result.failed[0]?.reason).toMatch(/permissions to access/);
        expect(await admin.exists('kept:1')).toBe('1');
        expect(await keys.undo(result.ticket)).toMatchObject({ restored: 2 });
        one.pool.closeAll();
      });

      test('where nothing may be deleted it stops asking and says so', async () => {
        await admin.call(
          'acl',
          'setuser',
          'reader',
          'reset',
          'on',
          '>pw',
          '~*',
          '+@all',
          '-unlink',
          '-del',
        );
        const one = await openSession(server, { username: 'reader', password: 'pw' });
        const keys = await setUpBulk(one);
        await fill(1_000);
        await admin.config('RESETSTAT');
        const result = await keys.remove(pattern('cart:*'));
        expect(result).toMatchObject({ deleted: 0, failedCount: 1_000, ticket: null });
        expect(result.failed[0]?.reason).toContain('no permissions');
        expect(Number(await admin.dbsize())).toBe(1_000);
        // Not key by key.
        expect(await callsOf('watch')).toBeLessThan(10);
        one.pool.closeAll();
      });

      test('without DUMP the plan says that there is no undo, and the delete still works', async () => {
        await admin.call('acl', 'setuser', 'nodump', 'reset', 'on', '>pw', '~*', '+@all', '-dump');
        const one = await openSession(server, { username: 'nodump', password: 'pw' });
        const keys = await setUpBulk(one);
        await fill(450);
        const plan = await keys.plan(pattern('cart:*'));
        expect(plan.undo).toEqual({ kind: 'none', reason: expect.stringContaining('DUMP') });
        expect(plan.command).toMatch(/^UNLINK cart:\d+ cart:\d+ cart:\d+ … and 447 more$/);
        await admin.del('cart:1');
        expect(await keys.apply(plan)).toMatchObject({
          deleted: 449,
          missing: 1,
          failed: [],
          failedCount: 0,
          ticket: null,
        });
        one.pool.closeAll();
      });

      test('where scripts are refused the plan names the transaction that it goes by', async () => {
        await admin.call('acl', 'setuser', 'noeval', 'reset', 'on', '>pw', '~*', '+@all', '-eval');
        const one = await openSession(server, { username: 'noeval', password: 'pw' });
        const keys = await setUpBulk(one);
        await fill(1);
        const plan = await keys.plan(pattern('cart:*'));
        expect(plan.command).toBe('WATCH, MULTI, UNLINK cart:0, EXEC');
        await admin.config('RESETSTAT');
        const { ticket } = await keys.apply(plan);
        expect(await admin.info('commandstats')).toMatch(/cmdstat_exec:calls=1,/);
        expect(ticket?.command).toBe(plan.command);
        one.pool.closeAll();
      });

      test('what does not fit into the journal is said in the plan', async () => {
        const limits = () => ({ ms: 3_600_000, bytes: 1_048_576 });
        const dir = await temporaryFolder();
        const journal = new UndoJournal({ dir, secrets: null, limits });
        const keys = await setUpBulk({ pool, session }, { journal });
        const draft = await keys.journal.begin({ scope: 'elsewhere', title: null, command: '' });
        await draft.append([
          {
            kind: 'delete',
            key: toBytes('k'),
            dump: new Uint8Array(keys.journal.room() - 100_000),
            expiresAtMs: null,
          },
        ]);
        await draft.finish();
        const value = Array.from({ length: 40_000 }, (_, i) =>
          (i * 2_654_435_761).toString(36),
        ).join('');
        await admin.set('big', value);
        expect((await keys.plan(names('big'))).undo).toMatchObject({
          kind: 'none',
          reason: expect.stringContaining('room'),
        });
      });

      test('nothing is deleted on a read-only connection', async () => {
        const one = await openSession(server, { readOnly: true });
        const keys = await setUpBulk(one);
        await fill(3);
        const result = await keys.remove(pattern('cart:*'));
        expect(result).toMatchObject({ deleted: 0, failedCount: 3, ticket: null });
        expect(result.failed[0]?.reason).toContain('read-only');
        expect(Number(await admin.dbsize())).toBe(3);
        one.pool.closeAll();
      });

      test('a ticket cannot be used on another database', async () => {
        const keys = await setUpBulk({ pool, session });
        await fill(3);
        const { ticket } = await keys.remove(pattern('cart:*'));
        const other = await openSession(server, { db: 1 });
        const there = await setUpBulk(other, { journal: keys.journal });
        await expect(there.undo(ticket)).rejects.toMatchObject({ error: { code: 'undo.expired' } });
        expect(await keys.undo(ticket)).toMatchObject({ restored: 3 });
        other.pool.closeAll();
      });
    },
  );
}

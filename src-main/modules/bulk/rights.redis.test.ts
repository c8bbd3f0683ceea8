import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BulkAction } from '../../../src-shared/contract/bulk.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { SessionPool } from '../../redis/session-pool.ts';
import { contentOf, pattern, setUpBulk } from '../../test-support/bulk-work.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { setUpTransfer } from '../../test-support/transfer-work.ts';
import { UndoJournal } from '../../undo/journal.ts';

const missing = missingServer('plain');
describe.skipIf(missing !== null)(
  `what a plan says of rights and room${missing === null ? '' : ` (${missing})`}`,
  () => {
    let servers: readonly [TestServer, TestServer];
    let there: Redis;
    let here: Redis;
    let pool: SessionPool;
    beforeAll(async () => {
      servers = [await startRedis('plain'), await startRedis('plain')];
      there = servers[0].client();
      here = servers[1].client();
    });
    afterAll(async () => {
      for (const server of servers) await server.stop();
    });
    beforeEach(async () => {
      await there.flushall();
      await here.flushall();
      await there.mset('cart:1', 'a', 'cart:2', 'b');
      await here.mset('cart:1', 'a', 'cart:2', 'b');
      pool = new SessionPool();
      return () => pool.closeAll();
    });

    /** As a user who may do all but this. */
    async function lacking(index: 0 | 1, ...commands: string[]): Promise<Session> {
      const [server, admin] = index === 0 ? [servers[0], there] : [servers[1], here];
      const rights = ['~*', '+@all', ...commands.map((command) => `-${command}`)];
      await admin.call('acl', 'setuser', 'narrow', 'reset', 'on', '>pw', ...rights);
      return (await openSession(server, { pool, username: 'narrow', password: 'pw' })).session;
    }

    describe.each(['watch', 'multi', 'exec'])('without the right to %s', (command) => {
      test('nothing but a delete without undo can be done where scripts are refused too, and that is said before', async () => {
        const session = await lacking(1, command, 'eval');
        const source = await lacking(0);
        const keys = await setUpBulk({ pool, session });
        const before = await contentOf(here);
        const actions: BulkAction[] = [
          { kind: 'expire', ttlMs: 60_000 },
          { kind: 'rename', from: toBytes('cart:'), to: toBytes('x:') },
          { kind: 'copy', from: source.id, replace: true },
        ];
        for (const action of actions)
          await expect(keys.plan(pattern('cart:*'), action)).rejects.toThrow(
            'This user may not use WATCH, MULTI and EXEC',
          );
        expect(await contentOf(here)).toEqual(before);
        const plan = await keys.plan(pattern('cart:*'));
        expect(plan.undo).toMatchObject({
          kind: 'none',
          reason: expect.stringContaining('WATCH, MULTI and EXEC'),
        });
        expect(await keys.apply(plan)).toMatchObject({ deleted: 2, failedCount: 0, ticket: null });
      });

      test('scripts do all of it instead, with an undo', async () => {
        const session = await lacking(1, command);
        const source = await lacking(0);
        await there.set('cart:1', 'other');
        const keys = await setUpBulk({ pool, session });
        await here.set('cart:large', 'x'.repeat(200_000));
        const before = await contentOf(here);
        const actions: BulkAction[] = [
          { kind: 'delete' },
          { kind: 'expire', ttlMs: 60_000 },
          { kind: 'rename', from: toBytes('cart:'), to: toBytes('x:') },
          { kind: 'copy', from: source.id, replace: true },
        ];
        for (const action of actions) {
          const plan = await keys.plan(pattern('cart:*'), action);
          expect(plan.undo).toMatchObject({ kind: 'exact', leaves: null });
          const changed = action.kind === 'copy' ? 2 : 3;
          const report = await keys.apply(plan);
          expect(report).toMatchObject({ changed, failedCount: 0 });
          expect(await contentOf(here)).not.toEqual(before);
          const undone = await keys.undo(report.ticket);
          expect(undone).toMatchObject({ restored: changed, conflictCount: 0 });
          expect(await contentOf(here)).toEqual(before);
        }
      });

      test('nothing can be imported where scripts are refused too; else a script does it', async () => {
        const keys = await setUpTransfer({ pool, session: await lacking(1, command, 'eval_ro') });
        await writeFile(keys.file.path, 'SET a 1\n');
        await expect(keys.look()).rejects.toThrow('This user may not use WATCH, MULTI and EXEC');
        const before = await contentOf(here);
        const scripted = await setUpTransfer({ pool, session: await lacking(1, command) });
        await writeFile(scripted.file.path, 'SET a 1\nSET cart:1 2\nRPUSH l 1 2\n');
        const report = await scripted.write(await scripted.look(), 'overwrite');
        expect(report).toMatchObject({ changed: 3, failedCount: 0 });
        expect(await here.get('cart:1')).toBe('2');
        expect(await scripted.undo(report.ticket)).toMatchObject({ restored: 3, conflictCount: 0 });
        expect(await contentOf(here)).toEqual(before);
      });
    });

    test('what a script does not compare is left alone where only scripts may be used, and that is said before', async () => {
      await here.set('cart:huge', 'x'.repeat(2_000_000));
      const keys = await setUpBulk({ pool, session: await lacking(1, '@transaction') });
      const plan = await keys.plan(pattern('cart:*'));
      expect(plan.undo).toMatchObject({
        kind: 'exact',
        leaves: expect.stringContaining('values above 1 MB'),
      });
      const report = await keys.apply(plan);
      expect(report).toMatchObject({ deleted: 2, failedCount: 1 });
      expect(report.failed[0]?.reason).toContain('not compared by a script');
      expect(await here.keys('*')).toEqual(['cart:huge']);
    });

    test('without DUMP at either end nothing can be copied, and where it is missing is said', async () => {
      const copy = (from: Session) => ({ kind: 'copy', from: from.id, replace: false }) as const;
      const target = await setUpBulk({ pool, session: await lacking(1) });
      await expect(target.plan(pattern('cart:*'), copy(await lacking(0, 'dump')))).rejects.toThrow(
        'The server they come from refuses DUMP',
      );
      const narrow = await setUpBulk({ pool, session: await lacking(1, 'dump') });
      await expect(narrow.plan(pattern('cart:*'), copy(await lacking(0)))).rejects.toThrow(
        'This user may not use DUMP on this server',
      );
    });

    test('without DUMP nothing can be imported', async () => {
      const keys = await setUpTransfer({ pool, session: await lacking(1, 'dump') });
      await writeFile(keys.file.path, 'SET a 1\nSET cart:1 2\n');
      await expect(keys.look()).rejects.toThrow('This user may not use DUMP on this server');
    });

    test('what is replaced counts for the room of the undo', async () => {
      const limits = () => ({ ms: 3_600_000, bytes: 1_048_576 });
      const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null, limits });
      const lines: string[] = [];
      for (let i = 0; i < 20; i++) {
        await there.set(`cart:${i}`, 'new');
        await here.set(`cart:${i}`, randomBytes(100_000));
        lines.push(`SET cart:${i} new`);
      }
      const [source, session] = [await lacking(0), await lacking(1)];
      const keys = await setUpBulk({ pool, session }, { journal });
      const copy = (replace: boolean) => ({ kind: 'copy', from: source.id, replace }) as const;
      const room = expect.stringContaining('has room for 1 MB');
      expect((await keys.plan(pattern('cart:*'), copy(false))).undo).toMatchObject({
        kind: 'exact',
      });
      expect((await keys.plan(pattern('cart:*'), copy(true))).undo).toMatchObject({
        kind: 'none',
        reason: room,
      });
      const transfer = await setUpTransfer({ pool, session }, { journal });
      await writeFile(transfer.file.path, lines.join('\n'));
      const planned = await transfer.look();
      expect(planned).toMatchObject({ undoObstacle: null, overwriteObstacle: room });
      // As it was said: without an undo.
      expect(await transfer.write(planned, 'overwrite')).toMatchObject({
        changed: 20,
        ticket: null,
      });
    });
  },
);

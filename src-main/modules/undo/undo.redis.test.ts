import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract } from '../../../src-shared/contract/index.ts';
import { ticketId } from '../../../src-shared/contract/define.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { type KeyProtection, UndoJournal } from '../../undo/journal.ts';
import { setUpBulk } from '../../test-support/bulk-work.ts';
import { jobsOf, undoingOf } from '../../test-support/undoing.ts';
import { createKeysHandlers } from '../keys/handlers.ts';
import { createUndoHandlers } from './handlers.ts';

const readable: KeyProtection = {
  status: () => ({ available: true }),
  encrypt: (plain) => plain,
  decrypt: (stored) => stored,
};

const missing = missingServer('plain');
describe.skipIf(missing !== null)(`undo${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let pool: SessionPool;
  let session: Session;
  let admin: Redis;
  beforeAll(async () => {
    server = await startRedis('plain');
    admin = server.client();
    ({ pool, session } = await openSession(server));
  });
  afterAll(async () => {
    session.close();
    await server.stop();
  });

  test('the list of tickets follows what is done and taken back', async () => {
    const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: readable });
    const keys = createKeysHandlers({ journal });
    const undo = createUndoHandlers({ journal, jobs: jobsOf(session) });
    const controller = new AbortController();
    const connection = session.id;
    const watch = undo['undo.watch']({ connection }, contextOf(session, controller.signal))[
      Symbol.asyncIterator
    ]();
    const next = async () => contract['undo.watch'].item.parse((await watch.next()).value);
    expect(await next()).toEqual([]);
    await admin.mset('a', 1, 'b', 2);
    const ttl = await keys['keys.setTtl'](
      { connection, key: Buffer.from('a'), ttlMs: 60_000, readAsMs: null },
      contextOf(session),
    );
    expect(await next()).toEqual([ttl]);
    const rename = await keys['keys.rename'](
      { connection, key: Buffer.from('b'), to: Buffer.from('c') },
      contextOf(session),
    );
    const both = await next();
    expect(both).toHaveLength(2);
    expect(both).toEqual(expect.arrayContaining([ttl, rename]));
    await undoingOf(session, { journal }).undo(ttl);
    expect(await next()).toEqual([rename]);
    controller.abort();
    expect((await watch.next()).done).toBe(true);
  });

  test('what was deleted can be brought back after a restart of the app', async () => {
    const dir = await temporaryFolder();
    const keys = await setUpBulk(
      { pool, session },
      { journal: new UndoJournal({ dir, secrets: readable }) },
    );
    await admin.flushall();
    await admin.set('a', 'value', 'PXAT', 4_102_444_800_123);
    const { ticket } = await keys.remove({ kind: 'keys', keys: [Buffer.from('a')] });
    expect(ticket?.title).toBe('Deleted a');
    const journal = new UndoJournal({ dir, secrets: readable });
    await journal.open();
    const later = await openSession(server);
    await undoingOf(later.session, { journal }).undo(ticket);
    expect(await admin.get('a')).toBe('value');
    expect(Number(await admin.pexpiretime('a'))).toBe(4_102_444_800_123);
    later.pool.closeAll();
  });

  test('nothing is taken back on a read-only connection, and the ticket stays', async () => {
    const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: readable });
    const keys = await setUpBulk({ pool, session }, { journal });
    await admin.flushall();
    await admin.mset('a', 1, 'b', 2);
    const { ticket } = await keys.remove({
      kind: 'pattern',
      match: Buffer.from('*'),
      type: null,
      prefix: null,
    });
    const locked = await openSession(server, { readOnly: true });
    const { undo } = undoingOf(locked.session, { journal });
    await expect(undo(ticket)).rejects.toThrow('read-only');
    locked.session.setLock(false);
    expect(await undo(ticket)).toMatchObject({ restored: 2 });
    locked.pool.closeAll();
  });

  test('an unknown ticket has expired', async () => {
    const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
    const { undo } = undoingOf(session, { journal });
    await expect(undo({ id: ticketId.parse('guessed') })).rejects.toMatchObject({
      error: { code: 'undo.expired' },
    });
  });
});

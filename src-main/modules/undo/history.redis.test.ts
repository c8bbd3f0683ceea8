import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { join } from 'node:path';
import { type TicketId, ticketId } from '../../../src-shared/contract/define.ts';
import { contract, type Item } from '../../../src-shared/contract/index.ts';
import type { HistoryEntry } from '../../../src-shared/contract/undo.ts';
import { escapeBytes, toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { names, setUpBulk } from '../../test-support/bulk-work.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { jobsOf } from '../../test-support/undoing.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { type JournalLimits, type KeyProtection, UndoJournal } from '../../undo/journal.ts';
import { createKeysHandlers } from '../keys/handlers.ts';
import { createHistoryHandlers, createUndoHandlers } from './handlers.ts';

const readable: KeyProtection = {
  status: () => ({ available: true }),
  encrypt: (plain) => plain,
  decrypt: (stored) => stored,
};

/** The list as the window would have it after each item. */
function follow(journal: UndoJournal, pool: SessionPool) {
  const controller = new AbortController();
  const { signal } = controller;
  const stream = createHistoryHandlers({ journal, pool })['undo.history']({}, { signal });
  const items = stream[Symbol.asyncIterator]();
  const known = new Map<TicketId, HistoryEntry>();
  let pages = 0;
  return {
    end: () => controller.abort(),
    pages: () => pages,
    /** After the next whole news. */
    async next(): Promise<{ entries: HistoryEntry[]; storage: Item<'undo.history'>['storage'] }> {
      for (;;) {
        const page = contract['undo.history'].item.parse((await items.next()).value);
        pages += 1;
        for (const entry of page.entries) known.set(entry.id, entry);
        for (const id of page.gone) known.delete(id);
        if (page.complete) return { entries: [...known.values()], storage: page.storage };
      }
    },
  };
}

const missing = missingServer('plain');
describe.skipIf(missing !== null)(`history${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let session: Session;
  let pool: SessionPool;
  let admin: Redis;
  beforeAll(async () => {
    server = await startRedis('plain');
    admin = server.client();
    ({ session, pool } = await openSession(server));
  });
  beforeEach(async () => {
    await admin.flushall();
  });
  afterAll(async () => {
    pool.closeAll();
    await server.stop();
  });

  const { signal } = new AbortController();
  const journals: UndoJournal[] = [];
  afterEach(async () => {
    for (const journal of journals.splice(0)) await journal.close();
  });
  const journalOf = (options: ConstructorParameters<typeof UndoJournal>[0]): UndoJournal => {
    const journal = new UndoJournal(options);
    journals.push(journal);
    return journal;
  };
  const kept = async (more: { limits?: () => JournalLimits } = {}) => {
    const dir = await temporaryFolder();
    const options = {
      dir: join(dir, 'undo'),
      historyFile: join(dir, 'history.log'),
      secrets: readable,
      ...more,
    };
    return { options, journal: journalOf(options) };
  };

  test('names every change with its server, and what became of its undo', async () => {
    const { journal } = await kept();
    const { remove, undo } = await setUpBulk({ pool, session }, { journal });
    const list = follow(journal, pool);
    expect((await list.next()).entries).toEqual([]);
    await admin.mset('a', 1, 'b', 2);
    const { ticket } = await remove(names('a', 'b'));
    const [made] = (await list.next()).entries;
    expect(made).toMatchObject({
      id: ticket?.id,
      title: 'Deleted 2 keys',
      command: 'EVAL (UNLINK if unchanged) a b',
      keys: 2,
      connection: session.id,
      server: { name: 'test', db: 0, environment: 'local', sandbox: false, profile: null },
      state: { is: 'undoable', survivesQuit: true, left: 2 },
      lastUndo: null,
    });
    expect(made?.bytes).toBeGreaterThan(100);
    await admin.set('b', 'of somebody else');
    expect(await undo(ticket)).toMatchObject({ restored: 1, conflictCount: 1 });
    const [partly] = (await list.next()).entries;
    expect(partly).toMatchObject({
      title: 'Deleted 2 keys',
      state: { is: 'undoable', left: 1 },
    });
    const id = ticket?.id ?? ticketId.parse('none');
    const handlers = createHistoryHandlers({ journal, pool });
    const { conflicts } = await handlers['undo.conflicts']({ ticket: id }, { signal });
    expect(conflicts.map(({ key, reason }) => [escapeBytes(key), reason])).toEqual([
      ['b', 'There is a key of this name again'],
    ]);
    expect(await admin.get('b')).toBe('of somebody else');
    await admin.del('b');
    await undo(ticket);
    const { entries, storage } = await list.next();
    expect(entries).toMatchObject([
      { state: { is: 'undone' }, lastUndo: { restored: 1, conflictCount: 0 }, bytes: 0 },
    ]);
    expect(storage.usedBytes).toBe(0);
    list.end();
  });

  test('a closed server stays in the list, and a restart finds all of it', async () => {
    const { journal, options } = await kept();
    const other = await openSession(server);
    const { remove } = await setUpBulk(other, { journal });
    await admin.set('a', 1);
    await remove(names('a'));
    await journal.history.close();
    const list = follow(journal, other.pool);
    expect((await list.next()).entries).toMatchObject([{ connection: other.session.id }]);
    other.pool.closeAll();
    expect((await list.next()).entries).toMatchObject([{ connection: null }]);
    list.end();
    const later = journalOf(options);
    await later.open();
    await later.history.close();
    const again = follow(later, other.pool);
    expect((await again.next()).entries).toMatchObject([
      { title: 'Deleted a', connection: null, server: { name: 'test' }, state: { is: 'undoable' } },
    ]);
    again.end();
  });

  test('a change that cannot be taken back is in it with the reason said before', async () => {
    const { journal } = await kept({ limits: () => ({ ms: 1_000, bytes: 10 }) });
    const { plan, apply } = await setUpBulk({ pool, session }, { journal });
    await admin.set('a', 'x'.repeat(100));
    const planned = await plan(names('a'));
    expect(planned.undo.kind).toBe('none');
    await apply(planned);
    const list = follow(journal, pool);
    const reason = planned.undo.kind === 'none' ? planned.undo.reason : '';
    expect((await list.next()).entries).toMatchObject([
      { title: 'Deleted a', keys: 1, bytes: 0, state: { is: 'never', reason } },
    ]);
    list.end();
  });

  test('a preview says what would come back, without values, and what stands in the way now', async () => {
    const { journal } = await kept();
    const keys = createKeysHandlers({ journal });
    const undo = createUndoHandlers({ journal, jobs: jobsOf(session) });
    const history = createHistoryHandlers({ journal, pool });
    const { remove } = await setUpBulk({ pool, session }, { journal });
    const connection = session.id;
    const context = contextOf(session);
    const binary = Buffer.from([0, 255]);
    await admin.set(binary, 'value');
    await admin.hset('h', 'f', 'v');
    await admin.pexpireat('h', 4_102_444_800_123);
    const { ticket } = await remove(names(binary, 'h'));
    const id = ticket?.id ?? ticketId.parse('none');
    const preview = await history['undo.preview']({ ticket: id }, { signal });
    expect(preview).toEqual({
      keys: [
        {
          key: new Uint8Array(binary),
          what: 'Comes back',
          wasDeleted: true,
          type: 'string',
          expiresAtMs: null,
        },
        {
          key: toBytes('h'),
          what: 'Comes back',
          wasDeleted: true,
          type: 'hash',
          expiresAtMs: 4_102_444_800_123,
        },
      ],
      total: 2,
      unread: 0,
    });
    const check = async (one: TicketId) =>
      (await undo['undo.check']({ connection, ticket: one }, context)).conflicts.map(
        ({ key, reason }) => `${escapeBytes(key)}: ${reason}`,
      );
    expect(await check(id)).toEqual([]);
    await admin.set('h', 'other');
    expect(await check(id)).toEqual(['h: There is a key of this name again']);

    const renamed = await keys['keys.rename'](
      { connection, key: toBytes('h'), to: toBytes('i') },
      context,
    );
    expect(await check(renamed.id)).toEqual([]);
    const shown = await history['undo.preview']({ ticket: renamed.id }, { signal });
    expect(shown.keys).toMatchObject([{ what: 'Is called h again', wasDeleted: false }]);
    const ttl = await keys['keys.setTtl'](
      { connection, key: toBytes('i'), ttlMs: 60_000, readAsMs: null },
      context,
    );
    expect(await check(ttl.id)).toEqual([]);
    await admin.persist('i');
    expect(await check(ttl.id)).toEqual(['i: Its TTL was changed since']);
    await admin.del('i');
    expect(await check(renamed.id)).toEqual(['i: The key is gone']);
  });

  test('a forgotten change frees its room and can never be taken back', async () => {
    const { journal } = await kept();
    const { remove, undo } = await setUpBulk({ pool, session }, { journal });
    const history = createHistoryHandlers({ journal, pool });
    await admin.set('a', 1);
    const { ticket } = await remove(names('a'));
    const id = ticket?.id ?? ticketId.parse('none');
    const { bytes } = journal.find(id)?.file ?? { bytes: 0 };
    expect(await history['undo.forget']({ ticket: id }, { signal })).toEqual({ freedBytes: bytes });
    expect(journal.usage().usedBytes).toBe(0);
    const list = follow(journal, pool);
    expect((await list.next()).entries).toMatchObject([{ state: { is: 'forgotten' }, bytes: 0 }]);
    list.end();
    await expect(undo(ticket)).rejects.toMatchObject({ error: { code: 'undo.expired' } });
    for (const name of ['undo.forget', 'undo.preview'] as const)
      await expect(history[name]({ ticket: id }, { signal })).rejects.toMatchObject({
        error: { code: 'notFound' },
      });
  });

  test('a long list comes in pages, and afterwards only what is new', async () => {
    const { journal } = await kept();
    for (let i = 0; i < 600; i++)
      journal.history.noteForGood({
        scope: 's',
        server: null,
        title: `Deleted ${i}`,
        command: 'UNLINK',
        keys: 1,
        never: 'so',
      });
    const list = follow(journal, pool);
    expect((await list.next()).entries).toHaveLength(600);
    expect(list.pages()).toBe(3);
    const { remove } = await setUpBulk({ pool, session }, { journal });
    await admin.set('a', 1);
    await remove(names('a'));
    expect((await list.next()).entries).toHaveLength(601);
    expect(list.pages()).toBe(4);
    list.end();
    await journal.history.close();
  });
});

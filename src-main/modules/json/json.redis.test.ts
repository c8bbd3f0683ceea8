import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src-shared/contract/index.ts';
import { addJsonNumbers } from '../../../src-shared/json-number.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { undoingOf } from '../../test-support/undoing.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { UndoJournal } from '../../undo/journal.ts';
import { createJsonHandlers } from './handlers.ts';

const key = Buffer.from('product:1');
const DOCUMENT =
  '{"price":1149.9,"n":9007199254740993,"offers":[{"shop":"A","price":2},{"shop":"B","price":"x"}],"name":"Größe"}';

async function setUp(session: Session) {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const json = createJsonHandlers({ journal });
  const { undo } = undoingOf(session, { journal });
  const context = contextOf(session);
  const connection = session.id;
  const get = async (path: string, evenIfLarge = false) =>
    contract['json.get'].output.parse(
      await json['json.get']({ connection, key, path, evenIfLarge }, context),
    );
  return {
    journal,
    get,
    text: async (path: string) => {
      const result = await get(path);
      return result.kind === 'text' ? result.text : null;
    },
    set: async (path: string, value: string, expected: string) =>
      contract['json.set'].output.parse(
        await json['json.set']({ connection, key, changes: [{ path, value, expected }] }, context),
      ).ticket,
    setAll: async (...changes: readonly (readonly [string, string, string])[]) => {
      const input = contract['json.set'].input.parse({
        connection,
        key,
        changes: changes.map(([path, value, expected]) => ({ path, value, expected })),
      });
      return contract['json.set'].output.parse(await json['json.set'](input, context)).ticket;
    },
    increment: async (name: string, by: string) => {
      const change = {
        steps: [name],
        command: { kind: 'numincrby', by },
        expected: { is: 'number' },
      };
      const input = contract['json.set'].input.parse({ connection, key, changes: [change] });
      return contract['json.set'].output.parse(await json['json.set'](input, context)).ticket;
    },
    undo,
  };
}

const missing = missingServer('stack');
describe.skipIf(missing !== null)(`JSON on stack${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let admin: Redis;
  beforeAll(async () => {
    server = await startRedis('stack');
    admin = server.client();
  });
  afterAll(async () => {
    await server.stop();
  });
  beforeEach(async () => {
    await admin.flushall();
    await admin.call('json.set', key, '$', DOCUMENT);
  });

  for (const protocol of [2, 3] as const)
    describe(`over RESP${protocol}`, () => {
      let session: Session;
      beforeAll(async () => {
        ({ session } = await openSession(server, { protocol }));
      });
      afterAll(() => session.close());

      test('reads the document and parts of it as the server wrote them', async () => {
        const json = await setUp(session);
        expect(await json.get('$')).toMatchObject({
          kind: 'text',
          text: DOCUMENT,
          bytes: Buffer.byteLength(DOCUMENT) + 2,
        });
        expect(await json.text('$..price')).toBe('[1149.9,2,"x"]');
        expect(await json.text('$.nothing')).toBe('[]');
        expect(await json.text('.price')).toBe('1149.9');
        await expect(json.get('$.[[')).rejects.toMatchObject({
          error: { code: 'redis.reply', command: 'JSON.GET' },
        });
        await admin.set('product:1', 'text');
        await expect(json.get('$')).rejects.toMatchObject({ error: { code: 'redis.reply' } });
        await admin.del('product:1');
        await expect(json.get('$')).rejects.toMatchObject({ error: { code: 'notFound' } });
      });

      test('a large document is read only when asked for', async () => {
        const json = await setUp(session);
        const items = Array.from({ length: 60_000 }, (_, i) => `"item number ${i}"`).join(',');
        await admin.call('json.set', key, '$', `{"items":[${items}],"small":1}`);
        const large = await json.get('$');
        expect(large).toMatchObject({ kind: 'tooLarge' });
        expect(large.kind === 'tooLarge' && large.bytes > LIMITS.jsonAutoBytes).toBe(true);
        expect(await json.text('$.small')).toBe('[1]');
        expect(await json.get('$', true)).toMatchObject({ kind: 'text', bytes: items.length + 24 });
      });

      test('refuses a path that RedisJSON would write beside', async () => {
        const json = await setUp(session);
        await admin.call('json.set', key, '$', '{"we\\"ird":1}');
        await expect(json.set('$["we\\"ird"]', '2', '[1]')).rejects.toMatchObject({
          error: { code: 'unsupported' },
        });
        await expect(json.increment('back\\slash', '1')).rejects.toMatchObject({
          error: { code: 'unsupported' },
        });
        expect(await admin.call('json.get', key)).toBe('{"we\\"ird":1}');
      });

      test('sets one place, keeps the TTL and takes it back although the rest was changed', async () => {
        const json = await setUp(session);
        await admin.expire('product:1', 1_000);
        const ticket = await json.set('$.price', '1149', '[1149.9]');
        expect(ticket).toMatchObject({
          title: 'Changed $.price of product:1',
          command: 'JSON.SET product:1 $.price 1149',
        });
        expect(await json.text('$.price')).toBe('[1149]');
        await admin.call('json.set', key, '$.name', '"other"');
        expect(await json.undo(ticket)).toMatchObject({ restored: 1, conflictCount: 0 });
        expect(await json.text('$.price')).toBe('[1149.9]');
        expect(await json.text('$.name')).toBe('["other"]');
        expect(Number(await admin.ttl('product:1'))).toBeGreaterThan(900);
      });

      test('sets the whole document and takes it back to the byte', async () => {
        const json = await setUp(session);
        const ticket = await json.set('$', '{"new":true}', DOCUMENT);
        expect(await json.text('$')).toBe('{"new":true}');
        expect(await json.undo(ticket)).toMatchObject({ restored: 1 });
        expect(await json.text('$')).toBe(DOCUMENT);
      });

      test('several places and a new member are taken back with the whole key', async () => {
        const json = await setUp(session);
        await admin.expire('product:1', 1_000);
        const several = await json.set('$..price', '0', '[1149.9,2,"x"]');
        expect(await json.text('$..price')).toBe('[0,0,0]');
        expect(await json.undo(several)).toMatchObject({ restored: 1 });
        expect(await json.text('$')).toBe(DOCUMENT);
        expect(Number(await admin.ttl('product:1'))).toBeGreaterThan(900);
        const added = await json.set('$.added', '{"a":1}', '[]');
        expect(await json.text('$.added')).toBe('[{"a":1}]');
        await json.undo(added);
        expect(await json.text('$')).toBe(DOCUMENT);
      });

      test('sets several places in one act, and takes all of them back', async () => {
        const json = await setUp(session);
        await admin.expire('product:1', 1_000);
        const ticket = await json.setAll(
          ['$.price', '1', '[1149.9]'],
          ['$.offers[0]', '{"shop":"C"}', '[{"shop":"A","price":2}]'],
          ['$.name', '"x"', '["Größe"]'],
        );
        expect(ticket.title).toBe('Changed 3 places of product:1');
        expect(ticket.command).toContain('JSON.SET product:1 $.name');
        expect(await json.text('$')).toBe(
          '{"price":1,"n":9007199254740993,"offers":[{"shop":"C"},{"shop":"B","price":"x"}],"name":"x"}',
        );
        await admin.call('json.set', key, '$.n', '5');
        expect(await json.undo(ticket)).toMatchObject({ restored: 1, conflictCount: 0 });
        expect(await json.text('$')).toBe(DOCUMENT.replace('9007199254740993', '5'));
        expect(Number(await admin.ttl('product:1'))).toBeGreaterThan(900);
      });

      test('of several places none is set when one was changed or is refused', async () => {
        const json = await setUp(session);
        await expect(
          json.setAll(['$.price', '1', '[1149.9]'], ['$.name', '"x"', '["other"]']),
        ).rejects.toMatchObject({ error: { code: 'conflict', current: '["Größe"]' } });
        expect(await json.text('$')).toBe(DOCUMENT);
        await expect(
          json.setAll(['$.price', '1', '[1149.9]'], ['$.name', '{bad', '["Größe"]']),
        ).rejects.toMatchObject({ error: { code: 'redis.reply' } });
        expect(await json.text('$')).toBe(DOCUMENT);
        expect(json.journal.list(`${session.memoryKey} ${server.host}:${server.port}/0`)).toEqual(
          [],
        );
      });

      test('a change of somebody else is a conflict, before the write and before the undo', async () => {
        const json = await setUp(session);
        await admin.call('json.set', key, '$.price', '7');
        await expect(json.set('$.price', '1', '[1149.9]')).rejects.toMatchObject({
          error: { code: 'conflict', current: '[7]' },
        });
        expect(await json.text('$.price')).toBe('[7]');
        const ticket = await json.set('$.price', '8', '[7]');
        await admin.call('json.set', key, '$.price', '9');
        expect(await json.undo(ticket)).toMatchObject({
          restored: 0,
          conflicts: [{ reason: 'It was changed since' }],
        });
        expect(await json.text('$.price')).toBe('[9]');
        await admin.del('product:1');
        await expect(json.set('$.price', '1', '[9]')).rejects.toMatchObject({
          error: { code: 'conflict', current: null },
        });
        expect((await json.undo(ticket)).conflicts[0]?.reason).toBe('The key is gone');
      });

      test('what the server refuses changes nothing and leaves no ticket', async () => {
        const json = await setUp(session);
        await expect(json.set('$.price', '{bad', '[1149.9]')).rejects.toMatchObject({
          error: { code: 'redis.reply', command: 'JSON.SET' },
        });
        await expect(json.set('$.no.such.place', '1', '[]')).rejects.toMatchObject({
          error: { code: 'notFound', what: 'path' },
        });
        expect(await json.text('$')).toBe(DOCUMENT);
        expect(json.journal.list(`${session.memoryKey} ${server.host}:${server.port}/0`)).toEqual(
          [],
        );
      });

      test('increments a number, 64-bit ones exactly, and takes it back', async () => {
        const json = await setUp(session);
        const big = await json.increment('n', '2');
        expect(big).toMatchObject({
          title: 'Added 2 to $.n of product:1',
          command: 'JSON.NUMINCRBY product:1 $.n 2',
        });
        expect(await json.text('$.n')).toBe('[9007199254740995]');
        await json.undo(big);
        expect(await json.text('$.n')).toBe('[9007199254740993]');
        const double = await json.increment('price', '0.5');
        expect(await json.text('$.price')).toBe('[1150.4]');
        await json.undo(double);
        expect(await json.text('$')).toBe(DOCUMENT);
      });

      test('adds up as the preview of an increment does', async () => {
        const json = await setUp(session);
        const number = fc.oneof(
          fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
          fc.integer().map((cents) => String(cents / 100)),
          fc.constantFrom('1e21', '1e16', '0.00001', '1e-6', '1.0', '12345678901234567890'),
        );
        await fc.assert(
          fc.asyncProperty(number, number, async (one, by) => {
            await admin.call('json.set', key, '$.n', one);
            const stored = String(await json.text('$.n')).slice(1, -1);
            const sum = addJsonNumbers(stored, by);
            if (sum === null)
              await expect(json.increment('n', by)).rejects.toMatchObject({
                error: { code: 'notFound', what: 'number' },
              });
            else await json.increment('n', by);
            expect(await json.text('$.n')).toBe(`[${sum ?? stored}]`);
          }),
          { numRuns: 30 },
        );
      });

      test('any JSON text written and taken back is as it was', async () => {
        const json = await setUp(session);
        await fc.assert(
          fc.asyncProperty(fc.json({ maxDepth: 3 }), async (value) => {
            await admin.call('json.set', key, '$', DOCUMENT);
            const ticket = await json.set('$.offers[1]', value, '[{"shop":"B","price":"x"}]');
            await json.undo(ticket);
            expect(await json.text('$')).toBe(DOCUMENT);
          }),
          { numRuns: 40 },
        );
      });
    });

  test('a user without JSON.DEBUG and MEMORY still reads', async () => {
    await admin.call(
      'acl',
      'setuser',
      'plain-reader',
      'on',
      '>pw',
      '~*',
      '+json.get',
      '+ping',
      '+command',
      '+hello',
    );
    const { pool, session } = await openSession(server, {
      username: 'plain-reader',
      password: 'pw',
    });
    expect(await (await setUp(session)).text('$.price')).toBe('[1149.9]');
    pool.closeAll();
  });

  test('nothing is changed on a read-only connection', async () => {
    const { pool, session } = await openSession(server, { readOnly: true });
    const json = await setUp(session);
    await expect(json.set('$.price', '1', '[1149.9]')).rejects.toMatchObject({
      error: { code: 'readonly' },
    });
    await expect(json.increment('price', '1')).rejects.toMatchObject({
      error: { code: 'readonly' },
    });
    expect(await json.text('$')).toBe(DOCUMENT);
    pool.closeAll();
  });
});

const noPlain = missingServer('plain');
describe.skipIf(noPlain !== null)(`JSON on plain${noPlain === null ? '' : ` (${noPlain})`}`, () => {
  test('is unsupported there, which is said', async () => {
    const server = await startRedis('plain');
    const { pool, session } = await openSession(server);
    await expect((await setUp(session)).get('$')).rejects.toMatchObject({
      error: { code: 'unsupported', needs: 'RedisJSON' },
    });
    pool.closeAll();
    await server.stop();
  });
});

import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src-shared/contract/index.ts';
import { isWritablePath, type JsonSteps } from '../../../src-shared/json-path.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadCall } from '../../redis/clients.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { UndoJournal } from '../../undo/journal.ts';
import { createJsonHandlers } from './handlers.ts';
import { readTable } from './read-table.ts';

const key = Buffer.from('doc');

async function setUp(session: Session) {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const json = createJsonHandlers({ journal });
  const context = contextOf(session);
  const connection = session.id;
  return {
    level: async (steps: JsonSteps, offset = 0, count = 100) =>
      contract['json.level'].output.parse(
        await json['json.level']({ connection, key, steps: [...steps], offset, count }, context),
      ),
    table: async (keys: readonly string[], paths: readonly string[]) =>
      contract['json.table'].output.parse(
        await json['json.table'](
          { connection, keys: keys.map((one) => Buffer.from(one)), paths: [...paths] },
          context,
        ),
      ).rows,
  };
}

const missing = missingServer('stack');
describe.skipIf(missing !== null)(`JSON in parts${missing === null ? '' : ` (${missing})`}`, () => {
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
  });

  for (const protocol of [2, 3] as const)
    describe(`over RESP${protocol}`, () => {
      let session: Session;
      beforeAll(async () => {
        ({ session } = await openSession(server, { protocol }));
      });
      afterAll(() => session.close());

      test('a level tells kinds, sizes, short texts and numbers as they are written', async () => {
        const long = 'x'.repeat(LIMITS.jsonLevelText + 1);
        const source = `{"n":9007199254740993,"f":1.50,"s":"Gr\\"ö","long":"${long}","o":{"a":1,"b":{}},"e":{},"l":[1,[2]],"t":true,"z":null}`;
        await admin.call('json.set', key, '$', source);
        const { level } = await setUp(session);
        const row = (name: string, kind: string, size: number | null, text: string | null) => ({
          name,
          kind,
          size,
          text,
          names: [],
        });
        expect(await level([])).toEqual({
          state: 'children',
          kind: 'object',
          total: 9,
          children: [
            row('n', 'number', null, '9007199254740993'),
            row('f', 'number', null, '1.5'),
            row('s', 'string', expect.any(Number), '"Gr\\"ö"'),
            row('long', 'string', LIMITS.jsonLevelText + 1, null),
            { ...row('o', 'object', 2, null), names: ['a', 'b'] },
            row('e', 'object', 0, null),
            row('l', 'array', 2, null),
            row('t', 'boolean', null, 'true'),
            row('z', 'null', null, 'null'),
          ],
        });
        expect(await level(['l'])).toMatchObject({
          kind: 'array',
          total: 2,
          children: [
            { name: null, kind: 'number', text: '1' },
            { name: null, kind: 'array', size: 1 },
          ],
        });
        expect(await level(['e'])).toMatchObject({ total: 0, children: [] });
        expect(await level(['l', 0])).toEqual({ state: 'scalar', kind: 'number', text: '1' });
      });

      test('a large array comes in pages, and none of them holds more than its rows', async () => {
        const items = Array.from(
          { length: 5_000 },
          (_, i) => `{"id":${i},"deep":[${'1,'.repeat(50)}1]}`,
        );
        await admin.call('json.set', key, '$', `[${items.join(',')}]`);
        const { level } = await setUp(session);
        const page = await level([], 4_950);
        expect(page).toMatchObject({ state: 'children', kind: 'array', total: 5_000 });
        expect(page.state === 'children' && page.children.length).toBe(50);
        expect(JSON.stringify(page).length).toBeLessThan(8_000);
        expect(await level([], 6_000)).toMatchObject({ total: 5_000, children: [] });
      });

      test('says what is gone, and when an object has too many names', async () => {
        const { level } = await setUp(session);
        await expect(level([])).rejects.toMatchObject({ error: { code: 'notFound', what: 'key' } });
        await admin.call('json.set', key, '$', '{"a":1}');
        await expect(level(['b'])).rejects.toMatchObject({
          error: { code: 'notFound', what: 'path' },
        });
        const many = Array.from({ length: LIMITS.jsonLevelNames + 1 }, (_, i) => `"${i}":0`);
        await admin.call('json.set', key, '$', `{${many.join(',')}}`);
        expect(await level([])).toEqual({ state: 'tooMany', total: LIMITS.jsonLevelNames + 1 });
      });

      test('a value by any name is found by its steps', async () => {
        const { level } = await setUp(session);
        const name = fc
          .string({ unit: 'grapheme', maxLength: 20 })
          .filter((one) => one.isWellFormed());
        await fc.assert(
          fc.asyncProperty(name, name, async (outer, inner) => {
            const source = JSON.stringify({ [outer]: { [inner]: 7 }, other: 1 });
            await admin.call('json.set', key, '$', source);
            if (outer === 'other') return;
            const rows = await level([]);
            if (rows.state !== 'children') throw new Error(rows.state);
            const at = rows.children.find((child) => child.name === outer);
            if (!isWritablePath([outer])) {
              expect(at).toMatchObject({ kind: null, text: null });
              await expect(level([outer])).rejects.toMatchObject({
                error: { code: 'unsupported' },
              });
              return;
            }
            expect(at).toMatchObject({ kind: 'object', size: 1 });
            if (!isWritablePath([inner])) return;
            expect(await level([outer])).toMatchObject({ children: [{ name: inner, text: '7' }] });
          }),
          { numRuns: 150 },
        );
      });

      test('a table has a row for each key and a cell for each path', async () => {
        const { table } = await setUp(session);
        await admin.call('json.set', 'a', '$', '{"price":9007199254740993,"tags":["x","y"]}');
        await admin.call('json.set', 'b', '$', `{"price":1.5,"big":"${'x'.repeat(20_000)}"}`);
        await admin.set('text', 'x');
        const none = { state: 'none' };
        const value = (kind: string, text: string, matches = 1) => ({
          state: 'value',
          kind,
          text,
          isCut: false,
          matches,
        });
        expect(await table(['b', 'gone', 'text', 'a'], ['$.price', '$.tags[*]', '$.big'])).toEqual([
          {
            state: 'json',
            cells: [value('number', '1.5'), none, { state: 'large', bytes: expect.any(Number) }],
          },
          { state: 'gone' },
          { state: 'other', type: 'string' },
          {
            state: 'json',
            cells: [value('number', '9007199254740993'), value('array', '["x","y"]', 2), none],
          },
        ]);
        await expect(table(['a'], ['$.[['])).rejects.toMatchObject({
          error: { code: 'redis.reply' },
        });
      });
    });

  test('keys that may not go together are asked for in groups', async () => {
    const { session } = await openSession(server);
    await admin.call('json.set', 'a', '$', '{"n":1}');
    await admin.call('json.set', 'b', '$', '{"n":2}');
    const context = contextOf(session);
    const sent: ReadCall[] = [];
    const rows = await readTable(
      {
        read: (...args) => context.redis.read(...args),
        readAll: (calls) => {
          sent.push(...calls);
          return context.redis.readAll(calls);
        },
        together: (keys) => keys.map((one) => [one]),
        nodes: () => context.redis.nodes(),
        placeOf: (name) => context.redis.placeOf(name),
      },
      { keys: [Buffer.from('a'), Buffer.from('b')], paths: ['$.n'] },
    );
    expect(sent.filter(([command]) => command === 'json.mget')).toHaveLength(2);
    expect(rows.rows).toMatchObject([{ cells: [{ text: '1' }] }, { cells: [{ text: '2' }] }]);
    session.close();
  });
});

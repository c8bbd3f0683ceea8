import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contract } from '../../../src-shared/contract/index.ts';
import { toUtf8 } from '../../../src-shared/redis-value.ts';
import { formatCommand } from '../../../src-shared/search-line/format-line.ts';
import { parseLine } from '../../../src-shared/search-line/parse-line.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { createSearchHandlers } from './handlers.ts';

const INDEX = 'idx:products';
const CREATE =
  'ON JSON PREFIX 1 product: SCHEMA $.name AS name TEXT WEIGHT 5.0 $.brand AS brand TEXT WEIGHT 2.0 $.category AS category TAG $.price AS price NUMERIC SORTABLE';
const handlers = createSearchHandlers();

async function fill(client: Redis): Promise<void> {
  await client.call('FT.CREATE', INDEX, ...CREATE.split(' '));
  await client.call(
    'FT.CREATE',
    'idx:users',
    ...'ON HASH PREFIX 1 user: SCHEMA name TEXT NOSTEM tags TAG SEPARATOR ; n NUMERIC'.split(' '),
  );
  const brands = ['Apple', 'Apple', 'Samsung', 'Nokia'];
  for (const [i, brand] of brands.entries())
    await client.call(
      'JSON.SET',
      `product:smartphones:p${i}`,
      '$',
      `{"name":"Phone ${i}","brand":"${brand}","category":"smartphones","price":${900 - i * 100}.50}`,
    );
  await client.call('JSON.SET', 'product:odd', '$', '{"name":"SORTBY price","brand":null}');
  await client.hset(
    Buffer.from('user:\xff', 'latin1'),
    'name',
    'Ann',
    Buffer.from([0xfe]),
    Buffer.from([0xff]),
  );
  await client.hset('user:2', 'name', 'Bob', 'n', 'no number');
}

const missing = missingServer('stack');
describe.skipIf(missing !== null)(`search${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startRedis('stack');
    await fill(server.client());
  });
  afterAll(async () => {
    await server.stop();
  });

  for (const protocol of [2, 3] as const)
    describe(`over RESP${protocol}`, () => {
      let pool: SessionPool;
      let session: Session;
      beforeAll(async () => {
        ({ pool, session } = await openSession(server, { protocol }));
      });
      afterAll(() => {
        pool.closeAll();
      });
      const context = () => ({
        session,
        redis: session.client,
        signal: new AbortController().signal,
      });

      /** What the view does with a line. */
      async function run(line: string, index = INDEX) {
        const parsed = parseLine(line);
        if (!parsed.ok) throw new Error(parsed.error);
        const { kind: _kind, ...command } = parsed.command;
        const input = { connection: session.id, index: parsed.index ?? index, ...command };
        if ('steps' in input) {
          const output = await handlers['search.aggregate'](
            contract['search.aggregate'].input.parse(input),
            context(),
          );
          return {
            kind: 'aggregate' as const,
            ...contract['search.aggregate'].output.parse(output),
          };
        }
        const output = await handlers['search.run'](
          contract['search.run'].input.parse(input),
          context(),
        );
        return { kind: 'search' as const, ...contract['search.run'].output.parse(output) };
      }
      const values = async (line: string, index?: string) => {
        const { rows } = await run(line, index);
        return rows.map((row) => ('fields' in row ? row.fields : row).map(({ value }) => value));
      };
      const keysOf = async (line: string, index?: string) => {
        const result = await run(line, index);
        return result.kind === 'search' ? result.rows.map(({ key }) => toUtf8(key)) : [];
      };

      test('lists the indexes, the largest first, with their schema', async () => {
        const indexes = await handlers['search.indexes']({ connection: session.id }, context());
        expect(contract['search.indexes'].output.parse(indexes)).toMatchObject([
          {
            state: 'known',
            name: INDEX,
            on: 'JSON',
            prefixes: ['product:'],
            documents: 5,
            indexing: false,
            percentIndexed: '1',
            failures: '0',
            lastFailure: null,
            fields: [
              { identifier: '$.name', attribute: 'name', type: 'TEXT', options: ['WEIGHT 5'] },
              { identifier: '$.brand', attribute: 'brand', type: 'TEXT', options: ['WEIGHT 2'] },
              { identifier: '$.category', attribute: 'category', type: 'TAG', options: [] },
              {
                identifier: '$.price',
                attribute: 'price',
                type: 'NUMERIC',
                options: ['SORTABLE', 'UNF'],
              },
            ],
          },
          {
            name: 'idx:users',
            on: 'HASH',
            documents: 1,
            failures: '1',
            lastFailure: { key: 'user:2' },
          },
        ]);
      });

      test('the first sentence of the issue', async () => {
        const result = await run('@brand:Apple @category:{smartphones} SORTBY price ASC');
        expect(result).toMatchObject({
          total: 2,
          warnings: [],
          command:
            'FT.SEARCH idx:products "@brand:Apple @category:{smartphones}" SORTBY price ASC LIMIT 0 50 DIALECT 2',
        });
        expect(result.roundTripMs).toBeGreaterThan(0);
        expect(await keysOf('@brand:Apple @category:{smartphones} SORTBY price ASC')).toEqual([
          'product:smartphones:p1',
          'product:smartphones:p0',
        ]);
      });

      test('the second sentence of the issue, as typed', async () => {
        const result = await run('GROUPBY brand / COUNT / MIN price / SORTBY count DESC');
        expect(result).toMatchObject({
          cut: false,
          command:
            'FT.AGGREGATE idx:products "*" GROUPBY 1 @brand REDUCE COUNT 0 AS count REDUCE MIN 1 @price AS min_price SORTBY 2 @count DESC LIMIT 0 1000 DIALECT 2',
        });
        expect(
          await values(
            '@price:[0 inf] GROUPBY brand / COUNT / MIN price / SORTBY count DESC brand ASC',
          ),
        ).toEqual([
          ['Apple', '2', '800.5'],
          ['Nokia', '1', '600.5'],
          ['Samsung', '1', '700.5'],
        ]);
      });

      test('what is sent is what redis-cli would take', async () => {
        const { command } = await run('`SORTBY price` RETURN 1 name');
        expect(command).toBe(
          'FT.SEARCH idx:products "SORTBY price" RETURN 1 name LIMIT 0 50 DIALECT 2',
        );
        const parsed = parseLine(command);
        if (!parsed.ok) throw new Error(parsed.error);
        expect(formatCommand(parsed.command, INDEX)).toBe(command);
        expect(await values(command)).toEqual([['SORTBY price']]);
      });

      test('scores, fields, null fields, pages and counts alone', async () => {
        const scored = await run(
          'Phone WITHSCORES RETURN 2 name brand SORTBY price DESC LIMIT 1 2',
        );
        expect(scored).toMatchObject({
          total: 4,
          rows: [
            {
              score: expect.stringMatching(/^[\d.]+$/),
              fields: [
                { name: 'name', value: 'Phone 1', bytes: 7 },
                { name: 'brand', value: 'Apple' },
              ],
            },
            { fields: [{ value: 'Phone 2' }, { value: 'Samsung' }] },
          ],
        });
        expect(await values('@name:SORTBY RETURN 2 name brand')).toEqual([['SORTBY price', null]]);
        expect(await run('* LIMIT 0 0')).toMatchObject({ total: 5, rows: [] });
        expect(await run('Phone NOCONTENT LIMIT 0 2')).toMatchObject({
          total: 4,
          rows: [{ fields: [] }, { fields: [] }],
        });
        expect(await run('Phone NOCONTENT WITHSCORES LIMIT 0 2')).toMatchObject({
          rows: [{ score: /./ }, {}].map(() => ({ fields: [] })),
        });
      });

      test('numbers and whole documents come as they are stored', async () => {
        expect(await values('@brand:Nokia RETURN 1 $.price')).toEqual([['600.5']]);
        expect(await values('@brand:Nokia')).toEqual([
          ['{"name":"Phone 3","brand":"Nokia","category":"smartphones","price":600.5}'],
        ]);
        expect(await values('@brand:Nokia DIALECT 3')).toEqual([
          ['[{"name":"Phone 3","brand":"Nokia","category":"smartphones","price":600.5}]'],
        ]);
      });

      test('hashes with binary names, fields and values', async () => {
        const result = await run('Ann', 'idx:users');
        expect(result).toMatchObject({
          rows: [
            {
              key: new Uint8Array(Buffer.from('user:\xff', 'latin1')),
              fields: [
                { name: 'name', value: 'Ann' },
                { name: '\\xfe', value: '\\xff', bytes: 1 },
              ],
            },
          ],
        });
      });

      test('options are passed on', async () => {
        expect(await values('$w PARAMS 2 w Nokia RETURN 1 name')).toEqual([['Phone 3']]);
        expect(await keysOf('* INKEYS 1 product:odd NOCONTENT')).toEqual(['product:odd']);
        expect(await values('@brand:Nokia HIGHLIGHT FIELDS 1 brand RETURN 1 brand')).toEqual([
          ['<b>Nokia</b>'],
        ]);
      });

      test('lists of an aggregation, steps in order', async () => {
        expect(
          await values('@brand:Apple LOAD name price GROUPBY brand TOLIST name AS names'),
        ).toEqual([['Apple', expect.stringMatching(/^\["Phone [01]","Phone [01]"\]$/)]]);
        expect(
          await values(
            '@price:[0 inf] LOAD price FILTER @price > 600 / APPLY "@price * 2" AS twice / SORTBY twice DESC / LIMIT 2',
          ),
        ).toEqual([
          ['900.5', '1801'],
          ['800.5', '1601'],
        ]);
      });

      test('errors carry the words of the server', async () => {
        const error = async (line: string) =>
          await run(line).then(
            () => null,
            (thrown: unknown) => thrown,
          );
        expect(await error('@brand:\\ (')).toMatchObject({
          message: expect.stringContaining('not closed'),
        });
        expect(await error('phone) x')).toMatchObject({
          error: {
            code: 'redis.reply',
            command: 'FT.SEARCH',
            prefix: 'ERR',
            message: 'Syntax error at offset 5 near phone',
          },
        });
        expect(await error('* SORTBY nope')).toMatchObject({
          error: { message: 'Property `nope` not loaded nor in schema' },
        });
        expect(await error('* GROUPBY nope')).toMatchObject({
          error: { command: 'FT.AGGREGATE', message: 'No such property `nope`' },
        });
        expect(await error('FT.SEARCH nope "*"')).toMatchObject({
          error: { message: expect.stringMatching(/no such index/i) },
        });
      });

      test('nothing unbounded gets past main', async () => {
        const base = { connection: session.id, index: INDEX, query: '*', dialect: 2 };
        const search = {
          ...base,
          sortBy: null,
          fields: null,
          offset: 0,
          count: 1,
          withScores: false,
        };
        await expect(
          handlers['search.run']({ ...search, extra: ['LIMIT', '0', '999999'] }, context()),
        ).rejects.toMatchObject({ error: { code: 'input.invalid' } });
        await expect(
          handlers['search.aggregate']({ ...base, steps: ['LOAD', '*', 'WITHCURSOR'] }, context()),
        ).rejects.toMatchObject({ error: { code: 'input.invalid' } });
        const { command } = await handlers['search.aggregate'](
          { ...base, steps: ['LOAD', '*'] },
          context(),
        );
        expect(command).toContain('LIMIT 0 1000');
        expect(
          contract['search.run'].input.safeParse({ ...search, extra: [], count: 100_000 }).success,
        ).toBe(false);
      });

      test('says that there may be more when all allowed rows came', async () => {
        const client = server.client();
        await client.call(
          'FT.CREATE',
          `many${protocol}`,
          'ON',
          'HASH',
          'PREFIX',
          '1',
          `many${protocol}:`,
          'SCHEMA',
          'n',
          'NUMERIC',
        );
        const pipeline = client.pipeline();
        for (let n = 0; n < 1_001; n++) pipeline.hset(`many${protocol}:${n}`, 'n', n);
        await pipeline.exec();
        expect(await run('* LOAD n', `many${protocol}`)).toMatchObject({
          cut: true,
          rows: { length: 1_000 },
        });
        expect(await run('* LOAD n LIMIT 0 10', `many${protocol}`)).toMatchObject({ cut: false });
        await client.call('FT.DROPINDEX', `many${protocol}`, 'DD');
      });
    });

  test('a user who may not read an index is told so, for that index or for all', async () => {
    const admin = server.client();
    await admin.call('acl', 'setuser', 'narrow', 'on', '>pw', '~*', '+@all', '-ft.info');
    const { pool, session } = await openSession(server, { username: 'narrow', password: 'pw' });
    const context = { session, redis: session.client, signal: new AbortController().signal };
    expect(await handlers['search.indexes']({ connection: session.id }, context)).toContainEqual({
      state: 'refused',
      name: INDEX,
      reason: expect.stringContaining('NOPERM'),
    });
    pool.closeAll();
  });
});

const noPlain = missingServer('plain');
test.skipIf(noPlain !== null)('a server without the engine says what is needed', async () => {
  const plain = await startRedis('plain');
  const { pool, session } = await openSession(plain);
  const context = { session, redis: session.client, signal: new AbortController().signal };
  await expect(
    handlers['search.indexes']({ connection: session.id }, context),
  ).rejects.toMatchObject({
    error: { code: 'unsupported', message: 'This server has no FT._LIST' },
  });
  pool.closeAll();
  await plain.stop();
});

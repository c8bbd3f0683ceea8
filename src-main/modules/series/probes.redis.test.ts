import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract, type Input } from '../../../src-shared/contract/index.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { createSeriesHandlers } from './handlers.ts';

const missing = missingServer('stack');
const odd = Uint8Array.of(0x00, 0xff);
// Top-K keeps items as C strings: the server itself cuts them at NUL.
const plain = Uint8Array.of(0xff, 0xfe);

function setUp(session: Session) {
  const handlers = createSeriesHandlers();
  const context = contextOf(session);
  const named = (key: string) => ({ connection: session.id, key: toBytes(key) });
  return {
    ask: async (command: Input<'probes.ask'>['command'], ...items: (string | Uint8Array)[]) => {
      const input = { ...named('k'), command, items: items.map(toItem) };
      return contract['probes.ask'].output.parse(await handlers['probes.ask'](input, context))
        .answers;
    },
    top: async () =>
      contract['probes.top'].output.parse(await handlers['probes.top'](named('k'), context)),
    digest: async (quantiles: string[], values: string[]) =>
      contract['probes.digest'].output.parse(
        await handlers['probes.digest']({ ...named('k'), quantiles, values }, context),
      ),
  };
}
const toItem = (item: string | Uint8Array) => (typeof item === 'string' ? toBytes(item) : item);

describe.skipIf(missing !== null)(`probes${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let admin: Redis;
  beforeAll(async () => {
    server = await startRedis('stack');
    admin = server.client();
  });
  afterAll(() => server.stop());
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

      test.each([
        ['BF.MEXISTS', 'bf.add'],
        ['CF.MEXISTS', 'cf.add'],
      ] as const)('%s of items of any bytes', async (command, add) => {
        const { ask } = setUp(session);
        await admin.call(add, 'k', Buffer.from(odd));
        expect(await ask(command, odd, 'not there', '')).toEqual(['1', '0', '0']);
      });

      test('counts of a Count-Min sketch', async () => {
        const { ask } = setUp(session);
        await admin.call('cms.initbydim', 'k', 100, 4);
        await admin.call('cms.incrby', 'k', 'x', 41, Buffer.from(odd), 2);
        expect(await ask('CMS.QUERY', 'x', odd, 'y')).toEqual(['41', '2', '0']);
      });

      test('a Top-K and its counts', async () => {
        const { ask, top } = setUp(session);
        await admin.call('topk.reserve', 'k', 2, 50, 5, '0.9');
        await admin.call('topk.incrby', 'k', 'x', 5, Buffer.from(plain), 9);
        expect(await top()).toEqual({
          items: [
            { item: plain, count: '9' },
            { item: toBytes('x'), count: '5' },
          ],
          total: 2,
        });
        expect(await ask('TOPK.QUERY', 'x', 'y')).toEqual(['1', '0']);
      });

      test('a t-digest, also an empty one', async () => {
        const { digest } = setUp(session);
        await admin.call('tdigest.create', 'k');
        expect(await digest(['0.5'], ['1'])).toEqual({
          min: 'nan',
          max: 'nan',
          quantiles: ['nan'],
          shares: ['nan'],
        });
        await admin.call('tdigest.add', 'k', 1, 2, 3, '4.5');
        expect(await digest(['0', '1'], ['2.5'])).toEqual({
          min: '1',
          max: '4.5',
          quantiles: ['1', '4.5'],
          shares: [expect.stringMatching(/^5E-1$|^0\.5$/)],
        });
        expect(await digest([], [])).toMatchObject({ quantiles: [], shares: [] });
      });

      test('a key that is gone, and one of another type', async () => {
        const { ask, top } = setUp(session);
        await expect(ask('BF.MEXISTS', 'x')).rejects.toMatchObject({ error: { code: 'notFound' } });
        await admin.set('k', 'x');
        await expect(ask('CMS.QUERY', 'x')).rejects.toMatchObject({
          error: { code: 'redis.reply' },
        });
        await expect(top()).rejects.toMatchObject({ error: { code: 'redis.reply' } });
      });
    });
});

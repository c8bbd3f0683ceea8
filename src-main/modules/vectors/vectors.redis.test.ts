import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract, type Input } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { toBinaryString, toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { undoingOf } from '../../test-support/undoing.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { UndoJournal } from '../../undo/journal.ts';
import { createVectorHandlers } from './handlers.ts';

const key = toBytes('movies');
const odd = Uint8Array.of(0x00, 0xff);

async function setUp(session: Session) {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const handlers = createVectorHandlers({ journal });
  const { undo } = undoingOf(session, { journal });
  const context = contextOf(session);
  const named = { connection: session.id, key };
  return {
    info: async () =>
      contract['vectors.info'].output.parse(await handlers['vectors.info'](named, context)),
    sample: async (count: number) =>
      contract['vectors.sample'].output.parse(
        await handlers['vectors.sample']({ ...named, count }, context),
      ),
    element: async (element: Uint8Array) =>
      contract['vectors.element'].output.parse(
        await handlers['vectors.element']({ ...named, element }, context),
      ),
    similar: async (change: Partial<Input<'vectors.similar'>>) => {
      const input = contract['vectors.similar'].input.parse({
        ...named,
        to: { kind: 'values', values: ['1', '0', '0'] },
        count: 10,
        filter: null,
        ...change,
      });
      const found = await handlers['vectors.similar'](input, context);
      return contract['vectors.similar'].output
        .parse(found)
        .found.map(({ element, score }) => [toBinaryString(element), score]);
    },
    setAttributes: async (before: string | null, after: string | null) =>
      await handlers['vectors.setAttributes'](
        {
          ...named,
          element: odd,
          before: before === null ? null : toBytes(before),
          after: after === null ? null : toBytes(after),
        },
        context,
      ),
    plan: async (element: Uint8Array) =>
      contract['vectors.planRemove'].output.parse(
        await handlers['vectors.planRemove']({ ...named, element }, context),
      ),
    apply: async ({ plan }: { readonly plan: Input<'vectors.applyRemove'>['planId'] }) =>
      await handlers['vectors.applyRemove']({ connection: session.id, planId: plan }, context),
    undo,
  };
}

const missing = missingServer('redis8');
describe.skipIf(missing !== null)(`vector sets${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let admin: Redis;
  const embedding = async (element: string | Buffer) =>
    JSON.stringify(await admin.call('vemb', 'movies', element));
  const attributes = async () => await admin.call('vgetattr', 'movies', Buffer.from(odd));
  beforeAll(async () => {
    server = await startRedis('redis8');
    admin = server.client();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await admin.flushall();
    const add = async (element: string | Buffer, values: readonly number[], year: number) =>
      await admin.call(
        ...(['vadd', 'movies', 'VALUES', values.length, ...values, element] as const),
        'SETATTR',
        `{"year":${year}}`,
      );
    await add('alien', [1, 0.2, 0.1], 1979);
    await add(Buffer.from(odd), [0.9, 0.3, 0.123456789], 1986);
    await add('amelie', [-1, 0.5, 0.25], 2001);
  });

  for (const protocol of [2, 3] as const)
    describe(`over RESP${protocol}`, () => {
      let session: Session;
      beforeAll(async () => {
        ({ session } = await openSession(server, { protocol }));
      });
      afterAll(() => session.close());

      test('what VINFO says', async () => {
        const { info } = await setUp(session);
        expect(await info()).toMatchObject({
          size: 3,
          dimension: 3,
          quantization: 'int8',
          reducedFrom: null,
          withAttributes: 3,
          links: 16,
        });
        await admin.call('vadd', 'm2', 'REDUCE', 2, 'VALUES', 3, 1, 2, 3, 'a', 'NOQUANT');
        await admin.rename('m2', 'movies');
        expect(await info()).toMatchObject({ dimension: 2, reducedFrom: 3, quantization: 'f32' });
      });

      test('all elements where they are few, some of them where not', async () => {
        const { sample } = await setUp(session);
        const all = await sample(500);
        expect(all.total).toBe(3);
        expect(all.elements.map(toBinaryString)).toEqual(['\u0000ÿ', 'alien', 'amelie']);
        const some = await sample(2);
        expect(some.total).toBe(3);
        expect(new Set(some.elements.map(toBinaryString)).size).toBe(2);
        await admin.del('movies');
        await expect(sample(2)).rejects.toMatchObject({ error: { code: 'notFound' } });
      });

      test('an element with its attributes and the beginning of its vector', async () => {
        const { element } = await setUp(session);
        const found = await element(odd);
        expect(found?.dimension).toBe(3);
        expect(toBinaryString(found?.attributes ?? odd)).toBe('{"year":1986}');
        expect(Number(found?.values[0])).toBeCloseTo(0.9, 1);
        expect(await element(toBytes('nobody'))).toBeNull();
        await admin.call('vsetattr', 'movies', 'alien', '');
        expect((await element(toBytes('alien')))?.attributes).toBeNull();
        const long = `{"text":"${'x'.repeat(LIMITS.editBytes)}"}`;
        await admin.call('vsetattr', 'movies', 'alien', long);
        const cut = await element(toBytes('alien'));
        expect(cut?.attributes?.byteLength).toBe(LIMITS.editBytes);
        expect(cut?.attributesBytes).toBe(long.length);
        await admin.call('vadd', 'wide', 'VALUES', 100, ...Array(100).fill(1), 'a');
        await admin.rename('wide', 'movies');
        const wide = await element(toBytes('a'));
        expect([wide?.dimension, wide?.values.length]).toEqual([100, 64]);
      });

      test('what is similar to a vector or to an element, the most similar first', async () => {
        const { similar } = await setUp(session);
        const byVector = await similar({});
        expect(byVector.map(([element]) => element)).toEqual(['alien', '\u0000ÿ', 'amelie']);
        const scores = byVector.map(([, score]) => Number(score));
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        const to = { kind: 'element', element: odd } as const;
        expect((await similar({ to, count: 1 }))[0]?.[0]).toBe('\u0000ÿ');
        const filtered = await similar({ to, filter: '.year > 1980 and .year < 2000' });
        expect(filtered.map(([element]) => element)).toEqual(['\u0000ÿ']);
        expect(await similar({ filter: '.year > 3000' })).toEqual([]);
      });

      test('a wrong question is answered with the words of the server', async () => {
        const { similar } = await setUp(session);
        await expect(similar({ filter: '.year >' })).rejects.toMatchObject({
          error: { code: 'redis.reply' },
        });
        await expect(similar({ to: { kind: 'values', values: ['1', '2'] } })).rejects.toMatchObject(
          { error: { message: expect.stringContaining('dimension') } },
        );
      });

      test('attributes are changed as they were read, and brought back', async () => {
        const { setAttributes, undo } = await setUp(session);
        await expect(setAttributes('{"year":1}', '{}')).rejects.toMatchObject({
          error: { code: 'conflict', current: '{"year":1986}' },
        });
        const { ticket } = await setAttributes('{"year":1986}', '{"year":1987}');
        expect(await attributes()).toBe('{"year":1987}');
        const none = await setAttributes('{"year":1987}', null);
        expect(await attributes()).toBeNull();
        expect(await undo(ticket)).toMatchObject({ restored: 0, conflictCount: 1 });
        expect(await undo(none.ticket)).toMatchObject({ restored: 1, conflictCount: 0 });
        expect(await undo(ticket)).toMatchObject({ restored: 1 });
        expect(await attributes()).toBe('{"year":1986}');
      });

      test('an element is removed, and comes back exactly with its links and attributes', async () => {
        const { plan, apply, undo, similar } = await setUp(session);
        const before = await embedding(Buffer.from(odd));
        const answers = await similar({});
        const planned = await plan(odd);
        expect(planned).toMatchObject({
          command: 'VREM movies "\\x00\\xff"',
          isLast: false,
          undo: { kind: 'whole' },
        });
        await admin.pexpire('movies', 3_600_000);
        const { ticket } = await apply(planned);
        expect(await admin.call('vcard', 'movies')).toBe('2');
        await similar({});
        expect(await undo(ticket)).toMatchObject({ restored: 1, conflictCount: 0 });
        expect(await embedding(Buffer.from(odd))).toBe(before);
        expect(await attributes()).toBe('{"year":1986}');
        expect(await similar({})).toEqual(answers);
        expect(await admin.pttl('movies')).not.toBe('-1');
      });

      test('what somebody added meanwhile is never overwritten by the undo', async () => {
        const { plan, apply, undo } = await setUp(session);
        const { ticket } = await apply(await plan(odd));
        await admin.call('vadd', 'movies', 'VALUES', 3, 1, 1, 1, 'new');
        expect(await undo(ticket)).toMatchObject({ restored: 0, conflictCount: 1 });
        expect(await admin.call('vcard', 'movies')).toBe('3');
      });

      test('several removals are taken back one after the other', async () => {
        const { plan, apply, undo, similar } = await setUp(session);
        const answers = await similar({});
        const first = await apply(await plan(odd));
        const second = await apply(await plan(toBytes('alien')));
        expect(await undo(first.ticket)).toMatchObject({ restored: 0, conflictCount: 1 });
        expect(await undo(second.ticket)).toMatchObject({ restored: 1 });
        expect(await undo(first.ticket)).toMatchObject({ restored: 1 });
        expect(await similar({})).toEqual(answers);
      });

      test('the last element takes the key along, and both come back', async () => {
        const { plan, apply, undo } = await setUp(session);
        await admin.call('vrem', 'movies', 'alien');
        await admin.call('vrem', 'movies', 'amelie');
        const planned = await plan(odd);
        expect(planned.isLast).toBe(true);
        const { ticket } = await apply(planned);
        expect(await admin.exists('movies')).toBe('0');
        expect(await undo(ticket)).toMatchObject({ restored: 1 });
        expect(await attributes()).toBe('{"year":1986}');
      });

      test('an element that is gone is not removed again', async () => {
        const { plan, apply } = await setUp(session);
        const planned = await plan(odd);
        await admin.call('vrem', 'movies', Buffer.from(odd));
        await expect(apply(planned)).rejects.toMatchObject({ error: { code: 'conflict' } });
        await expect(plan(odd)).rejects.toMatchObject({ error: { code: 'conflict' } });
      });

      test('where the undo has no room it is said before, and removed for good', async () => {
        const { plan, apply } = await setUp(session);
        const bytes = Buffer.from(Float32Array.from({ length: 20_000 }, (_, i) => i).buffer);
        const pipeline = admin.pipeline();
        for (let i = 0; i < 250; i++)
          pipeline.call('vadd', 'large', 'FP32', bytes, `e${i}`, 'NOQUANT', 'M', 4, 'EF', 1);
        await pipeline.exec();
        await admin.rename('large', 'movies');
        const planned = await plan(toBytes('e7'));
        expect(planned.undo).toMatchObject({
          kind: 'none',
          reason: 'The vector set is too large for a copy',
        });
        expect(await apply(planned)).toEqual({ ticket: null });
        expect(await admin.call('vcard', 'movies')).toBe('249');
      }, 60_000);
    });
});

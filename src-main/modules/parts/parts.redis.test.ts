import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src-shared/contract/index.ts';
import type { PartsChange } from '../../../src-shared/contract/part-changes.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import {
  hasFieldTtl,
  missingServer,
  protocolsOf,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { undoingOf } from '../../test-support/undoing.ts';
import { UndoJournal } from '../../undo/journal.ts';
import { createPartHandlers } from './handlers.ts';

const b = toBytes;
const key = Buffer.from('k\0\xff', 'latin1');
const odd = Uint8Array.of(0, 0xff, 0x0a, 0x22);

async function partsOf(session: Session, bytes: number = LIMITS.undoBytes) {
  const limits = () => ({ ms: LIMITS.undoMs, bytes });
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null, limits });
  const handlers = createPartHandlers({ journal });
  const { undo } = undoingOf(session, { journal });
  const context = contextOf(session);
  const connection = session.id;
  const plan = async (change: PartsChange) =>
    contract['values.planParts'].output.parse(
      await handlers['values.planParts'](
        contract['values.planParts'].input.parse({ connection, key, change }),
        context,
      ),
    );
  const apply = async (planned: Awaited<ReturnType<typeof plan>>) =>
    contract['values.applyParts'].output.parse(
      await handlers['values.applyParts']({ connection, planId: planned.plan }, context),
    );
  const make = async (change: PartsChange) => await apply(await plan(change));
  const takeBack = async ({ ticket }: Awaited<ReturnType<typeof apply>>) => {
    if (ticket === null) throw new Error('no ticket');
    return await undo(ticket);
  };
  return { journal, plan, apply, make, takeBack };
}

async function look(admin: Redis): Promise<unknown> {
  const type = await admin.type(key);
  const read: Readonly<Record<string, () => Promise<unknown>>> = {
    hash: async () => Object.entries(await admin.hgetall(key)).sort(([a], [z]) => (a < z ? -1 : 1)),
    list: () => admin.lrange(key, 0, -1),
    set: async () => (await admin.smembers(key)).sort(),
    zset: () => admin.zrange(key, '0', '-1', 'WITHSCORES'),
  };
  return [type, await admin.pexpiretime(key), await read[type]?.()];
}

const letters = 'abcdefghij'.split('');
const elements = (...indexes: readonly number[]) =>
  indexes.map((index) => ({ index, before: b(letters[index] ?? '') }));
const list = [['rpush', key, ...letters]] as const;
const zset = [
  ['zadd', key, '-inf', 'a', '0.1', 'b', '9007199254740992', 'c', '1e300', 'd', 'inf', 'e'],
] as const;
const flat = [['zadd', key, ...letters.flatMap((letter) => ['0', letter])]] as const;
const score = (text: string, exclusive = false) => ({ score: text, exclusive });

/** Each with how the key is made, and how many parts go. */
const changes: readonly {
  readonly make: readonly (readonly (string | Buffer)[])[];
  readonly change: PartsChange;
  readonly parts: number;
}[] = [
  {
    make: [['hset', key, 'f', '1', 'g', '', Buffer.from(odd), Buffer.from(odd), 'h', '4']],
    change: {
      kind: 'hash.removeFields',
      fields: [
        { field: b('g'), before: b('') },
        { field: odd, before: odd },
      ],
    },
    parts: 2,
  },
  {
    make: [['hset', key, 'f', '1', 'g', '2']],
    change: {
      kind: 'hash.removeFields',
      fields: [
        { field: b('f'), before: b('1') },
        { field: b('g'), before: b('2') },
      ],
    },
    parts: 2,
  },
  {
    make: [['sadd', key, 'x', 'y', Buffer.from(odd)]],
    change: { kind: 'set.removeMembers', members: [{ member: odd }, { member: b('y') }] },
    parts: 2,
  },
  {
    make: zset,
    change: {
      kind: 'zset.removeMembers',
      members: [
        { member: b('a'), before: '-inf' },
        { member: b('b'), before: '0.1' },
        { member: b('c'), before: '9007199254740992' },
      ],
    },
    parts: 3,
  },
  ...(
    [
      [{ by: 'rank', start: 1, stop: -2 }, 3],
      [{ by: 'rank', start: 0, stop: -1 }, 5],
      [{ by: 'score', min: score('-inf', true), max: score('1e300', true) }, 2],
      [{ by: 'score', min: score('0.1'), max: null }, 4],
      [{ by: 'score', min: null, max: score('0.1') }, 2],
    ] as const
  ).map(([range, parts]) => ({
    make: zset,
    change: { kind: 'zset.removeRange', range } as const,
    parts,
  })),
  {
    make: flat,
    change: {
      kind: 'zset.removeRange',
      range: {
        by: 'lex',
        min: { member: b('b'), exclusive: true },
        max: { member: b('e'), exclusive: false },
      },
    },
    parts: 3,
  },
  ...[
    [0],
    [9],
    [4],
    [0, 1, 2],
    [7, 8, 9],
    [1, 2, 5, 6],
    [0, 2, 4, 6, 8],
    [1, 3, 5, 7, 9],
    [0, 1, 4, 8, 9],
    letters.map((_, at) => at),
  ].map((indexes) => ({
    make: list,
    change: { kind: 'list.removeElements', elements: elements(...indexes) } as const,
    parts: indexes.length,
  })),
  ...(
    [
      [2, -1, 2],
      [0, -4, 3],
      [-3, -2, 8],
      [1, 1, 9],
      [1, 0, 10],
      [5, 99, 5],
    ] as const
  ).map(([start, stop, parts]) => ({
    make: list,
    change: { kind: 'list.trim', start, stop } as const,
    parts,
  })),
];

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(`several parts on ${kind}`, () => {
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
        });
        afterAll(() => session.close());

        const fill = async (commands: readonly (readonly (string | Buffer)[])[]) => {
          for (const [name = '', ...args] of commands) await admin.call(String(name), args);
          await admin.pexpireat(key, Date.now() + 600_000);
        };

        test.each(changes.map((one) => [JSON.stringify(one.change), one] as const))(
          '%s: counted before, gone at once, and back as it was',
          async (_name, { make: commands, change, parts }) => {
            await fill(commands);
            const before = await look(admin);
            const own = await partsOf(session);
            const planned = await own.plan(change);
            expect(planned).toMatchObject({ parts, left: 0, undo: { kind: 'place' }, step: null });
            expect(await look(admin)).toEqual(before);
            const made = await own.apply(planned);
            expect(made).toMatchObject({ parts, left: 0, stopped: null });
            expect(Number(await admin.exists(key))).toBe(planned.total === parts ? 0 : 1);
            expect(await look(admin)).not.toEqual(before);
            expect(await own.takeBack(made)).toMatchObject({ restored: 1, conflictCount: 0 });
            expect(await look(admin)).toEqual(before);
          },
        );

        test('what somebody changed since it was read is left alone and told', async () => {
          const own = await partsOf(session);
          await admin.hset(key, 'same', '1', 'changed', 'theirs');
          const fields = ['same', 'changed', 'gone'].map((field) => ({
            field: b(field),
            before: b('1'),
          }));
          const planned = await own.plan({ kind: 'hash.removeFields', fields });
          expect(planned).toMatchObject({ parts: 1, left: 2 });
          expect(await own.apply(planned)).toMatchObject({ parts: 1, left: 2 });
          expect(await admin.hgetall(key)).toEqual({ changed: 'theirs' });
          await expect(own.make({ kind: 'hash.removeFields', fields })).rejects.toMatchObject({
            error: { code: 'conflict' },
          });
          await admin.del(key);
          await admin.zadd(key, '1', 'm', '2', 'n');
          const members = [
            { member: b('m'), before: '1.0' },
            { member: b('n'), before: '3' },
          ];
          expect(await own.make({ kind: 'zset.removeMembers', members })).toMatchObject({
            parts: 1,
            left: 1,
          });
          expect(await admin.zrange(key, '0', '-1')).toEqual(['n']);
        });

        test('a list that is not as it was read keeps all of its elements', async () => {
          const own = await partsOf(session);
          await fill(list);
          const planned = await own.plan({
            kind: 'list.removeElements',
            elements: elements(2, 3, 7),
          });
          await admin.lpush(key, 'theirs');
          const before = await look(admin);
          await expect(own.apply(planned)).rejects.toMatchObject({ error: { code: 'conflict' } });
          expect(await look(admin)).toEqual(before);
        });

        test('more than was shown does not go', async () => {
          const own = await partsOf(session);
          await fill(zset);
          const range = { by: 'score', min: score('0'), max: score('1') } as const;
          const planned = await own.plan({ kind: 'zset.removeRange', range });
          await admin.zadd(key, '0.5', 'theirs');
          await expect(own.apply(planned)).rejects.toMatchObject({ error: { code: 'conflict' } });
          expect(await admin.zcard(key)).toEqual('6');
        });

        test('an undo puts back what is still missing, and nothing over what is there again', async () => {
          const own = await partsOf(session);
          await admin.hset(key, 'f', '1', 'g', '2', 'h', '3');
          const made = await own.make({
            kind: 'hash.removeFields',
            fields: [
              { field: b('f'), before: b('1') },
              { field: b('g'), before: b('2') },
            ],
          });
          await admin.hset(key, 'g', 'theirs');
          expect(await own.takeBack(made)).toMatchObject({
            conflicts: [{ reason: expect.stringContaining('1 of 2 are as they were') }],
          });
          expect(await admin.hgetall(key)).toEqual({ f: '1', g: 'theirs', h: '3' });
        });

        test('elements go back only beside the neighbours they had', async () => {
          const own = await partsOf(session);
          await fill(list);
          const made = await own.make({
            kind: 'list.removeElements',
            elements: elements(2, 3, 7),
          });
          await admin.rpush(key, 'behind');
          expect(await own.takeBack(made)).toMatchObject({ restored: 1 });
          expect(await admin.lrange(key, 0, -1)).toEqual([...letters, 'behind']);
          const trimmed = await own.make({ kind: 'list.trim', start: 0, stop: 6 });
          await admin.rpush(key, 'x');
          expect(await own.takeBack(trimmed)).toMatchObject({ restored: 1 });
          expect(await admin.lrange(key, 0, -1)).toEqual([...letters, 'behind', 'x']);
          const again = await own.make({ kind: 'list.trim', start: 2, stop: -1 });
          await admin.lpush(key, 'theirs');
          const before = await look(admin);
          expect(await own.takeBack(again)).toMatchObject({ restored: 0, conflictCount: 1 });
          expect(await look(admin)).toEqual(before);
        });

        test('any elements of any list go and come back in their order', async () => {
          const own = await partsOf(session);
          await fc.assert(
            fc.asyncProperty(
              fc.array(fc.tuple(fc.uint8Array({ maxLength: 3 }), fc.boolean()), {
                minLength: 1,
                maxLength: 30,
              }),
              async (rows) => {
                fc.pre(rows.some(([, goes]) => goes));
                await admin.del(key);
                await admin.rpush(key, ...rows.map(([value]) => Buffer.from(value)));
                const gone = rows.flatMap(([before, goes], index) =>
                  goes ? [{ index, before }] : [],
                );
                const made = await own.make({ kind: 'list.removeElements', elements: gone });
                expect(await admin.lrangeBuffer(key, 0, -1)).toEqual(
                  rows.flatMap(([value, goes]) => (goes ? [] : [Buffer.from(value)])),
                );
                expect(await own.takeBack(made)).toMatchObject({ restored: 1 });
                expect(await admin.lrangeBuffer(key, 0, -1)).toEqual(
                  rows.map(([value]) => Buffer.from(value)),
                );
              },
            ),
            { numRuns: 30 },
          );
        });

        test('what cannot be kept is said before, goes in steps, and is told in the history', async () => {
          const own = await partsOf(session, 65_536);
          await admin.zadd(
            key,
            ...Array.from({ length: 25_000 }, (_, at) => [String(at), `m${at}`]).flat(),
          );
          const range = { by: 'score', min: score('100'), max: null } as const;
          const planned = await own.plan({ kind: 'zset.removeRange', range });
          expect(planned).toMatchObject({ parts: 24_900, undo: { kind: 'none' }, step: 10_000 });
          expect(await own.apply(planned)).toMatchObject({
            parts: 24_900,
            ticket: null,
            stopped: null,
          });
          expect(await admin.zcard(key)).toEqual('100');
          await admin.del(key);
          const many = Array.from({ length: 30_000 }, (_, at) => `element ${at}`);
          await admin.rpush(key, ...many);
          const trim = await own.plan({ kind: 'list.trim', start: 12_000, stop: -12_001 });
          expect(trim).toMatchObject({ parts: 24_000, undo: { kind: 'none' }, step: 10_000 });
          expect(await own.apply(trim)).toMatchObject({ parts: 24_000, stopped: null });
          expect(await admin.lrange(key, 0, -1)).toEqual(many.slice(12_000, 18_000));
        });

        test('a range by name of members whose scores differ is not guessed at', async () => {
          const own = await partsOf(session);
          await fill(zset);
          await expect(
            own.plan({ kind: 'zset.removeRange', range: { by: 'lex', min: null, max: null } }),
          ).rejects.toMatchObject({ error: { code: 'unsupported' } });
        });

        test('another type and a key that is gone', async () => {
          const own = await partsOf(session);
          const change: PartsChange = { kind: 'set.removeMembers', members: [{ member: b('m') }] };
          await expect(own.plan(change)).rejects.toMatchObject({ error: { code: 'notFound' } });
          await admin.set(key, 'v');
          await expect(own.plan(change)).rejects.toMatchObject({ error: { code: 'conflict' } });
        });

        test.runIf(hasFieldTtl(kind))('TTLs of several fields, and those that go', async () => {
          const own = await partsOf(session);
          await admin.hset(key, 'f', '1', 'g', '2', 'h', '3');
          const at = String(Date.now() + 600_000);
          await admin.call('hpexpireat', key, at, 'FIELDS', '1', 'f');
          const ttls = () => admin.call('hpexpiretime', key, 'FIELDS', '3', 'f', 'g', 'h');
          const fields = [
            { field: b('f'), before: Number(at) },
            { field: b('g'), before: null },
          ];
          const set = await own.make({ kind: 'hash.expireFields', fields, ttlMs: 60_000 });
          expect(set).toMatchObject({ parts: 2, left: 0 });
          expect(await ttls()).toEqual([expect.not.stringMatching(at), expect.any(String), '-1']);
          expect(await own.takeBack(set)).toMatchObject({ restored: 1 });
          expect(await ttls()).toEqual([at, '-1', '-1']);
          const persisted = await own.make({ kind: 'hash.expireFields', fields, ttlMs: null });
          expect(await ttls()).toEqual(['-1', '-1', '-1']);
          expect(await own.takeBack(persisted)).toMatchObject({ restored: 1 });
          expect(await ttls()).toEqual([at, '-1', '-1']);
          const gone = await own.make({
            kind: 'hash.removeFields',
            fields: [
              { field: b('f'), before: b('1') },
              { field: b('h'), before: b('3') },
            ],
          });
          expect(await own.takeBack(gone)).toMatchObject({ restored: 1 });
          expect(await ttls()).toEqual([at, '-1', '-1']);
        });
      });
  });
}

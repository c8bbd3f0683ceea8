import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract, type Input } from '../../../src-shared/contract/index.ts';
import type { NewValue } from '../../../src-shared/contract/new-keys.ts';
import { commandLine } from '../../../src-shared/edit-commands.ts';
import { newKeyCommands } from '../../../src-shared/new-key-commands.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { startMonitor } from '../../test-support/monitor.ts';
import { openSession } from '../../test-support/open-session.ts';
import {
  missingServer,
  type ServerKind,
  protocolsOf,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { undoingOf } from '../../test-support/undoing.ts';
import { UndoJournal } from '../../undo/journal.ts';
import { createKeysHandlers } from './handlers.ts';

const b = toBytes;
const odd = Uint8Array.of(0x00, 0xff, 0x0a);
const key = Buffer.from('new\0\xff', 'latin1');

interface Case {
  readonly value: NewValue;
  readonly type: string;
  /** The servers that have it. */
  readonly on?: readonly ServerKind[];
  readonly read: readonly (string | Buffer | number)[];
  readonly holds: unknown;
  /** Another's write, after which it is not what was made. */
  readonly touch: readonly (string | Buffer | number)[];
}

const cases: readonly Case[] = [
  {
    value: { kind: 'string', value: odd },
    type: 'string',
    read: ['get', key],
    holds: '\0\xff\n',
    touch: ['append', key, 'x'],
  },
  {
    value: { kind: 'hash', field: odd, value: b('') },
    type: 'hash',
    read: ['hget', key, Buffer.from(odd)],
    holds: '',
    touch: ['hset', key, 'f', 'v'],
  },
  {
    value: { kind: 'list', element: odd },
    type: 'list',
    read: ['lrange', key, 0, -1],
    holds: ['\0\xff\n'],
    touch: ['rpush', key, 'x'],
  },
  {
    value: { kind: 'set', member: odd },
    type: 'set',
    read: ['smembers', key],
    holds: ['\0\xff\n'],
    touch: ['sadd', key, 'x'],
  },
  {
    value: { kind: 'zset', score: '-1.50', member: odd },
    type: 'zset',
    read: ['zrange', key, 0, -1, 'WITHSCORES'],
    holds: ['\0\xff\n', '-1.5'],
    touch: ['zadd', key, 1, 'x'],
  },
  {
    value: { kind: 'stream', id: '5-1', field: b('f'), value: odd },
    type: 'stream',
    read: ['xrange', key, '-', '+'],
    holds: [['5-1', ['f', '\0\xff\n']]],
    touch: ['xadd', key, '*', 'f', 'v'],
  },
  {
    value: { kind: 'geo', longitude: '13.361389', latitude: '38.115556', member: odd },
    type: 'zset',
    read: ['zcard', key],
    holds: '1',
    touch: ['zadd', key, 1, 'x'],
  },
  {
    value: { kind: 'json', text: '{"n":12345678901234567890}' },
    type: 'ReJSON-RL',
    on: ['stack'],
    read: ['json.get', key],
    holds: expect.stringMatching(/^\{"n":1234567890123456\d+/),
    touch: ['json.set', key, '$.x', '1'],
  },
  {
    value: { kind: 'series', atMs: '1700000000000', value: '1.5' },
    type: 'TSDB-TYPE',
    on: ['stack'],
    read: ['ts.range', key, '-', '+'],
    holds: [['1700000000000', '1.5']],
    touch: ['ts.add', key, '1700000000001', 2],
  },
  {
    value: {
      kind: 'emptySeries',
      retentionMs: '60000',
      labels: [{ name: b('shop'), value: b('nord') }],
    },
    type: 'TSDB-TYPE',
    on: ['stack'],
    read: ['ts.queryindex', 'shop=nord'],
    holds: ['new\0\xff'],
    touch: ['ts.add', key, '1700000000001', 2],
  },
  {
    value: { kind: 'vectors', values: ['1', '0.5', '-2e-1'], element: odd },
    type: 'vectorset',
    on: ['redis8'],
    read: ['vdim', key],
    holds: '3',
    touch: ['vadd', key, 'VALUES', 3, 1, 2, 3, 'x'],
  },
];

function latin1(reply: unknown): unknown {
  if (Array.isArray(reply)) return reply.map(latin1);
  return Buffer.isBuffer(reply) ? reply.toString('latin1') : String(reply);
}

/** A line of MONITOR without its head: every word is quoted, the command as it was sent. */
const wordsOf = (line: string): string => line.slice(line.indexOf('] ') + 2).toLowerCase();
const quoted = (shown: string): string =>
  shown
    .split(' ')
    .map((word) => (word.startsWith('"') ? word : `"${word}"`))
    .join(' ')
    .toLowerCase();

async function creatingOf(session: Session) {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const handlers = createKeysHandlers({ journal });
  const { undo } = undoingOf(session, { journal });
  return {
    undo,
    create: async (value: NewValue, ttlMs: number | null = null) => {
      const input: Input<'keys.create'> = { connection: session.id, key, value, ttlMs };
      const parsed = contract['keys.create'].input.parse(input);
      const made = await handlers['keys.create'](parsed, contextOf(session));
      return contract['keys.create'].output.parse(made);
    },
  };
}

const ticketOf = (made: Awaited<ReturnType<Awaited<ReturnType<typeof creatingOf>>['create']>>) =>
  made.outcome === 'done' ? made.ticket : null;

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(`a new key on ${kind}`, () => {
    let server: TestServer;
    let admin: Redis;
    const call = async ([name, ...args]: readonly (string | Buffer | number)[]) =>
      latin1(await admin.callBuffer(String(name), ...args));
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
          // Asked once, with a MULTI of its own.
          await session.client.transactsBy(key);
        });
        afterAll(() => session.close());

        const here = cases
          .filter(({ on }) => on?.includes(kind) ?? true)
          .map((one) => [one.value.kind, one] as const);

        test.each(here)('%s: runs what was shown, and undo takes it away', async (_, one) => {
          const { create, undo } = await creatingOf(session);
          const monitor = await startMonitor(server);
          const made = await create(one.value, 60_000);
          expect(made).toMatchObject({ outcome: 'done', noUndo: null });
          await admin.echo('end of it');
          await expect.poll(monitor.text).toContain('end of it');
          monitor.stop();
          const [, ran = ''] = /"multi"\r\n([^]*?)\+[^+]*"exec"/i.exec(monitor.text()) ?? [];
          const lines = ran.trim().split('\r\n').map(wordsOf);
          const shown = newKeyCommands(key, one.value, 60_000).map(commandLine).map(quoted);
          expect(lines.slice(0, -1)).toEqual(shown);
          expect(lines.at(-1)).toMatch(/^"dump"/);
          expect(await admin.type(key)).toBe(one.type);
          expect(await call(one.read)).toEqual(one.holds);
          expect(Number(await admin.pttl(key))).toBeGreaterThan(50_000);
          const taken = await undo(ticketOf(made));
          expect(taken).toMatchObject({ restored: 1, conflictCount: 0 });
          expect(await admin.exists(key)).toBe('0');
        });

        test.each(here)('%s: what somebody changed since stays', async (_, one) => {
          const { create, undo } = await creatingOf(session);
          const made = await create(one.value);
          expect(await admin.pttl(key)).toBe('-1');
          await call(one.touch);
          expect(await undo(ticketOf(made))).toMatchObject({ restored: 0, conflictCount: 1 });
          expect(await admin.type(key)).toBe(one.type);
        });

        test.each(here)('%s: never over a key that is there', async (_, one) => {
          const { create } = await creatingOf(session);
          await admin.call('set', key, 'theirs', 'PX', '600000');
          expect(await create(one.value)).toEqual({ outcome: 'taken', type: 'string' });
          await admin.del(key);
          await admin.rpush(key, 'theirs');
          expect(await create(one.value, 5_000)).toEqual({ outcome: 'taken', type: 'list' });
          expect(await admin.lrange(key, 0, -1)).toEqual(['theirs']);
          expect(await admin.pttl(key)).toBe('-1');
        });
      });

    test('without the right to DUMP it is made, and said that it has no undo', async () => {
      await admin.call('acl', 'setuser', 'nodump', 'on', '>pw', '~*', '&*', '+@all', '-dump');
      const { session } = await openSession(server, { username: 'nodump', password: 'pw' });
      const { create } = await creatingOf(session);
      const made = await create({ kind: 'list', element: b('a') }, 60_000);
      expect(made).toMatchObject({ outcome: 'done', ticket: null });
      expect(made.outcome === 'done' ? made.noUndo : '').toMatch(/DUMP/);
      expect(await admin.lrange(key, 0, -1)).toEqual(['a']);
      expect(await create({ kind: 'list', element: b('a') })).toMatchObject({ outcome: 'taken' });
      expect(await admin.llen(key)).toBe('1');
      session.close();
    });

    test('what the server refuses leaves no key', async () => {
      const { session } = await openSession(server);
      const { create } = await creatingOf(session);
      const geo = { kind: 'geo', longitude: '200', latitude: '0', member: b('x') } as const;
      await expect(create(geo, 1_000)).rejects.toThrow(/longitude/);
      await expect(
        create({ kind: 'stream', id: '0-0', field: b('f'), value: b('v') }),
      ).rejects.toThrow();
      if (kind === 'stack')
        await expect(create({ kind: 'json', text: '{' }, 1_000)).rejects.toThrow();
      expect(await admin.exists(key)).toBe('0');
      session.close();
    });
  });
}

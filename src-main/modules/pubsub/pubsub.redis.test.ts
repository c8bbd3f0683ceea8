import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { MessageBatch, SubscriptionKind } from '../../../src-shared/contract/pubsub.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import type { Session } from '../../redis/session.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { createPubsubHandlers } from './handlers.ts';

const handlers = createPubsubHandlers();

interface Message {
  readonly channel: string;
  readonly payload: string;
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function unpack(batch: MessageBatch): Message[] {
  return Array.from(batch.atMs, (_, i) => {
    const start = batch.ends[i - 1] ?? 0;
    const nameEnd = start + (batch.nameLengths[i] ?? 0);
    return {
      channel: latin1(batch.records.subarray(start, nameEnd)),
      payload: latin1(batch.records.subarray(nameEnd, batch.ends[i])),
    };
  });
}

/** A tail being read: the first batch, which says that the server has confirmed, is taken. */
async function openTail(session: Session, kind: SubscriptionKind, name: string | Uint8Array) {
  const abort = new AbortController();
  const iterator = handlers['pubsub.tail'](
    { connection: session.id, kind, name: Uint8Array.from(Buffer.from(name)) },
    { signal: abort.signal, session, redis: session.client },
  )[Symbol.asyncIterator]();
  const next = async (): Promise<MessageBatch> => {
    const result = await iterator.next();
    if (result.done === true) throw new Error('the tail has ended');
    return result.value;
  };
  await next();
  return {
    next,
    /** Reads until the condition holds; gives all messages on the way and the last batch. */
    async until(isDone: (batch: MessageBatch, messages: readonly Message[]) => boolean) {
      const messages: Message[] = [];
      for (;;) {
        const batch = await next();
        messages.push(...unpack(batch));
        if (isDone(batch, messages)) return { messages, batch };
      }
    },
    async end() {
      abort.abort();
      await iterator.return?.();
    },
  };
}

for (const kind of ['stack', 'plain'] as const) {
  const missing = missingServer(kind);
  const title = `pub/sub on ${kind}${missing === null ? '' : ` (${missing})`}`;
  describe.skipIf(missing !== null)(title, () => {
    let server: TestServer;
    let pool: SessionPool;
    let session: Session;
    beforeAll(async () => {
      server = await startRedis(kind);
      ({ pool, session } = await openSession(server));
    });
    afterAll(async () => {
      pool.closeAll();
      await server.stop();
    });

    test('a channel: messages in order, counts, and nothing of other channels', async () => {
      const tail = await openTail(session, 'channel', 'news');
      const publisher = server.client();
      await publisher.publish('other', 'not this');
      for (const payload of ['one', '', 'three']) await publisher.publish('news', payload);
      const { messages, batch } = await tail.until((_, all) => all.length === 3);
      expect(messages.map(({ payload }) => payload)).toEqual(['one', '', 'three']);
      expect(batch).toMatchObject({ received: 3, dropped: 0, gaps: [], lostSinceMs: null });
      expect(Math.abs((batch.atMs[0] ?? 0) - Date.now())).toBeLessThan(2_000);
      await tail.end();
    });

    test('a pattern: names of channels, and exact totals by channel', async () => {
      const tail = await openTail(session, 'pattern', 'shop:*');
      const publisher = server.client();
      for (const name of ['shop:a', 'shop:b', 'shop:a', 'shopping'])
        await publisher.publish(name, name);
      const { messages } = await tail.until((_, all) => all.length === 3);
      expect(messages.map(({ channel }) => channel)).toEqual(['shop:a', 'shop:b', 'shop:a']);
      await tail.end();
    });

    test('bytes stay what they are, in payloads and in names', async () => {
      const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i);
      const channel = Uint8Array.of(0xff, 0x00, 0x0d, 0x0a, 0x22, 0xc3);
      // A pattern that is not UTF-8, and another that decodes to the same text.
      const patterns = [Uint8Array.of(0xff, 0x2a), Uint8Array.of(0xfe, 0x2a)];
      const byName = await openTail(session, 'channel', channel);
      const byPattern = await Promise.all(
        patterns.map((pattern) => openTail(session, 'pattern', pattern)),
      );
      const publisher = server.client();
      await publisher.publish(Buffer.from(channel), Buffer.from(everyByte));
      await publisher.publish(Buffer.of(0xfe, 0x01), Buffer.from(everyByte));
      const payload = latin1(everyByte);
      const [first, second] = byPattern;
      const one = (batch: MessageBatch): boolean => batch.received > 0;
      expect((await byName.until(one)).messages).toEqual([{ channel: '', payload }]);
      expect((await first?.until(one))?.messages).toEqual([{ channel: latin1(channel), payload }]);
      expect((await second?.until(one))?.messages).toEqual([{ channel: '\xfe\x01', payload }]);
      await Promise.all([byName, ...byPattern].map((tail) => tail.end()));
    });

    test('a message larger than a batch, in many reads', async () => {
      const tail = await openTail(session, 'channel', 'large');
      const payload = 'x'.repeat(5_000_000);
      await server.client().publish('large', payload);
      const { messages } = await tail.until((batch) => batch.received === 1);
      expect(messages).toEqual([{ channel: '', payload }]);
      await tail.end();
    });

    test('a burst for a slow reader is counted to the last message', async () => {
      const tail = await openTail(session, 'pattern', 'burst:*');
      const burst = `for i = 1, 50000 do redis.call('publish', 'burst:' .. (i % 3), i) end`;
      await server.client().eval(burst, 0);
      // The reader takes nothing until all has come: main has only its ring.
      await server.client().publish('burst:end', 'end');
      const totals = new Map<string, number>();
      const names: string[] = [];
      let seconds = 0;
      const bySecond = new Map<number, number>();
      const { messages, batch } = await tail.until((one, all) => {
        names.push(...one.channels.added.map(latin1));
        for (const [i, index] of one.channels.changed.entries())
          totals.set(names[index] ?? '', one.channels.totals[i] ?? 0);
        for (const [i, at] of one.seconds.at.entries())
          bySecond.set(at, one.seconds.counts[i] ?? 0);
        return one.received === 50_001 && all.at(-1)?.payload === 'end';
      });
      for (const count of bySecond.values()) seconds += count;
      expect(messages.length + batch.dropped).toBe(50_001);
      expect(batch.dropped).toBeGreaterThan(0);
      expect(totals).toEqual(
        new Map([
          ['burst:1', 16_667],
          ['burst:2', 16_667],
          ['burst:0', 16_666],
          ['burst:end', 1],
        ]),
      );
      expect(seconds).toBe(50_001);
      const kept = messages.slice(0, -1).map(({ payload }) => Number(payload));
      expect(kept).toEqual(Array.from(kept, (_, i) => (kept[0] ?? 0) + i));
      await tail.end();
    });

    test('the end of the stream is the end of the subscription, and of the last the connection', async () => {
      const publisher = server.client();
      const numsub = async () => publisher.pubsub('NUMSUB', 'mine');
      const subscribers = async () =>
        String(await publisher.client('LIST')).split('redstart:subscriber').length - 1;
      const first = await openTail(session, 'channel', 'mine');
      const second = await openTail(session, 'channel', 'mine');
      const third = await openTail(session, 'channel', 'another');
      // One subscription on one connection serves both.
      expect(await numsub()).toEqual(['mine', '1']);
      expect(await subscribers()).toBe(1);
      await first.end();
      await publisher.publish('mine', 'still there');
      expect((await second.next()).received).toBe(1);
      await second.end();
      await expect.poll(numsub).toEqual(['mine', '0']);
      await third.end();
      await expect.poll(subscribers).toBe(0);
    });

    test('a refused channel is said, and others go on', async () => {
      const admin = server.client();
      const rights = ['on', '>pw', 'resetchannels', '&allowed', '+@all', '~*'];
      await admin.call('acl', 'setuser', 'reader', ...rights);
      const narrow = await openSession(server, { username: 'reader', password: 'pw' });
      const tail = await openTail(narrow.session, 'channel', 'allowed');
      await expect(openTail(narrow.session, 'channel', 'secret')).rejects.toMatchObject({
        error: { code: 'redis.reply', prefix: 'NOPERM', command: 'SUBSCRIBE' },
      });
      await admin.publish('allowed', 'hello');
      expect((await tail.next()).received).toBe(1);
      await tail.end();
      narrow.pool.closeAll();
    });

    test('lists the channels that somebody is subscribed to', async () => {
      const subscriber = server.client();
      await subscriber.subscribe('busy', 'calm');
      await subscriber.psubscribe('p*');
      const tail = await openTail(session, 'channel', 'busy');
      const context = { signal: new AbortController().signal, session, redis: session.client };
      const listed = await handlers['pubsub.channels']({ connection: session.id }, context);
      expect(listed).toEqual({
        channels: [
          { name: toBytes('busy'), subscribers: 2 },
          { name: toBytes('calm'), subscribers: 1 },
        ],
        total: 2,
        patterns: 1,
      });
      const input = { connection: session.id, channel: toBytes('busy'), payload: toBytes('x') };
      expect(await handlers['pubsub.publish'](input, context)).toEqual({ receivers: 2 });
      await tail.end();
      subscriber.disconnect();
    });

    test('does not ask for more channels than it can take', async () => {
      const subscriber = server.client();
      const names = Array.from({ length: LIMITS.activeChannels + 1 }, (_, i) => `many:${i}`);
      await subscriber.subscribe(...names);
      const context = { signal: new AbortController().signal, session, redis: session.client };
      const listed = await handlers['pubsub.channels']({ connection: session.id }, context);
      expect(listed).toEqual({ channels: null, total: names.length, patterns: 0 });
      subscriber.disconnect();
    });
  });
}

const missing = missingServer('plain');
describe.skipIf(missing !== null)(
  `a tail that loses its connection (${missing ?? 'plain'})`,
  () => {
    let server: TestServer;
    let pool: SessionPool;
    let session: Session;
    beforeAll(async () => {
      server = await startRedis('plain');
    });
    afterEach(() => {
      pool.closeAll();
    });
    afterAll(async () => {
      await server.stop();
    });

    const expectGap = async (tail: Awaited<ReturnType<typeof openTail>>, startedMs: number) => {
      const { batch } = await tail.until(({ gaps }) => gaps.length > 0);
      const [gap] = batch.gaps;
      expect(batch.gaps.length).toBe(1);
      expect(gap?.fromMs).toBeGreaterThanOrEqual(startedMs - 5);
      expect(gap?.untilMs).toBeGreaterThan(gap?.fromMs ?? Infinity);
      expect(batch.lostSinceMs).toBe(null);
      await server.client().publish('news', 'after');
      const { messages } = await tail.until((_, all) => all.length > 0);
      expect(messages).toEqual([{ channel: '', payload: 'after' }]);
      return gap;
    };

    test('by CLIENT KILL: says so at once, comes back, and shows the gap', async () => {
      ({ pool, session } = await openSession(server));
      const tail = await openTail(session, 'channel', 'news');
      const startedMs = Date.now();
      await server.client().call('client', 'kill', 'type', 'pubsub');
      const lost = await tail.next();
      expect(lost.lostSinceMs).toBeGreaterThanOrEqual(startedMs - 5);
      await expectGap(tail, startedMs);
      await tail.end();
    });

    test('by a restart of the server', async () => {
      ({ pool, session } = await openSession(server));
      const tail = await openTail(session, 'channel', 'news');
      const startedMs = Date.now();
      await server.kill();
      await server.restart();
      session.retryNow();
      await expectGap(tail, startedMs);
      await tail.end();
    });

    test('because the server cut off a slow consumer', async () => {
      ({ pool, session } = await openSession(server));
      const tail = await openTail(session, 'channel', 'news');
      const admin = server.client();
      await admin.config('SET', 'client-output-buffer-limit', 'pubsub 1mb 1mb 1');
      const startedMs = Date.now();
      // Nothing can be sent while a script runs: the buffer overflows however fast the reader is.
      const flood = `local m = string.rep('x', 100000) for i = 1, 100 do redis.call('publish', 'news', m) end`;
      await admin.eval(flood, 0);
      await admin.config('SET', 'client-output-buffer-limit', 'pubsub 32mb 8mb 60');
      await expectGap(tail, startedMs);
      await tail.end();
    });

    test('for good when it may not come back', async () => {
      const admin = server.client();
      await admin.call('acl', 'setuser', 'guest', 'on', '>pw', '~*', '&*', '+@all');
      ({ pool, session } = await openSession(server, { username: 'guest', password: 'pw' }));
      const tail = await openTail(session, 'channel', 'news');
      await admin.call('acl', 'deluser', 'guest');
      await expect(tail.until(() => false)).rejects.toMatchObject({
        error: { code: 'redis.auth' },
      });
    });
  },
);

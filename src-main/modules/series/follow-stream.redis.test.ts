import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract, type Item } from '../../../src-shared/contract/index.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { startMonitor } from '../../test-support/monitor.ts';
import { openSession } from '../../test-support/open-session.ts';
import {
  missingServer,
  protocolsOf,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';
import { followStream } from './follow-stream.ts';

type Page = Item<'streams.follow'>;
const key = Buffer.from('x');

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(`following a stream on ${kind}`, () => {
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
        const open = (after: string) => {
          const controller = new AbortController();
          const { signal } = controller;
          const pages = followStream(
            { redis: session.client, isProduction: false, signal },
            { connection: session.id, key, after },
          );
          const next = async (): Promise<Page> => {
            const { value, done } = await pages.next();
            if (done === true) throw new Error('it has ended');
            return contract['streams.follow'].item.parse(value);
          };
          return { pages, next, stop: () => controller.abort() };
        };
        beforeAll(async () => {
          ({ session } = await openSession(server, { protocol }));
        });
        afterAll(() => session.close());

        test('gives what comes after an ID, in order and once, and nothing while nothing comes', async () => {
          await admin.xadd(key, '1-0', 'f', 'old');
          const { next, stop } = open('1-0');
          expect(await next()).toMatchObject({
            entries: [],
            isThere: true,
            everyMs: 500,
            length: 1,
          });
          const coming = next();
          await admin.xadd(key, '1-1', 'f', 'a', 'f', 'b');
          expect(await coming).toMatchObject({
            entries: [
              {
                id: '1-1',
                fields: [
                  { field: toBytes('f'), value: toBytes('a') },
                  { field: toBytes('f'), value: toBytes('b') },
                ],
              },
            ],
            length: 2,
          });
          // What others trim is told, too.
          const trimmed = next();
          await admin.xtrim(key, 'MAXLEN', 1);
          expect(await trimmed).toMatchObject({ entries: [], length: 1 });
          stop();
        });

        test('catches up with what has piled up, page by page', async () => {
          const many = admin.pipeline();
          for (let ms = 1; ms <= 300; ms++) many.xadd(key, `${ms}-0`, 'f', `v${ms}`);
          await many.exec();
          const { next, stop } = open('0-0');
          const ids: string[] = [];
          let page = await next();
          for (;;) {
            ids.push(...page.entries.map(({ id }) => id));
            if (!page.isBehind) break;
            page = await next();
          }
          expect(ids).toEqual(Array.from({ length: 300 }, (_, i) => `${i + 1}-0`));
          stop();
        });

        test('a page of large entries has few of them', async () => {
          const value = 'v'.repeat(524_288);
          for (let ms = 1; ms <= 30; ms++) await admin.xadd(key, `${ms}-0`, 'f', value);
          const { next, stop } = open('0-0');
          // 4 MB of half a megabyte each, from the first page on.
          expect((await next()).entries.map(({ id }) => id)).toEqual(
            Array.from({ length: 8 }, (_, i) => `${i + 1}-0`),
          );
          expect(await next()).toMatchObject({ entries: { length: 8 }, isBehind: true });
          stop();
        });

        test('tells that the key is gone, and goes on when it is there again', async () => {
          await admin.xadd(key, '1-0', 'f', 'v');
          const { next, stop } = open('1-0');
          await next();
          const gone = next();
          await admin.del(key);
          expect(await gone).toMatchObject({ isThere: false, entries: [], length: null });
          const back = next();
          await admin.xadd(key, '5-0', 'f', 'v');
          expect(await back).toMatchObject({ isThere: true, entries: [{ id: '5-0' }] });
          stop();
        });

        test('another type is an error, and stopping ends it at once', async () => {
          await admin.set(key, 'v');
          await expect(open('0-0').next()).rejects.toMatchObject({
            error: { code: 'redis.reply', prefix: 'WRONGTYPE' },
          });
          await admin.del(key);
          const { pages, next, stop } = open('0-0');
          await next();
          const end = pages.next();
          stop();
          expect((await end).done).toBe(true);
        });

        test('runs nothing but EXISTS, XLEN and XRANGE', async () => {
          await admin.xadd(key, '1-0', 'f', 'v');
          const monitor = await startMonitor(server);
          const { next, stop } = open('0-0');
          await next();
          stop();
          await admin.echo('end');
          await expect.poll(monitor.text).toContain('end');
          monitor.stop();
          const ran = [...monitor.text().matchAll(/\] "([^"]+)"/g)].map(([, name]) => name);
          expect(new Set(ran.map((name) => name?.toLowerCase()))).toEqual(
            new Set(['exists', 'xlen', 'xrange', 'echo']),
          );
        });
      });
  });
}

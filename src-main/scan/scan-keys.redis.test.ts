import { setImmediate } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keyPage, type KeyPage } from '../../src-shared/contract/keys.ts';
import { toBinaryString, toBytes } from '../../src-shared/redis-value.ts';
import type { Session } from '../redis/session.ts';
import type { SessionPool } from '../redis/session-pool.ts';
import { openSession } from '../test-support/open-session.ts';
import {
  missingServer,
  protocolsOf,
  serverKinds,
  startRedis,
  type TestServer,
} from '../test-support/start-redis.ts';
import { type ScanOptions, scanKeys } from './scan-keys.ts';
import { walkNode } from './walk-node.ts';
import { fillStrings } from '../test-support/fill-strings.ts';

const QUICK_WALK = { from: '0', filter: [], roundTripMs: 0, gentle: false };
const EVERYTHING = { match: null, type: null, resume: null, gentle: false };

function namesOf(pages: readonly KeyPage[]): string[] {
  return pages.flatMap((page) =>
    [...page.ends].map((end, i) => toBinaryString(page.names.subarray(page.ends[i - 1] ?? 0, end))),
  );
}

async function scanAll(session: Session, options: Partial<ScanOptions> = {}): Promise<KeyPage[]> {
  const pages: KeyPage[] = [];
  const { signal } = new AbortController();
  for await (const page of scanKeys(session.client, { ...EVERYTHING, signal, ...options }))
    pages.push(keyPage.parse(page));
  return pages;
}

const fill = async (admin: Redis, count: number): Promise<void> =>
  await fillStrings(admin, 'product:', count);

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `scan on ${kind}${missing === null ? '' : ` (${missing})`}`,
    () => {
      let server: TestServer;
      let pool: SessionPool;
      let session: Session;
      let admin: Redis;
      beforeAll(async () => {
        server = await startRedis(kind);
        admin = server.client();
        ({ pool, session } = await openSession(server));
      });
      afterAll(async () => {
        pool.closeAll();
        await server.stop();
      });
      beforeEach(async () => {
        await admin.flushall();
      });

      test('a reader that pauses while the connection goes leaves no failure that nobody meets', async () => {
        const one = await openSession(server);
        const { client } = one.session;
        await fill(admin, 20_000);
        const unmet: unknown[] = [];
        const note = (reason: unknown): void => void unmet.push(reason);
        process.on('unhandledRejection', note);
        const { signal } = new AbortController();
        const steps = walkNode(client, { ...QUICK_WALK, signal });
        await steps.next();
        // Over the same connection, so the second step has been answered by then.
        await client.read('ping');
        one.pool.closeAll();
        expect((await steps.next()).done).toBe(false);
        await setImmediate();
        process.off('unhandledRejection', note);
        expect(unmet).toEqual([]);
        await expect(steps.next()).rejects.toThrow('Not connected');
      });

      for (const protocol of protocolsOf(kind))
        test(`gives every name with its true bytes over RESP${protocol}`, async () => {
          const one = await openSession(server, { protocol });
          const odd = [
            Buffer.from([0xff, 0xfe, 0]),
            Buffer.from('a\r\nb'),
            Buffer.from('é'),
            Buffer.alloc(0),
          ];
          for (const name of odd) await admin.set(name, 1);
          await fill(admin, 20_000);
          const pages = await scanAll(one.session);
          const names = new Set(namesOf(pages));
          expect(names.size).toBe(20_004);
          for (const name of odd) expect(names).toContain(name.toString('latin1'));
          expect(pages.at(-1)).toMatchObject({ done: true, of: 20_004, scanned: 20_004 });
          expect(pages.slice(0, -1).every((page) => !page.done)).toBe(true);
          one.pool.closeAll();
        });

      test('packs pages into memory of their own size', async () => {
        await fill(admin, 3_000);
        for (const page of await scanAll(session)) {
          expect(page.names.buffer.byteLength).toBe(page.names.byteLength);
          expect(page.ends.at(-1) ?? 0).toBe(page.names.byteLength);
        }
      });

      test('the first page is small and the rest goes on from any cursor', async () => {
        await fill(admin, 30_000);
        const { signal } = new AbortController();
        const scan = scanKeys(session.client, { ...EVERYTHING, signal });
        const first = await scan.next();
        await scan.return(undefined);
        if (first.done === true) throw new Error('no page');
        expect(first.value.ends.length).toBeLessThan(5_000);
        const rest = await scanAll(session, { resume: first.value.cursors });
        expect(new Set(namesOf([first.value, ...rest])).size).toBe(30_000);
        expect(rest.at(-1)).toMatchObject({ scanned: 30_000, of: 30_000, done: true });
        expect(await scanAll(session, { resume: rest.at(-1)?.cursors ?? null })).toMatchObject([
          { done: true },
        ]);
      });

      test('MATCH and TYPE are the server’s work, and the progress reaches the end', async () => {
        await fill(admin, 5_000);
        await admin.hset('product:hash', 'f', 'v');
        const matched = await scanAll(session, { match: toBytes('product:12??') });
        expect(new Set(namesOf(matched)).size).toBe(100);
        expect(matched.at(-1)).toMatchObject({ done: true, of: 5_001 });
        expect(matched.every((page) => page.scanned <= 5_001)).toBe(true);
        expect(namesOf(await scanAll(session, { type: 'hash' }))).toEqual(['product:hash']);
      });

      test('a name without wildcards is looked up, not scanned for', async () => {
        await fill(admin, 1_000);
        await admin.set('odd[1]', 1);
        const pages = await scanAll(session, { match: toBytes('odd\\[1]') });
        expect(pages).toHaveLength(1);
        expect(namesOf(pages)).toEqual(['odd[1]']);
        expect(
          namesOf(await scanAll(session, { match: toBytes('product:7'), type: 'string' })),
        ).toEqual(['product:7']);
        expect(
          namesOf(await scanAll(session, { match: toBytes('product:7'), type: 'hash' })),
        ).toEqual([]);
        expect(await scanAll(session, { match: toBytes('nothing') })).toMatchObject([
          { done: true, of: 1_001 },
        ]);
      });

      test('the gentle pace finds the same', async () => {
        await fill(admin, 3_000);
        const pages = await scanAll(session, { gentle: true });
        expect(new Set(namesOf(pages)).size).toBe(3_000);
        const { signal } = new AbortController();
        const firstCount = async (gentle: boolean): Promise<number> => {
          for await (const { count } of walkNode(session.client, { ...QUICK_WALK, gentle, signal }))
            return count;
          return 0;
        };
        // It is to cost the server no more, also before anything is known of it.
        expect(await firstCount(true)).toBeLessThanOrEqual(await firstCount(false));
      });

      test('ends when it is aborted, without saying that it is done', async () => {
        await fill(admin, 50_000);
        const controller = new AbortController();
        const pages: KeyPage[] = [];
        for await (const page of scanKeys(session.client, {
          ...EVERYTHING,
          signal: controller.signal,
        })) {
          pages.push(page);
          controller.abort();
        }
        expect(pages).toMatchObject([{ done: false }]);
      });

      test('a user without DBSIZE and EXISTS still gets names; one without SCAN gets the server’s reason', async () => {
        await fill(admin, 10);
        await admin.call('acl', 'setuser', 'scanner', 'on', '>pw', '~*', '+scan', '+ping');
        await admin.call('acl', 'setuser', 'blind', 'on', '>pw', '~*', '+ping');
        const scanner = await openSession(server, { username: 'scanner', password: 'pw' });
        const pages = await scanAll(scanner.session);
        expect(pages.at(-1)).toMatchObject({ of: null, scanned: 10, done: true });
        expect(namesOf(await scanAll(scanner.session, { match: toBytes('product:3') }))).toEqual([
          'product:3',
        ]);
        const blind = await openSession(server, { username: 'blind', password: 'pw' });
        await expect(scanAll(blind.session)).rejects.toMatchObject({
          error: { code: 'redis.reply', prefix: 'NOPERM' },
        });
        scanner.pool.closeAll();
        blind.pool.closeAll();
      });

      test('begins anew on a server that was restarted, where its cursor means nothing', async () => {
        const own = await startRedis(kind);
        const old = own.client();
        await fill(old, 20_000);
        const before = await openSession(own);
        const { signal } = new AbortController();
        const scan = scanKeys(before.session.client, { ...EVERYTHING, signal });
        const first = await scan.next();
        await scan.return(undefined);
        if (first.done === true) throw new Error('no page');
        const { cursors } = first.value;
        expect(cursors).toMatchObject([
          { done: false, runId: expect.stringMatching(/^[0-9a-f]+$/) },
        ]);
        expect(await scanAll(before.session, { resume: cursors })).not.toContainEqual(
          expect.objectContaining({ isAnew: true }),
        );
        before.pool.closeAll();
        await own.kill();
        await own.restart();
        const refilled = own.client();
        await fill(refilled, 20_000);
        const after = await openSession(own);
        const pages = await scanAll(after.session, { resume: cursors });
        expect(pages.map(({ isAnew }) => isAnew)).toEqual(pages.map((_, i) => i === 0));
        expect(new Set(namesOf(pages)).size).toBe(20_000);
        expect(pages.at(-1)).toMatchObject({ scanned: 20_000, done: true });
        after.pool.closeAll();
        await own.stop();
      });

      test('a reader that stops reading keeps at most one step under way', async () => {
        await fill(admin, 50_000);
        const before = await commandCalls(admin, 'scan');
        const { signal } = new AbortController();
        const scan = scanKeys(session.client, { ...EVERYTHING, signal });
        await scan.next();
        await admin.ping();
        expect((await commandCalls(admin, 'scan')) - before).toBeLessThanOrEqual(2);
        await scan.return(undefined);
      });
    },
  );
}

async function commandCalls(admin: Redis, command: string): Promise<number> {
  const stats = await admin.info('commandstats');
  return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyPage, type KeyPage } from '../../src-shared/contract/keys.ts';
import { toBinaryString, toBytes } from '../../src-shared/redis-value.ts';
import { keySlot } from '../redis/key-slot.ts';
import type { Session } from '../redis/session.ts';
import type { SessionPool } from '../redis/session-pool.ts';
import { beginMove, fillCluster, finishMove, migrate } from '../test-support/cluster-keys.ts';
import { openSession } from '../test-support/open-session.ts';
import { startCluster, type TestCluster } from '../test-support/start-cluster.ts';
import { missingServer } from '../test-support/start-redis.ts';
import { pageNames } from './page-names.ts';
import { type ScanOptions, scanKeys } from './scan-keys.ts';

const COUNT = 30_000;
const { signal } = new AbortController();
const EVERYTHING: ScanOptions = { match: null, type: null, resume: null, gentle: false, signal };

const namesOf = (pages: readonly KeyPage[]): string[] =>
  pages.flatMap((page) => pageNames(page).map(toBinaryString));

for (const [kind, protocol] of [
  ['stack', 3],
  ['plain', 2],
] as const) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `scan of a cluster of ${kind} over RESP${protocol}${missing === null ? '' : ` (${missing})`}`,
    () => {
      let cluster: TestCluster;
      let pool: SessionPool;
      let session: Session;
      beforeAll(async () => {
        cluster = await startCluster(kind);
        const [, , last] = cluster.primaries;
        if (last === undefined) throw new Error('no primary');
        ({ pool, session } = await openSession(last, { protocol }));
        await fillCluster(cluster, 'product:', COUNT);
      });
      afterAll(async () => {
        pool.closeAll();
        await cluster.stop();
      });

      async function scanAll(options: Partial<ScanOptions> = {}): Promise<KeyPage[]> {
        const pages: KeyPage[] = [];
        for await (const page of scanKeys(session.client, { ...EVERYTHING, ...options }))
          pages.push(keyPage.parse(page));
        return pages;
      }

      test('gives every name of every node, and counts all', async () => {
        const pages = await scanAll();
        const names = namesOf(pages);
        expect(names.length).toBe(COUNT);
        expect(new Set(names).size).toBe(COUNT);
        expect(pages.at(-1)).toMatchObject({ done: true, of: COUNT, scanned: COUNT });
        expect(pages.at(-1)?.cursors.map(({ done }) => done)).toEqual([true, true, true]);
        expect(pages.slice(0, -1).every((page) => !page.done)).toBe(true);
      });

      test('the gentle pace walks one node after another and finds the same', async () => {
        const pages = await scanAll({ gentle: true, match: toBytes('product:1*') });
        expect(new Set(namesOf(pages)).size).toBe(11_111);
        for (const { cursors } of pages.slice(0, -1))
          expect(cursors.filter(({ scanned, done }) => scanned > 0 && !done).length).toBeLessThan(
            2,
          );
      });

      test('goes on on each node from where it stopped', async () => {
        const scan = scanKeys(session.client, EVERYTHING);
        const first = await scan.next();
        const second = await scan.next();
        await scan.return(undefined);
        if (first.done === true || second.done === true) throw new Error('no page');
        const rest = await scanAll({ resume: second.value.cursors });
        const names = namesOf([first.value, second.value, ...rest]);
        expect(names.length).toBe(COUNT);
        expect(new Set(names).size).toBe(COUNT);
        expect(rest.at(-1)).toMatchObject({ scanned: COUNT, of: COUNT, done: true });
        expect(await scanAll({ resume: rest.at(-1)?.cursors ?? null })).toMatchObject([
          { done: true, scanned: COUNT },
        ]);
      });

      test('a name without wildcards is looked up where it is', async () => {
        for (const name of ['product:1', 'product:2', 'product:3', 'product:4'])
          expect(namesOf(await scanAll({ match: toBytes(name) }))).toEqual([name]);
      });

      test('a slot that moves to a node behind the scan’s back is walked there', async () => {
        const [to, , from] = cluster.primaries;
        if (from === undefined || to === undefined) throw new Error('no primary');
        const pages: KeyPage[] = [];
        let isMoved = false;
        let moved: string[] = [];
        for await (const page of scanKeys(session.client, EVERYTHING)) {
          pages.push(page);
          if (isMoved || !page.cursors.some(({ done }) => done)) continue;
          // The first two nodes are walked first; the third holds this slot and is not walked to its end.
          const slot = keySlot(Buffer.from((await from.admin.randomkey()) ?? ''));
          moved = await from.admin.cluster('GETKEYSINSLOT', slot, 100);
          await beginMove(slot, from, to);
          for (const key of moved) await migrate(key, from, to);
          await finishMove(slot, to, [from]);
          isMoved = true;
        }
        expect(isMoved).toBe(true);
        expect(moved.length).toBeGreaterThan(0);
        const names = new Set(namesOf(pages));
        expect(names.size).toBe(COUNT);
        expect(pages.at(-1)).toMatchObject({ done: true, scanned: COUNT });
      });

      test('a primary that is gone ends it with its name; the others are listed, and it can go on', async () => {
        const [, lost] = cluster.primaries;
        if (lost === undefined) throw new Error('no primary');
        for (const node of cluster.primaries)
          await node.admin.config('SET', 'cluster-require-full-coverage', 'no');
        const there = Number(await lost.admin.dbsize());
        await lost.kill();
        const pages: KeyPage[] = [];
        const walking = (async () => {
          for await (const page of scanKeys(session.client, EVERYTHING)) pages.push(page);
        })();
        await expect(walking).rejects.toMatchObject({
          error: { code: 'redis.offline', node: `127.0.0.1:${lost.port}` },
        });
        expect(new Set(namesOf(pages)).size).toBe(COUNT - there);
        expect(pages.at(-1)?.done).toBe(false);
      });
    },
  );
}

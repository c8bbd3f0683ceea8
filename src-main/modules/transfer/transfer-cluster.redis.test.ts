import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { contentOfCluster, inBetween, pattern } from '../../test-support/bulk-work.ts';
import { fillCluster, keyOn } from '../../test-support/cluster-keys.ts';
import { openSession } from '../../test-support/open-session.ts';
import { startCluster, type TestCluster, type TestNode } from '../../test-support/start-cluster.ts';
import { missingServer } from '../../test-support/start-redis.ts';
import { setUpTransfer } from '../../test-support/transfer-work.ts';
import { waitFor } from '../../test-support/wait-for.ts';

const missing = missingServer('plain');
describe.skipIf(missing !== null)(
  `transfer in a cluster${missing === null ? '' : ` (${missing})`}`,
  () => {
    let cluster: TestCluster;
    let pool: SessionPool;
    let session: Session;
    beforeAll(async () => {
      cluster = await startCluster('plain', {
        words: ['--cluster-require-full-coverage', 'no', '--appendonly', 'yes'],
      });
      const [first] = cluster.primaries;
      if (first === undefined) throw new Error('no primary');
      ({ pool, session } = await openSession(first));
    });
    afterAll(async () => {
      pool.closeAll();
      await cluster.stop();
    });
    beforeEach(async () => {
      await cluster.flush();
    });

    const content = () => contentOfCluster(cluster);

    test.each(['exact', 'readable', 'csv', 'commands'] as const)(
      'keys of all nodes go to a file and come back from it, as %s',
      async (format) => {
        await fillCluster(cluster, 'cart:', 60);
        for (const node of cluster.primaries)
          await node.admin.rpush(keyOn(cluster, node, 'list'), 'b', 'a', Buffer.from([0, 255]));
        const before = await content();
        const { exportAll, look, write, undo } = await setUpTransfer({ pool, session });
        expect(await exportAll(format)).toMatchObject({
          status: 'done',
          changed: 63,
          reasons: [],
        });
        await cluster.flush();
        await fillCluster(cluster, 'cart:', 1);
        const planned = await look();
        expect(planned).toMatchObject({ keys: 63, conflictCount: 1, dumpObstacle: null });
        const job = await write(planned);
        expect(job).toMatchObject({ status: 'done', done: 63, changed: 62, failedCount: 1 });
        expect(await content()).toEqual(before);
        expect(await undo(job.ticket)).toMatchObject({ restored: 62, conflictCount: 0 });
        expect([...(await content()).keys()]).toEqual(['cart:0']);
      },
    );

    test('a key that appears while a file is imported is left alone, and all others are written once', async () => {
      const lines = Array.from({ length: 300 }, (_one, i) => `RPUSH cart:${i} ${i}`);
      let appeared: Promise<void> | null = null;
      // Before anything is written: several parts are under way at once.
      const redis = inBetween(session.client, async () => {
        appeared ??= fillCluster(cluster, 'cart:', 2);
        await appeared;
      });
      const { file, look, write, undo } = await setUpTransfer({ pool, session }, { redis });
      await writeFile(file.path, lines.join('\n'));
      const job = await write(await look());
      expect(job).toMatchObject({ status: 'done', done: 300, changed: 298, failedCount: 2 });
      for (const reason of job.reasons) expect(reason).toContain('has appeared since');
      for (const { admin } of cluster.primaries)
        for (const key of await admin.keys('cart:*'))
          if (!/:[01]$/.test(key)) expect(await admin.llen(key)).toBe('1');
      expect(await undo(job.ticket)).toMatchObject({ restored: 298, conflictCount: 0 });
      expect([...(await content()).keys()].sort()).toEqual(['cart:0', 'cart:1']);
    });

    describe('a primary is lost while keys are exported', () => {
      /** Once it is planned. */
      const lose = async (pausesMs: readonly number[]) => {
        await fillCluster(cluster, 'cart:', 90);
        const [, lost] = cluster.primaries;
        if (lost === undefined) throw new Error('no primary');
        const kept = Number(await lost.admin.dbsize());
        const planned = () => lost.kill();
        const keys = await setUpTransfer({ pool, session }, { pausesMs, planned });
        return { ...keys, lost, kept };
      };
      const back = async (lost: TestNode): Promise<void> => {
        await lost.restart();
        await waitFor(
          async () => (await lost.admin.cluster('INFO')).includes('cluster_state:ok'),
          'it serves again',
          20_000,
        );
        session.retryNow();
        await waitFor(
          () => session.facts.cluster?.lost.length === 0,
          'all primaries are there',
          20_000,
        );
      };

      test.each(['exact', 'readable'] as const)(
        'all others are in the file, and its keys are told with the cause, as %s',
        async (format) => {
          const { lost, kept, file, start, ended } = await lose([1, 1]);
          const id = await start(pattern('cart:*'), format);
          const job = await ended(id);
          expect(job).toMatchObject({ status: 'done', done: 90, changed: 90 - kept });
          expect(job.failedCount).toBe(kept);
          expect(job.reasons[0]).toContain(`No connection to 127.0.0.1:${lost.port}`);
          const lines = (await readFile(file.path, 'utf8')).split('cart:').length - 1;
          expect(lines).toBe(90 - kept);
          await back(lost);
        },
      );

      test('it is waited for, the reason is told, and nothing is missing when it comes back', async () => {
        const { lost, jobs, start, ended } = await lose(Array.from({ length: 200 }, () => 100));
        const id = await start(pattern('cart:*'), 'exact');
        const reason = `No connection to 127.0.0.1:${lost.port}, one of the primaries: it is tried again`;
        await waitFor(() => jobs.get(id).describe().note === reason, 'the reason is told');
        await back(lost);
        expect(await ended(id)).toMatchObject({ status: 'done', changed: 90, failedCount: 0 });
      });
    });

    test('one command with keys of two nodes is no trouble: a file names one key in each line', async () => {
      const { file, look, write } = await setUpTransfer({ pool, session });
      const [a, b] = cluster.primaries;
      if (a === undefined || b === undefined) throw new Error('no primaries');
      const one = keyOn(cluster, a);
      const two = keyOn(cluster, b);
      await writeFile(file.path, `SET ${one} 1\nSET ${two} 2\nMSET ${one} 3 ${two} 4\n`);
      const planned = await look();
      expect(planned).toMatchObject({ keys: 2, refusedCount: 1 });
      expect(await write(planned)).toMatchObject({ changed: 2, failedCount: 0 });
      expect([await a.admin.get(one), await b.admin.get(two)]).toEqual(['1', '2']);
    });
  },
);

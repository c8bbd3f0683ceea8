import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { NameSet } from '../../scan/name-set.ts';
import { fillCluster, keyOn } from '../../test-support/cluster-keys.ts';
import { contentOf, inBetween, names, pattern, setUpBulk } from '../../test-support/bulk-work.ts';
import { openSession } from '../../test-support/open-session.ts';
import { startCluster, type TestCluster, type TestNode } from '../../test-support/start-cluster.ts';
import { missingServer } from '../../test-support/start-redis.ts';
import { waitFor } from '../../test-support/wait-for.ts';
import { chunksBySlot } from './by-slot.ts';
import { keySlot } from '../../redis/key-slot.ts';

const missing = missingServer('plain');
describe.skipIf(missing !== null)(
  `delete in a cluster${missing === null ? '' : ` (${missing})`}`,
  () => {
    let cluster: TestCluster;
    let pool: SessionPool;
    let session: Session;
    beforeAll(async () => {
      cluster = await startCluster('plain', { words: ['--cluster-require-full-coverage', 'no'] });
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

    const content = async (): Promise<Map<string, string>> =>
      new Map(
        (await Promise.all(cluster.primaries.map(({ admin }) => contentOf(admin)))).flatMap(
          (one) => [...one],
        ),
      );

    test('chunks hold keys of one slot, full ones, each key once', () => {
      const set = new NameSet();
      for (let i = 0; i < 40_000; i++) set.add(Buffer.from(`key:${i % 20_000}:{${i % 7}}`));
      for (let i = 0; i < 20_000; i++) set.add(Buffer.from(`plain:${i}`));
      const chunks = [...chunksBySlot(session.client, set, () => 1_000)];
      const slots = chunks.map((keys) => new Set(keys.map(keySlot)));
      expect(slots.every(({ size }) => size === 1)).toBe(true);
      expect(chunks.every(({ length }) => length > 0 && length <= 1_000)).toBe(true);
      expect(new Set(chunks.flat().map(String)).size).toBe(set.size);
      expect(chunks.flat().length).toBe(set.size);
      const full = chunks.filter(({ length }) => length === 1_000).length;
      expect(full).toBeGreaterThan(7);
    });

    test('5,000 keys over all slots go, and come back as they were', async () => {
      await fillCluster(cluster, 'cart:', 5_000);
      await fillCluster(cluster, 'stay:', 100);
      for (const { admin } of cluster.primaries) {
        const key = await admin.randomkey();
        if (key !== null) await admin.pexpire(key, 3_600_000);
      }
      const before = await content();
      const deleting = await setUpBulk({ pool, session });
      const plan = await deleting.plan(pattern('cart:*'));
      expect(plan).toMatchObject({ count: 5_000, undo: { kind: 'exact' } });
      const report = await deleting.apply(plan);
      expect(report).toMatchObject({ deleted: 5_000, missing: 0, failedCount: 0 });
      expect((await content()).size).toBe(100);
      const undone = await deleting.undo(report.ticket);
      expect(undone).toMatchObject({ restored: 5_000, conflictCount: 0 });
      expect(await content()).toEqual(before);
    }, 120_000);

    test('one time of expiry for keys of all slots, and taken back', async () => {
      await fillCluster(cluster, 'cart:', 600);
      const before = await content();
      const keys = await setUpBulk({ pool, session });
      const atMs = Date.now() + 3_600_000;
      const plan = await keys.plan(pattern('cart:*'), { kind: 'expireAt', atMs });
      const report = await keys.apply(plan);
      expect(report).toMatchObject({ changed: 600, failedCount: 0 });
      const times = [...(await content()).values()].map((one) => one.split(' ')[0]);
      expect(new Set(times)).toEqual(new Set([String(atMs)]));
      expect(await keys.undo(report.ticket)).toMatchObject({ restored: 600, conflictCount: 0 });
      expect(await content()).toEqual(before);
    });

    test('keys of a primary that is gone stay, with the reason; all others go', async () => {
      await fillCluster(cluster, 'k:', 3_000);
      const [, lost] = cluster.primaries;
      if (lost === undefined) throw new Error('no primary');
      const kept = Number(await lost.admin.dbsize());
      const deleting = await setUpBulk({ pool, session });
      const plan = await deleting.plan(
        // The first one is of the primary that goes.
        names(keyOn(cluster, lost, 'k:'), ...Array.from({ length: 3_000 }, (_one, i) => `k:${i}`)),
      );
      await lost.kill();
      const report = await deleting.apply(plan);
      expect(report).toMatchObject({ deleted: 3_000 - kept, failedCount: kept });
      expect(report.failed[0]?.reason).toContain(`127.0.0.1:${lost.port}`);
      expect(await deleting.undo(report.ticket)).toMatchObject({ restored: 3_000 - kept });
      await lost.restart();
    });

    async function served(node: TestNode): Promise<void> {
      await waitFor(
        () => session.facts.cluster?.lost.length === 0,
        'all primaries are there',
        20_000,
      );
      // A node that comes back refuses for a moment.
      await waitFor(
        async () => (await node.admin.cluster('INFO')).includes('cluster_state:ok'),
        'it serves again',
        20_000,
      );
    }

    test('what a primary that dies in between cannot be asked is unknown, and its undo is kept', async () => {
      const [, lost] = cluster.primaries;
      if (lost === undefined) throw new Error('no primary');
      await served(lost);
      const tag = keyOn(cluster, lost);
      const all = Array.from({ length: 10 }, (_one, i) => `{${tag}}:${i}`);
      await lost.admin.mset(all.flatMap((key) => [key, 'v']));
      const before = await content();
      const redis = inBetween(session.client, async () => {
        // It takes EXEC and does not answer.
        process.kill(lost.pid, 'SIGSTOP');
        setImmediate(() => void lost.kill());
      });
      const deleting = await setUpBulk({ pool, session }, { redis, pausesMs: [1, 1] });
      const report = await deleting.remove(names(...all));
      expect(report).toMatchObject({ deleted: 0, missing: 0, failedCount: 10 });
      for (const { reason } of report.failed) {
        expect(reason).toContain('Not known whether it was done');
        expect(reason).toContain(`No connection to 127.0.0.1:${lost.port}`);
      }
      // Without a disk of its own all its keys are gone now.
      await lost.restart();
      await served(lost);
      expect(await deleting.undo(report.ticket)).toMatchObject({ restored: 10, conflicts: [] });
      expect(await content()).toEqual(before);
    });

    test('undo goes on past a primary that is gone, and brings back the rest when it is there', async () => {
      const [, lost] = cluster.primaries;
      if (lost === undefined) throw new Error('no primary');
      await served(lost);
      await fillCluster(cluster, 'u:', 300);
      const there = Number(await lost.admin.dbsize());
      const deleting = await setUpBulk({ pool, session });
      const report = await deleting.remove(pattern('u:*'));
      expect(report).toMatchObject({ deleted: 300, failedCount: 0 });
      await lost.kill();
      await waitFor(() => session.facts.cluster?.lost.length === 1, 'the loss', 20_000);
      const first = await deleting.undo(report.ticket);
      expect(first).toMatchObject({ restored: 300 - there, conflictCount: there });
      expect(first.conflicts[0]?.reason).toContain(`127.0.0.1:${lost.port}`);
    });
  },
);

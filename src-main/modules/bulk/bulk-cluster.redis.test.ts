import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { NameSet } from '../../scan/name-set.ts';
import { fillCluster, keyOn, nodeOf } from '../../test-support/cluster-keys.ts';
import {
  contentOf,
  contentOfCluster,
  inBetween,
  names,
  pattern,
  setUpBulk,
} from '../../test-support/bulk-work.ts';
import { openSession } from '../../test-support/open-session.ts';
import { startCluster, type TestCluster, type TestNode } from '../../test-support/start-cluster.ts';
import { missingServer, startRedis } from '../../test-support/start-redis.ts';
import { waitFor } from '../../test-support/wait-for.ts';
import { chunksByNode } from './by-node.ts';

const missing = missingServer('plain');
describe.skipIf(missing !== null)(
  `bulk work in a cluster${missing === null ? '' : ` (${missing})`}`,
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

    const content = () => contentOfCluster(cluster);

    test('chunks hold keys of one node, full ones, each key once, and the nodes take turns', () => {
      const set = new NameSet();
      for (let i = 0; i < 4_000; i++) set.add(Buffer.from(`key:${i % 2_000}:{${i % 7}}`));
      for (let i = 0; i < 2_000; i++) set.add(Buffer.from(`plain:${i}`));
      const chunks = [...chunksByNode(session.client, set, () => 100)];
      const nodes = chunks.map((keys) => [
        ...new Set(keys.map((key) => session.client.placeOf(key)?.node)),
      ]);
      expect(nodes.every(({ length }) => length === 1)).toBe(true);
      expect(new Set(nodes.slice(0, 3).flat()).size).toBe(3);
      expect(nodes.slice(3, 6)).toEqual(nodes.slice(0, 3));
      expect(chunks.every(({ length }) => length > 0 && length <= 100)).toBe(true);
      expect(new Set(chunks.flat().map(String)).size).toBe(set.size);
      expect(chunks.flat().length).toBe(set.size);
      expect(chunks.filter(({ length }) => length < 100).length).toBeLessThanOrEqual(3);
    });

    test('400 keys over all slots go, and come back as they were', async () => {
      await fillCluster(cluster, 'cart:', 400);
      await fillCluster(cluster, 'stay:', 100);
      for (const { admin } of cluster.primaries) {
        const key = await admin.randomkey();
        if (key !== null) await admin.pexpire(key, 3_600_000);
      }
      const before = await content();
      const deleting = await setUpBulk({ pool, session });
      const plan = await deleting.plan(pattern('cart:*'));
      expect(plan).toMatchObject({ count: 400, undo: { kind: 'exact' } });
      const report = await deleting.apply(plan);
      expect(report).toMatchObject({ deleted: 400, missing: 0, failedCount: 0 });
      expect((await content()).size).toBe(100);
      const undone = await deleting.undo(report.ticket);
      expect(undone).toMatchObject({ restored: 400, conflictCount: 0 });
      expect(await content()).toEqual(before);
    }, 120_000);

    test('one time of expiry for keys of all slots, and taken back', async () => {
      await fillCluster(cluster, 'cart:', 120);
      const before = await content();
      const keys = await setUpBulk({ pool, session });
      const atMs = Date.now() + 3_600_000;
      const plan = await keys.plan(pattern('cart:*'), { kind: 'expireAt', atMs });
      const report = await keys.apply(plan);
      expect(report).toMatchObject({ changed: 120, failedCount: 0 });
      const times = [...(await content()).values()].map((one) => one.split(' ')[0]);
      expect(new Set(times)).toEqual(new Set([String(atMs)]));
      expect(await keys.undo(report.ticket)).toMatchObject({ restored: 120, conflictCount: 0 });
      expect(await content()).toEqual(before);
    });

    test('a TTL that is counted from now, and one that is removed, on keys of all slots', async () => {
      await fillCluster(cluster, 'cart:', 60);
      const before = await content();
      const keys = await setUpBulk({ pool, session });
      const set = await keys.run(pattern('cart:*'), { kind: 'expire', ttlMs: 3_600_000 });
      expect(set).toMatchObject({ changed: 60, failedCount: 0 });
      const removed = await keys.run(pattern('cart:*'), { kind: 'expire', ttlMs: null });
      expect(removed).toMatchObject({ changed: 60, failedCount: 0 });
      expect(await content()).toEqual(before);
      expect(await keys.undo(removed.ticket)).toMatchObject({ restored: 60, conflictCount: 0 });
      const times = [...(await content()).values()].map((one) => Number(one.split(' ')[0]));
      expect(Math.min(...times)).toBeGreaterThan(Date.now());
      expect(await keys.undo(set.ticket)).toMatchObject({ restored: 60, conflictCount: 0 });
      expect(await content()).toEqual(before);
    });

    test('a key that is changed in between is done again by itself, with the others of its slot', async () => {
      await fillCluster(cluster, 'cart:', 300);
      const touched = ['cart:5', 'cart:77', 'cart:210'];
      const their = 4_102_444_800_123;
      const before = await content();
      const gate = Promise.withResolvers<void>();
      const redis = inBetween(session.client, async (round) => {
        if (round === 3) {
          // Those of all nodes have been read.
          for (const key of touched) await nodeOf(cluster, key).admin.pexpireat(key, their);
          gate.resolve();
        }
        await gate.promise;
      });
      const keys = await setUpBulk({ pool, session }, { redis });
      const calls = async (command: string): Promise<number> => {
        const stats = await Promise.all(cluster.primaries.map(({ admin }) => admin.info('all')));
        const of = new RegExp(`cmdstat_${command}:calls=(\\d+)`);
        return stats.reduce((sum, text) => sum + Number(of.exec(text)?.[1] ?? 0), 0);
      };
      const atMs = Date.now() + 3_600_000;
      const plan = await keys.plan(pattern('cart:*'), { kind: 'expireAt', atMs });
      const watched = await calls('watch');
      const report = await keys.apply(plan);
      expect(report).toMatchObject({ done: 300, changed: 300, missing: 0, failedCount: 0 });
      expect((await calls('watch')) - watched).toBeLessThanOrEqual(2 * touched.length);
      expect(await keys.undo(report.ticket)).toMatchObject({ restored: 300, conflictCount: 0 });
      const after = await content();
      for (const key of touched) expect(after.get(key)?.split(' ')[0]).toBe(String(their));
      for (const key of touched) await nodeOf(cluster, key).admin.persist(key);
      expect(await content()).toEqual(before);
    });

    test('where scripts are refused it goes slot by slot, and comes back', async () => {
      await fillCluster(cluster, 'cart:', 150);
      const before = await content();
      for (const { admin } of cluster.primaries)
        await admin.call('acl', 'setuser', 'no', 'reset', 'on', '>pw', '~*', '+@all', '-eval');
      const [first] = cluster.primaries;
      if (first === undefined) throw new Error('no primary');
      const one = await openSession(first, { username: 'no', password: 'pw' });
      const keys = await setUpBulk(one);
      for (const action of [{ kind: 'expire', ttlMs: 3_600_000 }, { kind: 'delete' }] as const) {
        const report = await keys.run(pattern('cart:*'), action);
        expect(report).toMatchObject({ done: 150, changed: 150, failedCount: 0 });
        const undone = await keys.undo(report.ticket);
        expect(undone).toMatchObject({ restored: 150, conflictCount: 0 });
        expect(await content()).toEqual(before);
      }
      one.pool.closeAll();
    });

    test('a rename that stays in its slot is done, one that leaves it is told', async () => {
      for (let i = 0; i < 30; i++) {
        const key = `cart:{${i}}`;
        await nodeOf(cluster, key).admin.set(key, i, 'EX', 3_600);
      }
      await fillCluster(cluster, 'cart:plain:', 10);
      const inTheWay = 'basket:{3}';
      await nodeOf(cluster, inTheWay).admin.set(inTheWay, 'of somebody else');
      const before = await content();
      const keys = await setUpBulk({ pool, session });
      const action = { kind: 'rename', from: toBytes('cart:'), to: toBytes('basket:') } as const;
      const plan = await keys.plan(pattern('cart:*'), action);
      expect(plan).toMatchObject({ count: 40, conflicts: { count: 1 } });
      const report = await keys.apply(plan);
      expect(report).toMatchObject({ changed: 29, failedCount: 11 });
      const reasons = report.failed.map(({ reason }) => reason);
      expect(reasons.filter((reason) => reason.includes('another slot'))).toHaveLength(10);
      expect(reasons).toContain('There is already a key of its new name');
      expect((await content()).get('basket:{7}')).toBe(before.get('cart:{7}'));
      expect(await keys.undo(report.ticket)).toMatchObject({ restored: 29, conflictCount: 0 });
      expect(await content()).toEqual(before);
    });

    test('keys of every slot are copied from a server to the cluster and away again, and back from it', async () => {
      const single = await startRedis('plain');
      try {
        const admin = single.client();
        const pipeline = admin.pipeline();
        for (let i = 0; i < 60; i++) pipeline.set(`cart:${i}`, i, 'PXAT', 4_102_444_800_123 + i);
        await pipeline.hset('cart:hash', 'f', Buffer.from([0, 255])).exec();
        const there = await contentOf(admin);
        const source = (await openSession(single, { pool })).session;
        const taken = nodeOf(cluster, 'cart:5').admin;
        await taken.set('cart:5', 'of somebody else');
        const before = await content();
        const keys = await setUpBulk({ pool, session });
        const copy = (replace: boolean) => ({ kind: 'copy', from: source.id, replace }) as const;
        const first = await keys.run(pattern('cart:*'), copy(false));
        expect(first).toMatchObject({ changed: 60, failedCount: 1 });
        expect(await keys.undo(first.ticket)).toMatchObject({ restored: 60, conflictCount: 0 });
        expect(await content()).toEqual(before);
        const second = await keys.run(pattern('cart:*'), copy(true));
        expect(second).toMatchObject({ changed: 61, failedCount: 0 });
        expect(await content()).toEqual(there);

        await admin.flushall();
        const back = await setUpBulk({ pool, session: source });
        const action = { kind: 'copy', from: session.id, replace: false } as const;
        expect(await back.run(pattern('cart:*'), action)).toMatchObject({ changed: 61 });
        expect(await contentOf(admin)).toEqual(there);
        expect(await keys.undo(second.ticket)).toMatchObject({ restored: 61, conflictCount: 0 });
        expect(await content()).toEqual(before);
      } finally {
        await single.stop();
      }
    });

    test('keys of a primary that is gone stay, with the reason; all others go', async () => {
      await fillCluster(cluster, 'k:', 200);
      const [, lost] = cluster.primaries;
      if (lost === undefined) throw new Error('no primary');
      const kept = Number(await lost.admin.dbsize());
      const deleting = await setUpBulk({ pool, session });
      const plan = await deleting.plan(
        // The first one is of the primary that goes.
        names(keyOn(cluster, lost, 'k:'), ...Array.from({ length: 200 }, (_one, i) => `k:${i}`)),
      );
      await lost.kill();
      const report = await deleting.apply(plan);
      expect(report).toMatchObject({ deleted: 200 - kept, failedCount: kept });
      expect(report.failed[0]?.reason).toContain(`127.0.0.1:${lost.port}`);
      expect(await deleting.undo(report.ticket)).toMatchObject({ restored: 200 - kept });
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
      // In several slots, which go together.
      const all = Array.from({ length: 100 }, (_one, i) => `k:${i}`)
        .filter((key) => nodeOf(cluster, key) === lost)
        .slice(0, 10);
      for (const key of all) await lost.admin.set(key, 'v');
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
      await fillCluster(cluster, 'u:', 150);
      const there = Number(await lost.admin.dbsize());
      const deleting = await setUpBulk({ pool, session });
      const report = await deleting.remove(pattern('u:*'));
      expect(report).toMatchObject({ deleted: 150, failedCount: 0 });
      await lost.kill();
      await waitFor(() => session.facts.cluster?.lost.length === 1, 'the loss', 20_000);
      const first = await deleting.undo(report.ticket);
      expect(first).toMatchObject({ restored: 150 - there, conflictCount: there });
      expect(first.conflicts[0]?.reason).toContain(`127.0.0.1:${lost.port}`);
    });
  },
);

import { connect, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { keyOn } from '../test-support/cluster-keys.ts';
import { openSession } from '../test-support/open-session.ts';
import { startCluster, type TestCluster, type TestNode } from '../test-support/start-cluster.ts';
import { missingServer } from '../test-support/start-redis.ts';
import { waitFor } from '../test-support/wait-for.ts';
import { toText } from './reply.ts';
import type { SessionPool } from './session-pool.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const missing = missingServer('plain');

const primaryOf = (cluster: TestCluster, i: number): TestNode => {
  const node = cluster.primaries[i];
  if (node === undefined) throw new Error(`no primary ${i}`);
  return node;
};

describe.skipIf(missing !== null)(
  `a cluster that loses a primary${missing === null ? '' : ` (${missing})`}`,
  () => {
    let cluster: TestCluster;
    let pool: SessionPool;
    beforeAll(async () => {
      cluster = await startCluster('plain', {
        replicas: 1,
        words: ['--cluster-require-full-coverage', 'no'],
      });
    });
    afterEach(() => {
      pool.closeAll();
    });
    afterAll(async () => {
      await cluster.stop();
    });

    test('a subscription goes on at another node, and says what it may have missed', async () => {
      const lost = primaryOf(cluster, 1);
      const opened = await openSession(lost);
      ({ pool } = opened);
      const heard: string[] = [];
      await opened.session.subscriber.subscribe('channel', bytes('news'), {
        message: (_atMs, { bytes: text, payloadStart, payloadEnd }) =>
          heard.push(text.toString('utf8', payloadStart, payloadEnd)),
        lost: () => heard.push('(lost)'),
        gap: () => heard.push('(gap)'),
        failed: () => heard.push('(failed)'),
      });
      await primaryOf(cluster, 2).admin.publish('news', 'before');
      await waitFor(() => heard.includes('before'), 'it is heard from another node');
      await lost.kill();
      await waitFor(() => heard.includes('(gap)'), 'the subscription is back', 20_000);
      await primaryOf(cluster, 0).admin.publish('news', 'after');
      await waitFor(() => heard.includes('after'), 'it is heard again');
      expect(heard).toEqual(['before', '(lost)', '(gap)', 'after']);
      await lost.restart();
      await waitFor(
        () => opened.session.facts.cluster?.lost.length === 0,
        'the node is back',
        20_000,
      );
    });

    test('others keep working, the loss is said, and its replica takes over', async () => {
      const lost = primaryOf(cluster, 0);
      const [hers, others] = [
        bytes(keyOn(cluster, lost)),
        bytes(keyOn(cluster, primaryOf(cluster, 2))),
      ];
      // The very node that was named.
      const opened = await openSession(lost);
      ({ pool } = opened);
      const { session } = opened;
      const redis = session.client;
      await redis.writeAll([
        ['set', hers, 'hers'],
        ['set', others, 'others'],
      ]);
      await lost.admin.call('wait', 1, 1_000);
      await lost.kill();
      await waitFor(() => session.facts.cluster?.lost.length === 1, 'the loss is told');
      expect(session.describe()).toMatchObject({
        state: { status: 'ready' },
        facts: {
          cluster: {
            primaries: 3,
            lost: [
              {
                address: `127.0.0.1:${lost.port}`,
                slots: 5_461,
                error: { code: 'redis.offline', node: `127.0.0.1:${lost.port}` },
              },
            ],
          },
        },
      });
      const replies = await redis.readAll([
        ['get', hers],
        ['get', others],
      ]);
      expect(replies).toMatchObject([
        { ok: false, failure: { error: { code: 'redis.offline' } } },
        { ok: true },
      ]);
      // Never connected, so never sent: nothing is in doubt.
      await expect(redis.write('set', hers, 'lost')).rejects.toMatchObject({
        error: { code: 'redis.offline', message: expect.stringContaining(String(lost.port)) },
      });
      await waitFor(
        () => session.facts.cluster?.lost.length === 0,
        'the replica has taken over and is used',
        30_000,
      );
      expect(session.facts.cluster).toMatchObject({ primaries: 3, lost: [] });
      expect(toText(await redis.read('get', hers))).toBe('hers');
      await redis.write('set', hers, 'after');
      expect(await cluster.replicas[0]?.admin.get(hers)).toBe('after');
    });
  },
);

describe.skipIf(missing !== null)(
  `addresses that a cluster announces${missing === null ? '' : ` (${missing})`}`,
  () => {
    let cluster: TestCluster;
    beforeAll(async () => {
      cluster = await startCluster('plain', {
        words: ['--cluster-preferred-endpoint-type', 'hostname'],
        wordsOf: (i) => ['--cluster-announce-hostname', `node-${i}.invalid`],
      });
      await waitFor(
        async () => {
          const slots = await Promise.all(
            cluster.primaries.map(({ admin }) => admin.cluster('SLOTS')),
          );
          return slots.every((one) =>
            [0, 1, 2].every((i) => JSON.stringify(one).includes(`node-${i}.invalid`)),
          );
        },
        'the nodes have told each other their names',
        20_000,
      );
    });
    afterAll(async () => {
      await cluster.stop();
    });

    test('that cannot be reached: the same nodes are found at the host that was named', async () => {
      const { pool, session } = await openSession(primaryOf(cluster, 0));
      expect(session.facts.cluster).toMatchObject({ primaries: 3, lost: [] });
      for (const [i, node] of cluster.primaries.entries()) {
        const key = bytes(keyOn(cluster, node));
        await session.client.write('set', key, i);
        expect(await node.admin.get(key)).toBe(String(i));
        expect(session.client.placeOf(key)?.node).toBe(`node-${i}.invalid:${node.port}`);
      }
      pool.closeAll();
    });

    test('that cannot be reached, nor any other way: said so, node by node', async () => {
      const node = primaryOf(cluster, 1);
      // Another address of this machine, where only this one node is let through.
      const host = '127.0.0.2';
      const way = createServer((socket) => {
        const server = connect(node.port, node.host);
        for (const one of [socket, server]) one.on('error', () => one.destroy());
        socket.pipe(server).pipe(socket);
      });
      await new Promise<void>((done) => way.listen(node.port, host, done));
      const { pool, session } = await openSession({ ...node, host });
      const error = (i: number) => ({
        code: 'redis.offline',
        cause: 'ENOTFOUND',
        message: `The cluster announces node-${i}.invalid:${primaryOf(cluster, i).port}, which cannot be reached from here`,
      });
      expect(session.facts.cluster?.lost).toMatchObject([{ error: error(0) }, { error: error(2) }]);
      const [here, there] = await session.client.readAll([
        ['get', bytes(keyOn(cluster, node))],
        ['get', bytes(keyOn(cluster, primaryOf(cluster, 2)))],
      ]);
      expect(here?.ok).toBe(true);
      expect(there).toMatchObject({ ok: false, failure: { error: error(2) } });
      pool.closeAll();
      way.close();
    });
  },
);

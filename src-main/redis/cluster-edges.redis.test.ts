import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createConnectionsHandlers } from '../modules/connections/handlers.ts';
import { createKeysHandlers } from '../modules/keys/handlers.ts';
import { setUpBulk } from '../test-support/bulk-work.ts';
import { fillCluster, keyOn } from '../test-support/cluster-keys.ts';
import { contextOf } from '../test-support/handler-context.ts';
import { openSession } from '../test-support/open-session.ts';
import { startCluster, type TestCluster, type TestNode } from '../test-support/start-cluster.ts';
import { missingServer } from '../test-support/start-redis.ts';
import { stubServices } from '../test-support/stub-services.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { waitFor } from '../test-support/wait-for.ts';
import { toText } from './reply.ts';
import type { Session } from './session.ts';
import type { SessionPool } from './session-pool.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const missing = missingServer('plain');

describe.skipIf(missing !== null)(
  `a cluster in need${missing === null ? '' : ` (${missing})`}`,
  () => {
    let cluster: TestCluster;
    let pool: SessionPool;
    let session: Session;
    const primary = (i: number): TestNode => {
      const node = cluster.primaries[i];
      if (node === undefined) throw new Error(`no primary ${i}`);
      return node;
    };
    async function open(overrides = {}): Promise<void> {
      ({ pool, session } = await openSession(primary(0), overrides));
    }
    beforeAll(async () => {
      cluster = await startCluster('plain');
    });
    afterEach(() => {
      pool.closeAll();
    });
    afterAll(async () => {
      await cluster.stop();
    });

    test('is tried out with all its nodes', async () => {
      await open();
      await fillCluster(cluster, 'tried:', 30);
      const services = stubServices(await temporaryFolder());
      const { host, port, password } = primary(1);
      const facts = await createConnectionsHandlers(services)['connections.test'](
        {
          id: null,
          fields: {
            name: 'x',
            environment: 'local',
            host,
            port,
            db: 0,
            username: '',
            tls: { enabled: false, caFile: null, servername: null },
            readOnly: false,
            separators: [':'],
            protocol: 3,
          },
          password: { action: 'set', password },
        },
        { signal: new AbortController().signal },
      );
      expect(facts).toMatchObject({
        mode: 'cluster',
        dbSize: 30,
        cluster: { primaries: 3, replicas: 0, lost: [], isDown: false },
      });
    });

    test('a user who may not ask for its nodes gets the one that was named, and is told', async () => {
      for (const { admin } of cluster.primaries)
        await admin.call('acl', 'setuser', 'alone', 'on', '>pw', '~*', '&*', '+@all', '-cluster');
      await open({ username: 'alone', password: 'pw' });
      expect(session.facts).toMatchObject({ mode: 'cluster', cluster: null });
      expect(session.facts.refused).toContain('cluster|slots');
      expect(await session.client.read('get', bytes(keyOn(cluster, primary(0))))).toBeNull();
      await expect(
        session.client.read('get', bytes(keyOn(cluster, primary(1)))),
      ).rejects.toMatchObject({ error: { code: 'redis.reply', prefix: 'MOVED' } });
    });

    test('the lock is asked on every node', async () => {
      await open({ readOnly: true });
      for (const node of cluster.primaries) {
        const key = bytes(keyOn(cluster, node));
        const writing = session.client.writeAll([['set', key, 'v']]);
        await expect(writing).rejects.toMatchObject({ error: { code: 'readonly' } });
        await expect(session.client.transact(key, async () => [])).rejects.toMatchObject({
          error: { code: 'readonly' },
        });
      }
    });

    test('a change and its undo, wherever the key is', async () => {
      await open();
      const deleting = await setUpBulk({ pool, session });
      const keys = createKeysHandlers({ journal: deleting.journal });
      for (const node of cluster.primaries) {
        const key = bytes(keyOn(cluster, node, 'ttl:'));
        await node.admin.set(key, 'v', 'PX', 500_000);
        const ticket = await keys['keys.setTtl'](
          { connection: session.id, key, ttlMs: null, readAsMs: Date.now() + 500_000 },
          contextOf(session),
        );
        expect(Number(await node.admin.pttl(key))).toBe(-1);
        expect(await deleting.undo(ticket)).toMatchObject({ restored: 1 });
        expect(Number(await node.admin.pttl(key))).toBeGreaterThan(400_000);
      }
      const across = keys['keys.rename'](
        { connection: session.id, key: bytes('ttl:0'), to: bytes('elsewhere') },
        contextOf(session),
      );
      await expect(across).rejects.toMatchObject({ error: { code: 'unsupported' } });
    });

    test('a write whose reply is lost is in doubt, and is not sent again', async () => {
      await open();
      const node = primary(1);
      const key = bytes(keyOn(cluster, node, 'doubt:'));
      await session.client.write('set', key, '');
      process.kill(node.pid, 'SIGSTOP');
      const appending = session.client.writeAll([
        ['append', key, 'x'],
        ['set', bytes(keyOn(cluster, primary(2))), 'fine'],
      ]);
      await new Promise((done) => setImmediate(done));
      await node.kill();
      const [inDoubt, fine] = await appending;
      expect(inDoubt).toMatchObject({
        ok: false,
        failure: { error: { code: 'redis.unknownOutcome' } },
      });
      expect(fine?.ok).toBe(true);
      await node.restart();
      const answers: unknown[] = [];
      await waitFor(
        async () => {
          const [reply] = await session.client.readAll([['get', key]]);
          if (reply?.ok === true) answers.push(reply.reply);
          return reply?.ok === true;
        },
        'it is back',
        20_000,
      );
      // Its data is gone with it; what was in doubt has not been sent to it a second time.
      expect(answers).toEqual([null]);
    });

    test('by default a cluster without one of its primaries serves nothing, and that is said', async () => {
      await open();
      await primary(1).kill();
      await waitFor(() => session.facts.cluster?.isDown === true, 'it is down', 20_000);
      expect(session.facts.cluster?.lost.length).toBe(1);
      await expect(
        session.client.read('get', bytes(keyOn(cluster, primary(2)))),
      ).rejects.toMatchObject({ error: { code: 'redis.reply', prefix: 'CLUSTERDOWN' } });
      await primary(1).restart();
      await waitFor(() => session.facts.cluster?.isDown === false, 'it is up again', 20_000);
    });

    test('when all are gone it is lost as any connection, and comes back as the same session', async () => {
      await open();
      const key = bytes(keyOn(cluster, primary(2)));
      await Promise.all(cluster.primaries.map((node) => node.kill()));
      await waitFor(() => session.describe().state.status === 'reconnecting', 'the loss');
      await expect(session.client.read('get', key)).rejects.toMatchObject({
        error: { code: 'redis.offline' },
      });
      await Promise.all(cluster.primaries.map((node) => node.restart()));
      session.retryNow();
      await waitFor(
        // Until it is there again the facts are those from before.
        () =>
          session.describe().state.status === 'ready' &&
          session.facts.cluster?.lost.length === 0 &&
          !session.facts.cluster.isDown,
        'all are back',
        20_000,
      );
      // One node says so before the others do.
      const isUp = async ({ admin }: TestNode): Promise<boolean> =>
        String(await admin.call('cluster', 'info')).includes('cluster_state:ok');
      await waitFor(
        async () => (await Promise.all(cluster.primaries.map(isUp))).every(Boolean),
        'every node serves again',
        20_000,
      );
      expect(toText(await session.client.write('set', key, 'again'))).toBe('OK');
    });
  },
);

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { fillCluster, nodeOf } from '../../test-support/cluster-keys.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { startMonitor } from '../../test-support/monitor.ts';
import { openSession } from '../../test-support/open-session.ts';
import { startCluster, type TestCluster } from '../../test-support/start-cluster.ts';
import { missingServer } from '../../test-support/start-redis.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { waitFor } from '../../test-support/wait-for.ts';
import { UndoJournal } from '../../undo/journal.ts';
import { createKeysHandlers } from './handlers.ts';

const missing = missingServer('plain');
describe.skipIf(missing !== null)(
  `facts of rows in a cluster${missing === null ? '' : ` (${missing})`}`,
  () => {
    let cluster: TestCluster;
    let pool: SessionPool;
    let session: Session;
    beforeAll(async () => {
      cluster = await startCluster('plain', { words: ['--cluster-require-full-coverage', 'no'] });
      const [first] = cluster.primaries;
      if (first === undefined) throw new Error('no primary');
      ({ pool, session } = await openSession(first));
      await fillCluster(cluster, 'cart:', 120);
    });
    afterAll(async () => {
      pool.closeAll();
      await cluster.stop();
    });

    const names = Array.from({ length: 120 }, (_one, i) => `cart:${i}`);
    const keys = [...names, 'cart:none'].map((name) => Buffer.from(name));
    const present = { state: 'present', type: 'string', ttlMs: null, length: expect.any(Number) };

    async function setUp() {
      const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
      const handlers = createKeysHandlers({ journal });
      const context = contextOf(session);
      const input = { connection: session.id, keys };
      return {
        describe: () => handlers['keys.describe'](input, context),
        measure: () => handlers['keys.measure'](input, context),
      };
    }

    test('each key is asked of the node that has it, at once and of no other', async () => {
      const { describe: facts, measure } = await setUp();
      const monitors = await Promise.all(cluster.primaries.map(startMonitor));
      expect(await facts()).toEqual([...names.map(() => present), { state: 'gone' }]);
      expect(await measure()).toEqual([...names.map(() => expect.any(Number)), null]);
      for (const [i, node] of cluster.primaries.entries()) {
        const own = keys.map(String).filter((name) => nodeOf(cluster, name) === node);
        const lines = (command: string): string[] =>
          (monitors[i]?.text() ?? '').split('\r\n').filter((line) => line.includes(`"${command}"`));
        await waitFor(() => lines('usage').length >= own.length, 'MONITOR has told of all');
        // The lengths are asked in a second pipeline, of those that are there.
        const there = own.filter((name) => name !== 'cart:none');
        for (const [command, asked] of [
          ['type', own],
          ['pttl', own],
          ['strlen', there],
          ['usage', own],
        ] as const)
          expect(
            lines(command).map((line) => /"(cart:\w+)"/.exec(line)?.[1]),
            `${command} on ${node.port}`,
          ).toEqual(asked);
        monitors[i]?.stop();
        // MONITOR does not show what a node has turned away.
        expect(await node.admin.info('errorstats')).not.toContain('MOVED');
      }
    });

    test('a node that is lost takes the facts of its keys alone', async () => {
      const { describe: facts, measure } = await setUp();
      const [, lost] = cluster.primaries;
      await lost?.kill();
      const isLost = (name: string): boolean => nodeOf(cluster, name) === lost;
      const found = await facts();
      expect(found.slice(0, names.length)).toEqual(
        names.map((name) =>
          isLost(name) ? { state: 'refused', reason: expect.any(String) } : present,
        ),
      );
      const sizes = await measure();
      expect(sizes.slice(0, names.length)).toEqual(
        names.map((name) => (isLost(name) ? null : expect.any(Number))),
      );
      expect(names.filter(isLost).length).toBeGreaterThan(10);
    });
  },
);

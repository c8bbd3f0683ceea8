import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { nodeOf } from '../../test-support/cluster-keys.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { startCluster, type TestCluster } from '../../test-support/start-cluster.ts';
import { missingServer } from '../../test-support/start-redis.ts';
import { createSearchHandlers } from './handlers.ts';

const missing = missingServer('stack');
describe.skipIf(missing !== null)(
  `search in a cluster without a coordinator${missing === null ? '' : ` (${missing})`}`,
  () => {
    let cluster: TestCluster;
    let pool: SessionPool;
    let session: Session;
    const handlers = createSearchHandlers();
    beforeAll(async () => {
      cluster = await startCluster('stack');
      const [first] = cluster.primaries;
      if (first === undefined) throw new Error('no primary');
      ({ pool, session } = await openSession(first));
      const words = 'ON HASH PREFIX 1 p: SCHEMA name TEXT'.split(' ');
      for (const index of ['one', 'another', 'third'])
        await nodeOf(cluster, index).admin.call('ft.create', index, ...words);
      for (let i = 0; i < 30; i++)
        await nodeOf(cluster, `p:${i}`).admin.hset(`p:${i}`, 'name', 'phone');
    });
    afterAll(async () => {
      pool.closeAll();
      await cluster.stop();
    });

    test('the indexes of all nodes are listed, each asked where it is', async () => {
      const indexes = await handlers['search.indexes'](
        { connection: session.id },
        contextOf(session),
      );
      expect(indexes.map(({ name }) => name).sort()).toEqual(['another', 'one', 'third']);
      expect(indexes.every(({ state }) => state === 'known')).toBe(true);
    });

    test('an answer says that it is of one node only', async () => {
      const answer = await handlers['search.aggregate'](
        {
          connection: session.id,
          index: 'one',
          query: '*',
          steps: ['GROUPBY', '0', 'REDUCE', 'COUNT', '0', 'AS', 'n'],
          dialect: 2,
        },
        contextOf(session),
      );
      expect(answer.warnings).toEqual([
        'This index is on 1 of 3 primaries of the cluster: documents of the others are not in it',
      ]);
    });
  },
);

import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PlanProgress } from '../../../src-shared/contract/keys.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { pattern, setUpBulk } from '../../test-support/bulk-work.ts';
import { openSession } from '../../test-support/open-session.ts';
import { planned } from '../../test-support/planned.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { waitFor } from '../../test-support/wait-for.ts';
import { fillStrings } from '../../test-support/fill-strings.ts';

async function scanCalls(admin: Redis): Promise<number> {
  const stats = await admin.info('commandstats');
  return Number(/^cmdstat_scan:calls=(\d+)/m.exec(stats)?.[1] ?? 0);
}

const missing = missingServer('plain');
describe.skipIf(missing !== null)(`planning${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let pool: SessionPool;
  let session: Session;
  let admin: Redis;
  beforeAll(async () => {
    server = await startRedis('plain');
    admin = server.client();
    // In small steps, with rests between them: the scan stands where the test stands.
    ({ pool, session } = await openSession(server, { environment: 'production' }));
  });
  afterAll(async () => {
    pool.closeAll();
    await server.stop();
  });
  beforeEach(async () => {
    await admin.flushall();
  });

  test('tells how far the scan is, and counts exactly', async () => {
    const keys = await setUpBulk({ pool, session });
    await fillStrings(admin, 'cart:', 12_000);
    await fillStrings(admin, 'shop:', 3_000);
    const steps: PlanProgress[] = [];
    for await (const step of keys.planning(pattern('cart:*'))) {
      if (step.step === 'planned') expect(step.plan.count).toBe(12_000);
      else steps.push(step);
    }
    const counting = steps.filter(({ step }) => step === 'counting');
    expect(counting.length).toBeGreaterThan(1);
    for (const [i, step] of counting.entries()) {
      if (step.step !== 'counting') continue;
      expect(step.of).toBe(15_000);
      expect(step.scanned).toBeLessThanOrEqual(15_000);
      expect(step.found).toBeGreaterThanOrEqual(counting[i - 1]?.found ?? 0);
    }
    expect(steps.at(-1)).toEqual({ step: 'looking', found: 12_000 });
  });

  test('the whole database is a pattern as any other', async () => {
    const keys = await setUpBulk({ pool, session });
    await fillStrings(admin, 'cart:', 2_000);
    await admin.set(Buffer.from([0xff, 0]), 1);
    expect((await keys.plan(pattern('*'))).count).toBe(2_001);
  });

  test('ends the scan when it is stopped, without a plan', async () => {
    const keys = await setUpBulk({ pool, session });
    await fillStrings(admin, 'cart:', 30_000);
    const controller = new AbortController();
    const before = await scanCalls(admin);
    const planning = keys.planning(pattern('*'), { kind: 'delete' }, controller.signal);
    const walking = planned('bulk.plan', planning);
    await waitFor(async () => (await scanCalls(admin)) > before, 'the scan runs');
    controller.abort();
    await expect(walking).rejects.toMatchObject({ name: 'AbortError' });
    const after = await scanCalls(admin);
    // All of it would have been sixty steps.
    expect(after - before).toBeLessThan(30);
    await admin.ping();
    expect(await scanCalls(admin)).toBe(after);
  });

  test.each([
    ['that says so', {}],
    ['whose INFO is refused', { username: 'blind', password: 'pw' }],
  ])(
    'a server %s and is another one in the middle: only its own keys are planned',
    async (_who, user) => {
      const rules = ['--user', 'blind', 'on', '>pw', '~*', '+@all', '-info'];
      const own = await startRedis('plain', rules);
      try {
        await fillStrings(own.client(), 'old:', 5_000);
        const first = await openSession(own, { environment: 'production', ...user });
        const keys = await setUpBulk(first);
        const steps = keys.planning(pattern('*'))[Symbol.asyncIterator]();
        const begun = (await steps.next()).value;
        expect(begun).toMatchObject({ step: 'counting' });
        await own.kill();
        await own.restart();
        await fillStrings(own.client(), 'new:', 4_000);
        await waitFor(() => {
          first.session.retryNow();
          return first.session.describe().state.status === 'ready';
        }, 'the connection is back');
        const plan = await planned('bulk.plan', { [Symbol.asyncIterator]: () => steps });
        expect(plan.count).toBe(4_000);
        expect(plan.sample.map(({ key }) => escapeBytes(key))).toContainEqual(
          expect.stringMatching(/^new:/),
        );
        first.pool.closeAll();
      } finally {
        await own.stop();
      }
    },
  );
});

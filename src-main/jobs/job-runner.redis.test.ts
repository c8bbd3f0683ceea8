import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { job as jobShape, type Job, type JobId } from '../../src-shared/contract/jobs.ts';
import type { Session } from '../redis/session.ts';
import type { SessionPool } from '../redis/session-pool.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { openSession } from '../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../test-support/start-redis.ts';
import { JobRunner, type JobWork } from './job-runner.ts';

const missing = missingServer('plain');
describe.skipIf(missing !== null)(`jobs${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let pool: SessionPool;
  let session: Session;
  let jobs: JobRunner;
  beforeEach(async () => {
    server = await startRedis('plain');
    ({ pool, session } = await openSession(server));
    jobs = new JobRunner(pool);
  });
  afterEach(async () => {
    await jobs.close(5_000);
    pool.closeAll();
    await server.stop();
  });

  const start = (work: JobWork, total: number | null = null): JobId =>
    jobs.start(
      { connection: session.id, kind: 'delete', title: 'Delete 3 keys', command: 'UNLINK', total },
      work,
    );

  /** The job once it is as wanted. */
  const until = async (id: JobId, wanted: (job: Job) => boolean): Promise<Job> => {
    const { promise, resolve } = Promise.withResolvers<Job>();
    const look = (): void => {
      const found = jobs.list().find((one) => one.id === id);
      if (found !== undefined && wanted(found)) resolve(jobShape.parse(found));
    };
    const unwatch = jobs.watch(look);
    look();
    const found = await promise;
    unwatch();
    return found;
  };
  const untilEnded = (id: JobId): Promise<Job> => until(id, ({ endedAtMs }) => endedAtMs !== null);

  test('counts what its work tells', async () => {
    const id = start(async ({ progress, fail }) => {
      fail(Buffer.from('b'), 'NOPERM');
      progress(3, { changed: 1, missing: 1 });
      return { ticket: null };
    }, 3);
    expect(await untilEnded(id)).toMatchObject({
      status: 'done',
      done: 3,
      changed: 1,
      missing: 1,
      failedCount: 1,
    });
    expect(jobs.get(id).failures.slice(0, 5)).toEqual([
      { key: new Uint8Array(Buffer.from('b')), reason: 'NOPERM' },
    ]);
    jobs.dismiss(id);
    expect(jobs.list()).toEqual([]);
    expect(() => jobs.get(id)).toThrow('no longer on the list');
  });

  test('does nothing more while it is paused, and goes on', async () => {
    const steps: number[] = [];
    const begun = Promise.withResolvers<void>();
    const id = start(async ({ gate, progress }) => {
      for (let i = 0; i < 3 && (await gate()); i++) {
        steps.push(i);
        progress(1, { changed: 1 });
        if (i > 0) continue;
        jobs.get(id).pause();
        begun.resolve();
      }
      return { ticket: null };
    }, 3);
    await begun.promise;
    expect(await until(id, ({ status }) => status === 'paused')).toMatchObject({ done: 1 });
    await session.client.read('ping');
    expect(steps).toEqual([0]);
    jobs.get(id).resume();
    expect(await untilEnded(id)).toMatchObject({ status: 'done', done: 3 });
  });

  test.each(['running', 'paused'])('ends when it is cancelled while %s', async (status) => {
    const id = start(async ({ gate, progress }) => {
      while (await gate()) {
        progress(1, {});
        await session.client.read('ping');
      }
      return { ticket: null };
    });
    await until(id, ({ done }) => done > 0);
    if (status === 'paused') jobs.get(id).pause();
    jobs.get(id).cancel();
    expect((await untilEnded(id)).status).toBe('cancelled');
  });

  test('waits while its connection is away, saying so', async () => {
    const first = Promise.withResolvers<void>();
    const back = Promise.withResolvers<void>();
    const id = start(async ({ gate }) => {
      await gate();
      first.resolve();
      await back.promise;
      const mayGoOn = await gate();
      if (mayGoOn) await session.client.read('ping');
      return { ticket: null };
    });
    await first.promise;
    await server.kill();
    await untilState(pool, 'reconnecting');
    back.resolve();
    expect((await until(id, ({ note }) => note !== null)).note).toContain('connection was lost');
    await server.restart();
    session.retryNow();
    expect(await untilEnded(id)).toMatchObject({ status: 'done', note: null });
  });

  test('ends with its connection', async () => {
    const id = start(async ({ gate }) => {
      while (await gate()) await session.client.read('ping');
      return { ticket: null };
    });
    pool.close(session.id);
    expect(await untilEnded(id)).toMatchObject({
      endedAtMs: expect.any(Number),
      note: expect.stringMatching(/closed|Not connected/),
    });
  });

  test('a server that hangs does not hold up the end of the app', async () => {
    const hangs = Promise.withResolvers<void>();
    const id = start(async () => {
      await hangs.promise;
      await session.client.read('ping');
      return { ticket: null };
    });
    process.kill(server.pid, 'SIGSTOP');
    hangs.resolve();
    try {
      const startedAt = performance.now();
      await jobs.close(100);
      expect(jobs.list()[0]?.endedAtMs).toBeNull();
      pool.closeAll();
      await jobs.close(5_000);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
      expect((await untilEnded(id)).endedAtMs).not.toBeNull();
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
  });

  test('what it throws ends it, with the reason', async () => {
    const id = start(() =>
      Promise.reject(new AppFailure({ code: 'limit', limit: 'x', message: 'The disk is full' })),
    );
    expect(await untilEnded(id)).toMatchObject({ status: 'failed', note: 'The disk is full' });
  });
});

async function untilState(pool: SessionPool, status: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = (): void => {
    if (pool.list().some(({ state }) => state.status === status)) resolve();
  };
  const unwatch = pool.watch(look);
  look();
  await promise;
  unwatch();
}

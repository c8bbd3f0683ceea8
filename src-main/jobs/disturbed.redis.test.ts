import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../redis/session.ts';
import { SessionPool } from '../redis/session-pool.ts';
import { inBetween } from '../test-support/bulk-work.ts';
import { type JobKind, jobKinds, setUpJob } from '../test-support/every-job.ts';
import { openSession } from '../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../test-support/start-redis.ts';

const COUNT = 230;
/** On production, at once; the second chunk is the disturbed one. */
const CHUNK = 200;
/** What each kind of job cannot do without. */
const NEEDED: Record<JobKind, string> = {
  delete: 'unlink',
  expire: 'pexpireat',
  rename: 'renamenx',
  copy: 'restore',
  import: 'set',
  export: 'dump',
};

interface Servers {
  readonly server: TestServer;
  readonly admin: Redis;
  readonly sourceAdmin: Redis;
}

interface Disturbance {
  readonly name: string;
  readonly kinds?: readonly JobKind[];
  strike(servers: Servers, kind: JobKind): Promise<unknown>;
  heal(servers: Servers): Promise<unknown>;
  /** In the reason of each key that it keeps back; null: none. */
  refusal(kind: JobKind): string | null;
}

const nothing = async (): Promise<void> => undefined;
const disturbances: readonly Disturbance[] = [
  {
    name: 'the connection is cut',
    strike: ({ admin }) => admin.call('client', 'kill', 'user', 'worker'),
    heal: nothing,
    refusal: () => null,
  },
  {
    name: 'the connection that copies come from is cut',
    kinds: ['copy'],
    strike: ({ sourceAdmin }) => sourceAdmin.call('client', 'kill', 'user', 'worker'),
    heal: nothing,
    refusal: () => null,
  },
  {
    name: 'the server is killed and started again',
    async strike({ server }) {
      await server.kill();
      await server.restart();
    },
    heal: nothing,
    refusal: () => null,
  },
  {
    name: 'the server becomes a replica',
    strike: ({ admin }) => admin.replicaof('127.0.0.1', 1),
    heal: ({ admin }) => admin.replicaof('NO', 'ONE'),
    refusal: (kind) => (kind === 'export' ? null : 'READONLY'),
  },
  {
    name: 'the memory is full',
    strike: ({ admin }) => admin.config('SET', 'maxmemory', 1),
    heal: ({ admin }) => admin.config('SET', 'maxmemory', 0),
    // Nothing may be queued in a MULTI then, not even what frees memory; a script that takes none may run.
    refusal: (kind) => (kind === 'rename' || kind === 'copy' || kind === 'import' ? 'OOM' : null),
  },
  {
    name: 'the right to do it is taken away',
    strike: ({ admin }, kind) => admin.call('acl', 'setuser', 'worker', `-${NEEDED[kind]}`),
    heal: ({ admin }) => admin.call('acl', 'setuser', 'worker', '+@all'),
    refusal: () => 'NOPERM',
  },
];

const missing = missingServer('plain');
describe.skipIf(missing !== null)(
  `jobs that are disturbed in the middle${missing === null ? '' : ` (${missing})`}`,
  () => {
    let servers: Servers;
    let sourceServer: TestServer;
    let pool: SessionPool;
    let session: Session;
    let source: Session;
    beforeAll(async () => {
      const user = ['--user', 'worker', 'on', '>pw', '~*', '&*', '+@all'];
      const server = await startRedis('plain', ['--appendonly', 'yes', ...user]);
      sourceServer = await startRedis('plain', user);
      servers = { server, admin: server.client(), sourceAdmin: sourceServer.client() };
      pool = new SessionPool();
      const options = {
        pool,
        environment: 'production',
        username: 'worker',
        password: 'pw',
      } as const;
      session = (await openSession(server, options)).session;
      source = (await openSession(sourceServer, options)).session;
      // Without the countdown, once that has been begun.
      pool.watch(() =>
        queueMicrotask(() => {
          session.retryNow();
          source.retryNow();
        }),
      );
    });
    afterAll(async () => {
      pool.closeAll();
      await servers.server.stop();
      await sourceServer.stop();
    });

    describe.each(disturbances)('$name', ({ kinds = jobKinds, strike, heal, refusal }) => {
      beforeEach(() => async () => {
        await heal(servers);
      });

      test.each(kinds)(
        '%s loses nothing, does nothing twice, and tells what it did',
        async (kind) => {
          let rounds = 0;
          let isBegun = false;
          const redis = inBetween(session.client, async () => {
            if (!isBegun) return;
            rounds += 1;
            if (rounds === 2) await strike(servers, kind);
          });
          const where = { ...servers, pool, session, redis, source, pausesMs: [1, 1] };
          const job = await setUpJob(where, kind, COUNT);
          isBegun = true;
          const result = await job.ended(await job.begin());
          const refused = refusal(kind);
          const changed = refused === null ? COUNT : CHUNK;
          expect(result).toMatchObject({
            status: 'done',
            done: COUNT,
            changed,
            missing: 0,
            failedCount: COUNT - changed,
          });
          for (const { reason } of result.failed) expect(reason).toContain(refused);
          expect(new Set(result.failed.map(({ key }) => String(key))).size).toBe(COUNT - changed);
          await heal(servers);
          expect(await job.state()).toEqual({ done: changed, undone: COUNT - changed });
          if (kind === 'export') return;
          expect(await job.undo(result.ticket)).toMatchObject({ restored: changed, conflicts: [] });
          expect(await job.state()).toEqual({ done: 0, undone: COUNT });
        },
      );
    });
  },
);

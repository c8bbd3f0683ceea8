import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src-shared/contract/index.ts';
import type { JobId } from '../../../src-shared/contract/jobs.ts';
import { escapeBytes, toBytes } from '../../../src-shared/redis-value.ts';
import type { JobRunner } from '../../jobs/job-runner.ts';
import type { Session } from '../../redis/session.ts';
import { SessionPool } from '../../redis/session-pool.ts';
import { pageNames } from '../../scan/page-names.ts';
import { names, pattern, setUpBulk } from '../../test-support/bulk-work.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { setUpTransfer } from '../../test-support/transfer-work.ts';
import { createJobsHandlers } from './handlers.ts';
import { fillStrings } from '../../test-support/fill-strings.ts';

/** What became of the keys of a job, in words: "hash a" is there, "- b" is gone. */
async function touchedBy(jobs: JobRunner, job: JobId, session: Session) {
  const shell = { copyText: () => undefined, chooseTarget: () => Promise.resolve(null) };
  const handlers = createJobsHandlers({ jobs, shell });
  const { there, gone, isAll } = contract['jobs.touched'].output.parse(
    await handlers['jobs.touched']({ connection: session.id, job }, contextOf(session)),
  );
  const words = [{ type: '-', ...gone }, ...there].flatMap(({ type, ...page }) =>
    pageNames(page).map((name) => `${type} ${escapeBytes(name)}`),
  );
  return { words: words.sort(), isAll };
}

const missing = missingServer('plain');
describe.skipIf(missing !== null)(`touched${missing === null ? '' : ` (${missing})`}`, () => {
  let servers: readonly [TestServer, TestServer];
  let pool: SessionPool;
  let session: Session;
  let other: Session;
  let admin: Redis;
  let there: Redis;
  beforeAll(async () => {
    servers = [await startRedis('plain'), await startRedis('plain')];
    pool = new SessionPool();
    ({ session } = await openSession(servers[0], { pool }));
    ({ session: other } = await openSession(servers[1], { pool }));
    admin = servers[0].client();
    there = servers[1].client();
  });
  afterAll(async () => {
    pool.closeAll();
    for (const server of servers) await server.stop();
  });
  beforeEach(async () => {
    await admin.flushall();
    await there.flushall();
  });

  test('a delete and its undo, with what had gone already', async () => {
    const keys = await setUpBulk({ pool, session });
    await admin.mset('a', 1, 'b', 1, 'stays', 1);
    await admin.hset('h', 'f', 1);
    const plan = await keys.plan(names('a', 'b', 'h'));
    await admin.del('b');
    const deleted = await keys.apply(plan);
    expect(await touchedBy(keys.jobs, deleted.id, session)).toEqual({
      words: ['- a', '- b', '- h'],
      isAll: true,
    });
    const undo = await keys.startUndo(deleted.ticket);
    await keys.ended(undo);
    expect((await touchedBy(keys.jobs, undo, session)).words).toEqual(['hash h', 'string a']);
  });

  test('a rename and its undo: the names before and after', async () => {
    const keys = await setUpBulk({ pool, session });
    await admin.mset('a:1', 1, 'a:2', 1, 'b:2', 'in the way');
    const action = { kind: 'rename', from: toBytes('a:'), to: toBytes('b:') } as const;
    const renamed = await keys.run(pattern('a:*'), action);
    expect((await touchedBy(keys.jobs, renamed.id, session)).words).toEqual([
      '- a:1',
      'string a:2',
      'string b:1',
    ]);
    const undo = await keys.startUndo(renamed.ticket);
    await keys.ended(undo);
    expect((await touchedBy(keys.jobs, undo, session)).words).toEqual(['- b:1', 'string a:1']);
  });

  test('a copy touches only where it writes', async () => {
    const keys = await setUpBulk({ pool, session: other });
    await admin.mset('a', 1, 'b', 1);
    const copied = await keys.run(pattern('*'), { kind: 'copy', from: session.id, replace: false });
    expect((await touchedBy(keys.jobs, copied.id, other)).words).toEqual(['string a', 'string b']);
    expect((await touchedBy(keys.jobs, copied.id, session)).words).toEqual([]);
    const undo = await keys.startUndo(copied.ticket);
    await keys.ended(undo);
    expect((await touchedBy(keys.jobs, undo, other)).words).toEqual(['- a', '- b']);
  });

  test('an import touches what is in the file', async () => {
    const transfer = await setUpTransfer({ pool, session });
    await admin.rpush('list', 1);
    await admin.set(Buffer.from([0xff]), 1);
    await transfer.exportAll('exact');
    await admin.flushall();
    const imported = await transfer.write(await transfer.look());
    expect((await touchedBy(transfer.jobs, imported.id, session)).words).toEqual([
      'list list',
      'string \\xff',
    ]);
  });

  test('of more than it names, it says so', async () => {
    const keys = await setUpBulk({ pool, session });
    await fillStrings(admin, 'k:', 10_001);
    const { id } = await keys.run(pattern('*'), { kind: 'expire', ttlMs: 1_000_000 });
    const { words, isAll } = await touchedBy(keys.jobs, id, session);
    expect({ count: words.length, isAll }).toEqual({ count: 10_000, isAll: false });
  });
});

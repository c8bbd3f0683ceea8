import { readFile } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import { toBytes } from '../../src-shared/redis-value.ts';
import type { BulkAction } from '../../src-shared/contract/bulk.ts';
import type { JobId } from '../../src-shared/contract/jobs.ts';
import type { DestroyClient } from '../redis/clients.ts';
import type { Session } from '../redis/session.ts';
import type { SessionPool } from '../redis/session-pool.ts';
import { pattern, setUpBulk } from './bulk-work.ts';
import { setUpTransfer } from './transfer-work.ts';
import { fillStrings } from './fill-strings.ts';

/** A kind of work on many keys. */
export const jobKinds = ['delete', 'expire', 'rename', 'copy', 'import', 'export'] as const;
export type JobKind = (typeof jobKinds)[number];

interface Where {
  readonly pool: SessionPool;
  /** Of the server it is done on. */
  readonly session: Session;
  readonly redis: DestroyClient;
  readonly admin: Redis;
  /** Where copies come from. */
  readonly source: Session;
  readonly sourceAdmin: Redis;
  readonly pausesMs: readonly number[];
}

const fill = (admin: Redis, count: number): Promise<void> =>
  fillStrings(admin, 'cart:', count, { value: 'value ' });

/** How many of the keys are as they are when it was done, and how many as they were before. */
async function countOf(admin: Redis, kind: JobKind, count: number) {
  const pipeline = admin.pipeline();
  for (let i = 0; i < count; i++) pipeline.get(`cart:${i}`).pttl(`cart:${i}`).get(`basket:${i}`);
  const found = ((await pipeline.exec()) ?? []).map(([, reply]) => reply);
  let [done, undone] = [0, 0];
  for (let i = 0; i < count; i++) {
    const [value, ttl, renamed] = found.slice(3 * i, 3 * i + 3);
    const is = `${value === `value ${i}` ? 'there' : 'gone'} ${Number(ttl) > 0 ? 'with' : 'without'}`;
    const isRenamed = renamed === `value ${i}`;
    if (is === AFTER[kind] && isRenamed === (kind === 'rename')) done += 1;
    else if (is === BEFORE[kind] && !isRenamed) undone += 1;
  }
  return { done, undone };
}

/** Of the key: whether it is there, and has a TTL. */
const BEFORE: Record<JobKind, string> = {
  delete: 'there without',
  expire: 'there without',
  rename: 'there without',
  copy: 'gone without',
  import: 'gone without',
  export: 'there without',
};
const AFTER: Record<JobKind, string> = {
  delete: 'gone without',
  expire: 'there with',
  rename: 'gone without',
  copy: 'there without',
  import: 'there without',
  export: 'there without',
};

const actionOf = (kind: Exclude<JobKind, 'import' | 'export'>, source: Session): BulkAction => {
  switch (kind) {
    case 'expire':
      return { kind, ttlMs: 3_600_000 };
    case 'rename':
      return { kind, from: toBytes('cart:'), to: toBytes('basket:') };
    case 'copy':
      return { kind, from: source.id, replace: false };
    default:
      return { kind };
  }
};

/** `count` keys and a job of this kind on them, not yet begun. */
export async function setUpJob(where: Where, kind: JobKind, count: number) {
  const { pool, session, redis, admin, source, sourceAdmin, pausesMs } = where;
  await admin.flushall();
  await sourceAdmin.flushall();
  const state = () => countOf(admin, kind, count);
  if (kind === 'import' || kind === 'export') {
    const keys = await setUpTransfer({ pool, session }, { redis, pausesMs });
    await fill(admin, count);
    if (kind === 'import') {
      await keys.exportAll('commands');
      await admin.flushall();
    }
    const inFile = async (): Promise<number> =>
      (await readFile(keys.file.path, 'utf8')).split('cart:').length - 1;
    return {
      begin: async (): Promise<JobId> =>
        kind === 'import'
          ? await keys.begin(await keys.look())
          : await keys.start(pattern('cart:*'), 'exact'),
      ended: async (id: JobId) => {
        const job = await keys.ended(id);
        return { ...job, failed: keys.jobs.get(id).failures.slice(0, count) };
      },
      undo: keys.undo,
      state:
        kind === 'import'
          ? state
          : async () => ({ done: await inFile(), undone: count - (await inFile()) }),
    };
  }
  const keys = await setUpBulk({ pool, session }, { redis, pausesMs });
  await fill(kind === 'copy' ? sourceAdmin : admin, count);
  return {
    begin: async (): Promise<JobId> =>
      await keys.start(await keys.plan(pattern('cart:*'), actionOf(kind, source))),
    ended: keys.ended,
    undo: keys.undo,
    state,
  };
}

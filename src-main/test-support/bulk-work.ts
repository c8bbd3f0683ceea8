import type { Redis } from 'ioredis';
import type { BulkAction, BulkPlan } from '../../src-shared/contract/bulk.ts';
import type { JobId } from '../../src-shared/contract/jobs.ts';
import type { KeySelection } from '../../src-shared/contract/keys.ts';
import { toBytes } from '../../src-shared/redis-value.ts';
import { JobRunner } from '../jobs/job-runner.ts';
import { createBulkHandlers } from '../modules/bulk/handlers.ts';
import type { DestroyClient } from '../redis/clients.ts';
import type { Session } from '../redis/session.ts';
import type { SessionPool } from '../redis/session-pool.ts';
import { UndoJournal } from '../undo/journal.ts';
import { orderedVectorDump } from '../undo/vector-dump.ts';
import { contextOf } from './handler-context.ts';
import { planned } from './planned.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { undoingOf, untilEnded } from './undoing.ts';
import type { TestCluster } from './start-cluster.ts';

type Name = string | Uint8Array;

/** A selection of these keys. */
export const names = (...keys: Name[]): KeySelection => ({
  kind: 'keys',
  keys: keys.map((key) => Buffer.from(key)),
});
/** A selection by glob and type. */
export const pattern = (
  match: string,
  type: string | null = null,
  prefix: string | null = null,
): KeySelection => ({
  kind: 'pattern',
  match: toBytes(match),
  type,
  prefix: prefix === null ? null : toBytes(prefix),
});

/** The handlers as the app calls them, on a journal of the test's own. */
export async function setUpBulk(
  { pool, session }: { readonly pool: SessionPool; readonly session: Session },
  options: { journal?: UndoJournal; redis?: DestroyClient; pausesMs?: readonly number[] } = {},
) {
  const journal =
    options.journal ?? new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const jobs = new JobRunner(pool, options.pausesMs);
  const bulk = createBulkHandlers({ pool, journal, jobs });
  const undoing = undoingOf(session, { journal, jobs }, options.redis);
  const context = {
    ...contextOf(session),
    ...(options.redis === undefined ? {} : { redis: options.redis }),
  };
  const connection = session.id;
  /** The steps to a plan, with a signal of one's own. */
  const planning = (
    selection: KeySelection,
    action: BulkAction = { kind: 'delete' },
    signal = context.signal,
  ) => bulk['bulk.plan']({ connection, selection, action }, { ...context, signal });
  const plan = async (...what: Parameters<typeof planning>) =>
    await planned('bulk.plan', planning(...what));
  /** Begins it, and gives the job without waiting for it. */
  const start = async ({ plan: planId }: Pick<BulkPlan, 'plan'>) =>
    (await bulk['bulk.start']({ connection, planId }, context)).job;
  /** What came of it, when it has ended. */
  const ended = async (id: JobId) => {
    const { changed, ...job } = await untilEnded(jobs, id);
    const failed = jobs.get(id).failures.slice(0, 1_000);
    return { ...job, changed, deleted: changed, failed };
  };
  const apply = async (one: Pick<BulkPlan, 'plan'>) => await ended(await start(one));
  return {
    journal,
    jobs,
    planning,
    plan,
    start,
    ended,
    apply,
    remove: async (selection: KeySelection) => await apply(await plan(selection)),
    run: async (selection: KeySelection, action: BulkAction) =>
      await apply(await plan(selection, action)),
    undo: undoing.undo,
    startUndo: undoing.start,
  };
}

/** Everything a server holds: what an undo must bring back. */
export async function contentOf(admin: Redis): Promise<Map<string, string>> {
  const content = new Map<string, string>();
  const keys = await admin.keysBuffer('*');
  const pipeline = admin.pipeline();
  for (const key of keys) pipeline.dumpBuffer(key).pexpiretime(key);
  const replies = (await pipeline.exec()) ?? [];
  for (const [i, key] of keys.entries()) {
    const [dump, expiresAt] = [replies[2 * i]?.[1], replies[2 * i + 1]?.[1]];
    if (!Buffer.isBuffer(dump)) throw new Error(`${key.toString('latin1')} cannot be dumped`);
    const bytes = Buffer.concat(orderedVectorDump(dump) ?? [dump]);
    content.set(key.toString('latin1'), `${String(expiresAt)} ${bytes.toString('latin1')}`);
  }
  return content;
}

/** The same of all primaries of a cluster. */
export async function contentOfCluster({ primaries }: TestCluster): Promise<Map<string, string>> {
  const contents = await Promise.all(primaries.map(({ admin }) => contentOf(admin)));
  return new Map(contents.flatMap((one) => [...one]));
}

/**
 * The real client, with something happening after the dumps are on disk and before EXEC is sent, and before each script
 * that reads keys outside of a transaction.
 */
export function inBetween(
  client: DestroyClient,
  happening: (round: number) => Promise<void>,
): DestroyClient {
  let round = 0;
  const happens = async (): Promise<void> => {
    round += 1;
    await happening(round);
  };
  return {
    together: (keys) => client.together(keys),
    nodes: () => client.nodes(),
    placeOf: (key) => client.placeOf(key),
    read: async (...call) => {
      if (call[0] === 'eval_ro') await happens();
      return await client.read(...call);
    },
    readAll: (calls) => client.readAll(calls),
    write: (...call) => client.write(...call),
    writeAll: (calls) => client.writeAll(calls),
    transact: (keys, decide) => client.transact(keys, decide),
    transactsBy: (key) => client.transactsBy(key),
    destroy: (...call) => client.destroy(...call),
    destroyAll: (calls) => client.destroyAll(calls),
    destroyChecked: (decide) =>
      client.destroyChecked(async (redis) => {
        const calls = await decide(redis);
        await happens();
        return calls;
      }),
    transactDestroy: (keys, decide) =>
      client.transactDestroy(keys, async (redis) => {
        const calls = await decide(redis);
        await happens();
        return calls;
      }),
  };
}

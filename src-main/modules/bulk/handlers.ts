import type { JobRunner } from '../../jobs/job-runner.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { PlanStore } from '../../undo/plan.ts';
import { planBulk, type Planned } from './plan-bulk.ts';
import { startBulk } from './start-bulk.ts';

export function createBulkHandlers({
  pool,
  journal,
  jobs,
}: {
  readonly pool: SessionPool;
  readonly journal: UndoJournal;
  readonly jobs: JobRunner;
}): Pick<Handlers, 'bulk.plan' | 'bulk.start'> {
  const plans = new PlanStore<Planned>();
  return {
    'bulk.plan': ({ selection, action }, { redis, session, signal }) =>
      planBulk({ redis, session, pool, signal, journal, plans }, selection, action),
    'bulk.start': async ({ connection, planId }, { redis, session }) => {
      const planned = plans.take(connection, planId);
      return { job: await startBulk({ redis, session, pool, journal, jobs }, planned) };
    },
  };
}

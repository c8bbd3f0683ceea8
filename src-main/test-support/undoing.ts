import { contract } from '../../src-shared/contract/index.ts';
import type { TicketId } from '../../src-shared/contract/define.ts';
import type { Job, JobId } from '../../src-shared/contract/jobs.ts';
import { JobRunner } from '../jobs/job-runner.ts';
import { createUndoHandlers } from '../modules/undo/handlers.ts';
import type { DestroyClient } from '../redis/clients.ts';
import type { Session } from '../redis/session.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import type { UndoJournal } from '../undo/journal.ts';
import { contextOf } from './handler-context.ts';

type Ticket = { readonly id: TicketId } | null;

/** A runner of jobs on this session alone. */
export const jobsOf = (session: Session): JobRunner =>
  new JobRunner({
    list: () => [session.describe()],
    get: () => session,
    watch: () => () => undefined,
  });

/** The job once it is as wanted. */
export async function untilJob(
  jobs: JobRunner,
  id: JobId,
  wanted: (job: Job) => boolean,
): Promise<Job> {
  const { promise, resolve } = Promise.withResolvers<Job>();
  const look = (): void => {
    const job = jobs.list().find((one) => one.id === id);
    if (job !== undefined && wanted(job)) resolve(job);
  };
  const unwatch = jobs.watch(look);
  look();
  const job = await promise;
  unwatch();
  return job;
}

export const untilEnded = (jobs: JobRunner, id: JobId): Promise<Job> =>
  untilJob(jobs, id, ({ endedAtMs }) => endedAtMs !== null);

/** Taking tickets back as the app does it: by a job. */
export function undoingOf(
  session: Session,
  { journal, jobs = jobsOf(session) }: { journal: UndoJournal; jobs?: JobRunner },
  redis: DestroyClient = session.client,
) {
  const handlers = createUndoHandlers({ journal, jobs });
  /** Begins it, and gives the job without waiting for it. */
  const start = async (ticket: Ticket): Promise<JobId> => {
    if (ticket === null) throw new Error('there is no ticket');
    const input = { connection: session.id, ticket: ticket.id };
    const context = { ...contextOf(session), redis };
    return contract['undo.run'].output.parse(await handlers['undo.run'](input, context)).job;
  };
  return {
    start,
    /** What came of it; throws with its reason when it could not go on. */
    async undo(ticket: Ticket) {
      const id = await start(ticket);
      const { status, note, changed, failedCount } = await untilEnded(jobs, id);
      if (status === 'failed')
        throw new AppFailure({ code: 'internal', ref: id, message: note ?? 'no reason' });
      const conflicts = jobs.get(id).failures.slice(0, 1_000);
      return { restored: changed, conflicts, conflictCount: failedCount };
    },
  };
}

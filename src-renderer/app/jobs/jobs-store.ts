import { createStore } from 'zustand/vanilla';
import type { Job, JobId } from '../../../src-shared/contract/jobs.ts';
import type { Client } from '../../client/client.ts';

interface JobsState {
  /** Newest first. */
  readonly jobs: readonly Job[];
  readonly isDialogOpen: boolean;
}

/** All work on many keys, as main tells it. */
export const jobsStore = createStore<JobsState>(() => ({ jobs: [], isDialogOpen: false }));

export const jobsDialog = {
  open: (): void => jobsStore.setState({ isDialogOpen: true }),
  close: (): void => jobsStore.setState({ isDialogOpen: false }),
};

export const hasEnded = ({ endedAtMs }: Job): boolean => endedAtMs !== null;

/** Keeps the store in step with main for as long as the app runs. */
export async function watchJobs(client: Client, signal: AbortSignal): Promise<void> {
  for await (const jobs of client.stream('jobs.watch', {}, { signal }))
    jobsStore.setState({ jobs });
}

/** The job when it has ended; null when it went off the list before that was seen. */
export function untilEnded(id: JobId): Promise<Job | null> {
  return new Promise((resolve) => {
    let wasThere = false;
    const look = ({ jobs }: JobsState): boolean => {
      const job = jobs.find((one) => one.id === id);
      wasThere ||= job !== undefined;
      if (job !== undefined && hasEnded(job)) resolve(job);
      else if (job === undefined && wasThere) resolve(null);
      else return false;
      return true;
    };
    const unsubscribe = jobsStore.subscribe((state) => {
      if (look(state)) unsubscribe();
    });
    if (look(jobsStore.getState())) unsubscribe();
  });
}

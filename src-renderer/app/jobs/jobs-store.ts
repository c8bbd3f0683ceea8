import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Job, JobId } from '../../../src-shared/contract/jobs.ts';
import type { Client } from '../../client/client.ts';

interface JobsState {
  /** Newest first. */
  readonly jobs: readonly Job[];
  readonly isDialogOpen: boolean;
  /** A connection that is to be closed though work is running on it, until the user has answered. */
  readonly closing: ConnectionId | null;
}

/** All work on many keys, as main tells it. */
export const jobsStore = createStore<JobsState>(() => ({
  jobs: [],
  isDialogOpen: false,
  closing: null,
}));

export const jobsDialog = {
  open: (): void => jobsStore.setState({ isDialogOpen: true }),
  close: (): void => jobsStore.setState({ isDialogOpen: false }),
};

export const closingDialog = {
  open: (closing: ConnectionId): void => jobsStore.setState({ closing }),
  close: (): void => jobsStore.setState({ closing: null }),
};

export const hasEnded = ({ endedAtMs }: Job): boolean => endedAtMs !== null;

/** The work that would end with this connection. */
export const runningOn = (jobs: readonly Job[], connection: ConnectionId): readonly Job[] =>
  jobs.filter((job) => !hasEnded(job) && [job.connection, job.also].includes(connection));

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

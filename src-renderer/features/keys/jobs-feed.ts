import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Output } from '../../../src-shared/contract/index.ts';
import type { Job, JobId } from '../../../src-shared/contract/jobs.ts';
import { hasEnded, jobsStore } from '../../app/jobs/jobs-store.ts';
import type { Client } from '../../client/client.ts';
import { toasts } from '../../ui/toast-store.ts';
import { unlessClosed } from './arena/connect-indexes.ts';
import type { Listings } from './listings.ts';

export interface JobsFeedOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly listings: Pick<Listings, 'each' | 'rescan'>;
  /** Keys came, went, or are others than they were. */
  readonly onChanged: () => void;
  readonly signal: AbortSignal;
}

type Touched = Output<'jobs.touched'>;

function namesOf({ names, ends }: Touched['gone']): Uint8Array[] {
  return Array.from(ends, (end, i) => names.subarray(ends[i - 1] ?? 0, end));
}

/**
 * Work on many keys that ends on this connection is shown by its lists, wherever it was begun: here, in the list of another
 * server, in History. So many keys as main names are taken out or added by name; of more the server is asked again.
 */
export function feedJobs(options: JobsFeedOptions): void {
  const { client, connection, listings, onChanged, signal } = options;
  const isOver = (job: Job): boolean =>
    job.connection === connection && job.kind !== 'export' && hasEnded(job);
  let known = new Set<JobId>();

  async function show({ there, gone }: Touched): Promise<void> {
    await Promise.all(
      listings.each().map(async ({ index, scope }) => {
        await unlessClosed(index.change(namesOf(gone), false));
        const type = scope.type?.toLowerCase();
        for (const { type: its, names, ends } of there)
          if (type === undefined || type === its.toLowerCase())
            await unlessClosed(index.addFound(names, ends));
      }),
    );
  }

  async function follow(job: Job): Promise<void> {
    const result = await client.call('jobs.touched', { connection, job: job.id }, { signal });
    if (signal.aborted) return;
    if (!result.ok) {
      const message = 'The list does not show yet what was changed';
      const detail = `${result.error.message}. Scan again to see it`;
      toasts.show({ tone: 'error', message, detail });
      return;
    }
    await show(result.value);
    if (!result.value.isAll) listings.rescan();
    onChanged();
  }

  const look = (jobs: readonly Job[]): readonly Job[] => {
    const over = jobs.filter(isOver);
    const fresh = over.filter(({ id }) => !known.has(id));
    known = new Set(over.map(({ id }) => id));
    return fresh;
  };
  look(jobsStore.getState().jobs);
  const unsubscribe = jobsStore.subscribe(({ jobs }) => {
    for (const job of look(jobs)) {
      const { changed, missing, failedCount } = job;
      if (changed + missing + failedCount > 0) void follow(job);
    }
  });
  signal.addEventListener('abort', unsubscribe, { once: true });
}

import type { Job } from '../../../src-shared/contract/jobs.ts';
import type { Client } from '../../client/client.ts';
import { toasts } from '../../ui/toast-store.ts';
import { removalDialog } from '../removal/removal-store.ts';

type Control = 'jobs.pause' | 'jobs.resume' | 'jobs.cancel' | 'jobs.dismiss';

const MOST_SHOWN = 1_000;

export async function control(client: Client, name: Control, job: Job): Promise<void> {
  const result = await client.call(name, { job: job.id });
  if (!result.ok) toasts.show({ tone: 'error', message: job.title, detail: result.error.message });
}

/** The keys that failed, each with its reason. */
export async function showFailures(client: Client, job: Job): Promise<void> {
  const result = await client.call('jobs.failures', { job: job.id, offset: 0, count: MOST_SHOWN });
  if (!result.ok) {
    toasts.show({ tone: 'error', message: job.title, detail: result.error.message });
    return;
  }
  const { failures, total } = result.value;
  const rest = total > failures.length ? `, the first ${failures.length}` : '';
  removalDialog.report(`${job.title}: ${total} failed${rest}`, failures);
}

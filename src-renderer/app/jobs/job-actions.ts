import type { Job, ReportPart } from '../../../src-shared/contract/jobs.ts';
import type { Client } from '../../client/client.ts';
import { toasts } from '../../ui/toast-store.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { removalDialog } from '../removal/removal-store.ts';

type Control = 'jobs.pause' | 'jobs.resume' | 'jobs.cancel' | 'jobs.dismiss';

export async function control(client: Client, name: Control, job: Job): Promise<void> {
  const result = await client.call(name, { job: job.id });
  if (!result.ok) toasts.show({ tone: 'error', message: job.title, detail: result.error.message });
}

/** The keys that failed or had changed, each with its reason. */
export const showReport = (job: Job): void => removalDialog.report(job.title, job);

export async function copyReport(client: Client, job: Job, part: ReportPart): Promise<void> {
  const result = await client.call('jobs.copyReport', { job: job.id, part });
  if (!result.ok) {
    toasts.show({ tone: 'error', message: 'Not copied', detail: result.error.message });
    return;
  }
  const { copied, total } = result.value;
  toasts.show({
    tone: 'ok',
    message: `Copied ${formatCountOf(copied, 'key')}`,
    detail: copied < total ? `Of ${formatCount(total)}: the others are too many` : undefined,
  });
}

export async function saveReport(client: Client, job: Job): Promise<void> {
  const result = await client.call('jobs.saveReport', { job: job.id });
  if (!result.ok)
    toasts.show({ tone: 'error', message: 'Not saved', detail: result.error.message });
  else if (result.value !== null)
    toasts.show({
      tone: 'ok',
      message: `Saved ${formatCountOf(result.value.keys, 'key')} in ${result.value.fileName}`,
    });
}

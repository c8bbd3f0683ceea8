import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import type { AppError } from '../../../src-shared/result.ts';
import type { Client } from '../../client/client.ts';
import { explainError } from '../../ui/explain-error.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { toasts } from '../../ui/toast-store.ts';
import { nameSome, offerUndo, seeAll } from './offer-undo.ts';
import type { ReportRow } from './removal-store.ts';

const MOST_NAMED = 1_000;

/** Says what failed and why; nothing of what the user cancelled. */
export function showError(message: string, error: AppError): void {
  if (error.code === 'cancelled') return;
  const { what, words, hint } = explainError(error);
  const detail = [what, words, hint].filter((part) => part !== null).join(' ');
  toasts.show({ tone: 'error', message, detail });
}

/** What failed in it: the first thousand. */
async function failuresOf(client: Client, job: Job): Promise<readonly ReportRow[]> {
  if (job.failedCount === 0) return [];
  const result = await client.call('jobs.failures', { job: job.id, offset: 0, count: MOST_NAMED });
  return result.ok ? result.value.failures : [];
}

interface Reported {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly onUndone?: (() => void) | undefined;
  /** One more thing to know of a job that went well: the name of its file. */
  readonly detail?: string | undefined;
}

/** Says what came of a job, with all that failed, and offers to take it back. Gives what failed: the first thousand. */
export async function reportJob(
  { client, connection, onUndone, detail: more }: Reported,
  { done, undone }: { readonly done: string; readonly undone: string },
  job: Job,
): Promise<readonly ReportRow[]> {
  const failed = await failuresOf(client, job);
  const { changed, missing, failedCount, ticket, status, note } = job;
  const gone = missing === 0 ? undefined : `${formatCountOf(missing, 'key')} had gone already`;
  const join = (...parts: readonly (string | undefined)[]): string | undefined =>
    parts.filter((part) => part !== undefined).join('. ') || undefined;
  if (failedCount > 0) {
    const shown = failed.length < failedCount ? `, the first ${formatCount(failed.length)}` : '';
    const title = `${formatCountOf(failedCount, 'key')} not ${undone}${shown}`;
    toasts.show({
      tone: 'error',
      message: `${done} ${formatCount(changed)} of ${formatCountOf(changed + failedCount, 'key')}`,
      detail: join(nameSome(failed, failedCount), gone),
      ...seeAll(title, failed),
    });
  }
  if (status === 'failed')
    toasts.show({ tone: 'error', message: `Stopped: ${job.title}`, detail: note ?? undefined });
  const stopped = status === 'cancelled' ? `Cancelled at ${formatCount(job.done)}` : undefined;
  const left = failedCount > 0 ? `${formatCountOf(failedCount, 'key')} not ${undone}` : undefined;
  const detail = join(more, left, stopped, gone);
  // After a partial failure both stand: the error waits below the offer until it is dismissed.
  if (ticket !== null) offerUndo({ client, connection, ticket, onUndone, detail });
  else if (failedCount === 0 && status !== 'failed')
    toasts.show({ tone: 'ok', message: `${done} ${formatCountOf(changed, 'key')}`, detail });
  return failed;
}

import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Job, ReportPart } from '../../../src-shared/contract/jobs.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { AppError } from '../../../src-shared/result.ts';
import type { Client } from '../../client/client.ts';
import { explainError } from '../../ui/explain-error.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { toasts } from '../../ui/toast-store.ts';
import { partCount } from '../jobs/job-words.ts';
import { nameSome, offerUndo, seeAll } from './offer-undo.ts';
import type { ReportRow } from './removal-store.ts';

/** Says what failed and why; nothing of what the user cancelled. */
export function showError(message: string, error: AppError): void {
  if (error.code === 'cancelled') return;
  const { what, words, hint } = explainError(error);
  const detail = [what, words, hint].filter((part) => part !== null).join(' ');
  toasts.show({ tone: 'error', message, detail });
}

const PAGE = 1_000;

/** A part of its report: of a selection all, of more the first ones. */
async function rowsOf(client: Client, job: Job, part: ReportPart): Promise<readonly ReportRow[]> {
  const rows: ReportRow[] = [];
  const most = Math.min(partCount(job, part), LIMITS.selectionKeys);
  while (rows.length < most) {
    const input = { job: job.id, part, offset: rows.length, count: PAGE };
    const result = await client.call('jobs.report', input);
    if (!result.ok || result.value.rows.length === 0) break;
    rows.push(...result.value.rows);
  }
  return rows;
}

/** What had changed between the plan and its turn; undefined: nothing. */
function betweenText({ missing, otherType, otherTtl }: Job): string | undefined {
  const parts = [
    missing === 0 ? null : `${formatCountOf(missing, 'key')} had gone already`,
    otherType === 0
      ? null
      : `${formatCountOf(otherType, 'key')} of another type by then, left alone`,
    otherTtl === 0 ? null : `${formatCountOf(otherTtl, 'key')} with another TTL by then`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? undefined : parts.join(', ');
}

interface Reported {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly onUndone?: (() => void) | undefined;
  /** One more thing to know of a job that went well: the name of its file. */
  readonly detail?: string | undefined;
}

/** Says what came of a job, with all that failed, and offers to take it back. Gives what was left as it is, as far as a selection goes. */
export async function reportJob(
  { client, connection, onUndone, detail: more }: Reported,
  { done, undone }: { readonly done: string; readonly undone: string },
  job: Job,
): Promise<readonly ReportRow[]> {
  const failed = await rowsOf(client, job, 'failed');
  const { changed, failedCount, ticket, status, note } = job;
  const between = betweenText(job);
  const join = (...parts: readonly (string | undefined)[]): string | undefined =>
    parts.filter((part) => part !== undefined).join('. ') || undefined;
  if (failedCount > 0) {
    const title = `${formatCountOf(failedCount, 'key')} not ${undone}`;
    toasts.show({
      tone: 'error',
      message: `${done} ${formatCount(changed)} of ${formatCountOf(changed + failedCount, 'key')}`,
      detail: join(nameSome(failed, failedCount), between),
      ...seeAll(title, job),
    });
  }
  if (status === 'failed')
    toasts.show({ tone: 'error', message: `Stopped: ${job.title}`, detail: note ?? undefined });
  const stopped = status === 'cancelled' ? `Cancelled at ${formatCount(job.done)}` : undefined;
  const left = failedCount > 0 ? `${formatCountOf(failedCount, 'key')} not ${undone}` : undefined;
  const detail = join(more, left, stopped, between);
  // After a partial failure both stand: the error waits below the offer until it is dismissed.
  if (ticket !== null) offerUndo({ client, connection, ticket, onUndone, detail });
  else if (failedCount === 0 && status !== 'failed')
    toasts.show({
      tone: 'ok',
      message: `${done} ${formatCountOf(changed, 'key')}`,
      detail,
      ...seeAll(job.title, job, between !== undefined),
    });
  return [...failed, ...(await rowsOf(client, job, 'otherType'))];
}

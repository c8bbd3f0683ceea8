import type { ConnectionId, Ticket, TicketId } from '../../../src-shared/contract/define.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { type AppError, fail, ok, type Result } from '../../../src-shared/result.ts';
import type { Client } from '../../client/client.ts';
import { explainError } from '../../ui/explain-error.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { type ToastContent, toasts } from '../../ui/toast-store.ts';
import { untilEnded } from '../jobs/jobs-store.ts';
import { removalDialog, type ReportRow } from './removal-store.ts';

export interface UndoOffer {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly ticket: Ticket;
  /** It was taken back, wholly or in part: read again what is shown. */
  readonly onUndone?: (() => void) | undefined;
  /** One more line under what was done: "2 were gone already". */
  readonly detail?: string | undefined;
}

const NAMED = 2;

/** The first names with their reasons, for one line of a toast. */
export function nameSome(rows: readonly ReportRow[], total = rows.length): string {
  const named = rows.slice(0, NAMED).map(({ key, reason }) => {
    const name = escapeBytes(key.subarray(0, 256));
    return `${name.length > 48 ? `${name.slice(0, 47)}…` : name}: ${reason}`;
  });
  const rest = total - named.length;
  return [...named, ...(rest > 0 ? [`and ${formatCount(rest)} more`] : [])].join('; ');
}

/** "See all" in a toast that could not name them all. */
export function seeAll(
  title: string,
  job: Job,
  isNeeded = job.failedCount > NAMED,
): { readonly action?: NonNullable<ToastContent['action']> } {
  if (!isNeeded) return {};
  return { action: { label: 'See all', run: () => removalDialog.report(title, job) } };
}

/** An undo of so many keys is over at once: when it went well, the toast is all that is said of it. */
const SMALL = 1_000;

export interface Undone {
  readonly job: Job;
  /** Left alone, with the reason: the first of them. */
  readonly conflicts: readonly ReportRow[];
}

/** Takes one change back and waits for what comes of it; an error when it did not begin. */
export async function runUndo(
  client: Client,
  connection: ConnectionId,
  ticket: TicketId,
): Promise<Result<Undone>> {
  const begun = await client.call('undo.run', { connection, ticket });
  if (!begun.ok) return begun;
  const job = await untilEnded(begun.value.job);
  // Taken off the list by somebody who saw how it ended.
  if (job === null) return fail({ code: 'cancelled', message: 'It was taken off the list' });
  if (job.failedCount === 0) {
    if (job.status === 'done' && job.changed <= SMALL)
      await client.call('jobs.dismiss', { job: job.id });
    return ok({ job, conflicts: [] });
  }
  const input = { job: job.id, part: 'failed', offset: 0, count: NAMED } as const;
  const listed = await client.call('jobs.report', input);
  return ok({ job, conflicts: listed.ok ? listed.value.rows : [] });
}

/** Takes one change back and says what came of it. */
export async function takeBack(offer: UndoOffer): Promise<void> {
  const { client, connection, ticket, onUndone } = offer;
  const result = await runUndo(client, connection, ticket.id);
  if (result.ok) {
    reportUndone(offer, result.value);
    onUndone?.();
  } else showNotUndone(ticket, result.error);
}

function showNotUndone({ title }: Ticket, error: AppError): void {
  if (error.code === 'cancelled') return;
  const { what, words, hint } = explainError(error);
  toasts.show({
    tone: 'error',
    message: `Not undone: ${title}`,
    detail: [what, words, hint].filter((part) => part !== null).join(' '),
  });
}

function reportUndone(offer: UndoOffer, { job, conflicts }: Undone): void {
  const { title } = offer.ticket;
  const { changed: restored, failedCount, status } = job;
  const total = job.total ?? job.done;
  if (status !== 'done') {
    const isWhole = restored === 0;
    toasts.show({
      tone: 'error',
      message: isWhole
        ? `Not undone: ${title}`
        : `Restored ${formatCount(restored)} of ${formatCountOf(total, 'key')}`,
      detail: stoppedText(job),
      ...(job.ticket === null ? {} : undoRest({ ...offer, ticket: job.ticket })),
    });
    return;
  }
  // One key, or one place in it: its title says which.
  if (total === 1)
    toasts.show(
      failedCount === 0
        ? { tone: 'ok', message: `Undone: ${title}` }
        : {
            tone: 'error',
            message: `Not undone: ${title}`,
            detail: nameSome(conflicts, failedCount),
          },
    );
  else if (failedCount === 0)
    toasts.show({
      tone: 'ok',
      message: `Restored ${formatCountOf(restored, 'key')}`,
      detail: `Undone: ${title}`,
    });
  else
    toasts.show({
      tone: 'error',
      message: `Restored ${formatCount(restored)} of ${formatCountOf(total, 'key')}`,
      detail: nameSome(conflicts, failedCount),
      ...seeAll(`Left ${formatCountOf(failedCount, 'key')} of ${formatCount(total)} alone`, job),
    });
}

/** Why it ended before its end, and what that means for what is left. */
function stoppedText({ status, note, failedCount }: Job): string {
  const parts = [
    status === 'cancelled' && note === null ? 'Cancelled' : note,
    failedCount > 0 ? `${formatCountOf(failedCount, 'key')} left alone` : null,
    'What is left can be undone later, also in History',
  ];
  return parts.filter((part) => part !== null).join('. ');
}

function undoRest(offer: UndoOffer): { readonly action: NonNullable<ToastContent['action']> } {
  return { action: { label: 'Undo the rest', run: () => void takeBack(offer) } };
}

interface Offered {
  readonly toast: number;
  readonly connection: ConnectionId;
}
let offered: Offered | null = null;

/** Says what was done, with Undo beside it for as long as the toast is there. */
export function offerUndo(offer: UndoOffer): void {
  const toast = toasts.show({
    tone: 'ok',
    message: offer.ticket.title,
    detail: offer.detail,
    action: { label: 'Undo', keys: 'mod+z', run: () => void takeBack(offer) },
  });
  offered = { toast, connection: offer.connection };
}

/** The shortcut: takes back what the toast on screen offers, on the connection on screen. False when there is nothing. */
export function undoOffered(active: ConnectionId | null): boolean {
  const shown = toasts.getState().toasts.at(-1);
  if (offered === null || shown?.id !== offered.toast || offered.connection !== active)
    return false;
  toasts.act(offered.toast);
  return true;
}

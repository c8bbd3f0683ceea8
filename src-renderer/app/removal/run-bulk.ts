import type { BulkAction, BulkPlan } from '../../../src-shared/contract/bulk.ts';
import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { JobId } from '../../../src-shared/contract/jobs.ts';
import type { KeySelection, PlanProgress } from '../../../src-shared/contract/keys.ts';
import type { AppError } from '../../../src-shared/result.ts';
import type { Client } from '../../client/client.ts';
import { toasts } from '../../ui/toast-store.ts';
import { untilEnded } from '../jobs/jobs-store.ts';
import { sessionStore } from '../session-store.ts';
import { wordsOf } from './bulk-words.ts';
import { followPlan } from './follow-plan.ts';
import { reportJob, showError } from './report-job.ts';
import {
  removalDialog,
  removalStore,
  type RemovalSubject,
  type ReportRow,
} from './removal-store.ts';

export interface BulkWork {
  readonly client: Client;
  /** Where the keys are changed: for a copy where they go. */
  readonly connection: ConnectionId;
  readonly selection: KeySelection;
  /** What is changed, as the dialog says it: "folder product:", "session of user 42". */
  readonly what: string;
  readonly action: BulkAction;
  /** Also where few keys are deleted that could be brought back. */
  readonly mustAsk?: boolean | undefined;
  /** The user took it back: read again what is shown. */
  readonly onUndone?: (() => void) | undefined;
}

export interface BulkDone {
  readonly changed: number;
  /** Names that are as they were, with the reason: as many as a selection holds. */
  readonly failed: readonly ReportRow[];
}

/** From here on the name is typed, and a dialog is shown even where all can be undone (DESIGN, Dialog). */
export const MANY_KEYS = 1_000;
const PLANNING_SHOWN_MS = 150;

/** Whether the user is asked: for all but a delete of few keys, off production, that can be undone. */
function needsWord(
  { action, mustAsk }: RemovalSubject,
  { count, undo }: BulkPlan,
  place: Pick<OpenConnection, 'environment'>,
): boolean {
  return (
    mustAsk ||
    action.kind !== 'delete' ||
    count >= MANY_KEYS ||
    place.environment === 'production' ||
    undo.kind !== 'exact'
  );
}

function isLocked({ readOnly, unlockedUntilMs }: OpenConnection): boolean {
  return readOnly && (unlockedUntilMs === null || unlockedUntilMs < Date.now());
}

/** What it would do; null when it failed (said in a toast) or was cancelled while counting. */
async function plan(client: Client, subject: RemovalSubject): Promise<BulkPlan | null> {
  const controller = new AbortController();
  const { signal } = controller;
  let progress: PlanProgress | null = null;
  let isShown = false;
  const show = (): void => {
    isShown = true;
    removalDialog.plan(subject, progress, () => controller.abort());
  };
  const timer = setTimeout(show, PLANNING_SHOWN_MS);
  const { selection, place, action } = subject;
  const input = { connection: place.id, selection, action };
  const result = await followPlan(client.stream('bulk.plan', input, { signal }), (now) => {
    progress = now;
    if (isShown && !signal.aborted) show();
  });
  clearTimeout(timer);
  // Stopped: the dialog is closed, and it may be another one that is open by now.
  if (signal.aborted) return null;
  if (result.ok) return result.value;
  removalDialog.close();
  showError(`Nothing was ${wordsOf(action).undone}`, result.error);
  return null;
}

/** Asks where the design says so, and begins; null: it was not begun, which has been said. */
async function begin(client: Client, subject: RemovalSubject): Promise<JobId | 'none' | null> {
  const { place, action } = subject;
  const planned = await plan(client, subject);
  if (planned === null) return null;
  if (planned.count === 0) {
    removalDialog.close();
    toasts.show({ tone: 'info', message: 'No such keys are there any more' });
    return 'none';
  }
  const input = { connection: place.id, planId: planned.plan };
  const start = async (): Promise<{ value: JobId } | { error: AppError }> => {
    const result = await client.call('bulk.start', input);
    return result.ok ? { value: result.value.job } : { error: result.error };
  };
  if (needsWord(subject, planned, place)) return await removalDialog.ask(subject, planned, start);
  removalDialog.close();
  const outcome = await start();
  if ('value' in outcome) return outcome.value;
  showError(`Nothing was ${wordsOf(action).undone}`, outcome.error);
  return null;
}

/**
 * Changes keys: plans, asks, follows the job to its end and offers to take it back. null: nothing was done, by the
 * user's choice or because it failed, which has been said.
 */
export async function runBulk(work: BulkWork): Promise<BulkDone | null> {
  const { client, connection, selection, what, action, mustAsk = false } = work;
  const place = sessionStore.getState().connections.find(({ id }) => id === connection);
  // One question at a time: a second press of the key while it is open asks nothing new.
  if (place === undefined || removalStore.getState().status !== 'closed') return null;
  if (isLocked(place)) {
    const message = `${place.name} is read-only`;
    toasts.show({
      tone: 'error',
      message,
      detail: 'Unlock writes at the right of the status bar first.',
    });
    return null;
  }
  const begun = await begin(client, { place, selection, what, action, mustAsk });
  if (begun === null) return null;
  if (begun === 'none') return { changed: 0, failed: [] };
  const job = await untilEnded(begun);
  if (job === null) return null;
  const failed = await reportJob(work, wordsOf(action), job);
  return { changed: job.changed, failed };
}

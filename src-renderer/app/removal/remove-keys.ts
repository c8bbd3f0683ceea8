import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Output } from '../../../src-shared/contract/index.ts';
import type { KeySelection } from '../../../src-shared/contract/keys.ts';
import type { AppError } from '../../../src-shared/result.ts';
import type { Client } from '../../client/client.ts';
import { explainError } from '../../ui/explain-error.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { toasts } from '../../ui/toast-store.ts';
import { sessionStore } from '../session-store.ts';
import { nameSome, offerUndo, seeAll } from './offer-undo.ts';
import {
  removalDialog,
  type RemovalPlan,
  removalStore,
  type RemovalSubject,
} from './removal-store.ts';

export interface Removal {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly selection: KeySelection;
  /** What goes, as the dialog says it: "folder product:", "session of user 42". */
  readonly what: string;
  /** The user took it back: read again what is shown. */
  readonly onUndone?: (() => void) | undefined;
}

export interface Removed {
  readonly deleted: number;
  /** Names that are still there, with the server's reason. */
  readonly failed: readonly { readonly key: Uint8Array; readonly reason: string }[];
}

/** From here on the name is typed, and a dialog is shown even where all can be undone (DESIGN, Dialog). */
export const MANY_KEYS = 1_000;
const PLANNING_SHOWN_MS = 150;

type Applied = Output<'keys.applyDelete'>;

function showError(message: string, error: AppError): void {
  if (error.code === 'cancelled') return;
  const { what, words, hint } = explainError(error);
  const detail = [what, words, hint].filter((part) => part !== null).join(' ');
  toasts.show({ tone: 'error', message, detail });
}

/** Whether the user is asked: for many keys, on production, or where it cannot be undone. */
export function needsWord(
  { count, undo }: RemovalPlan,
  place: Pick<OpenConnection, 'environment'>,
): boolean {
  return count >= MANY_KEYS || place.environment === 'production' || undo.kind !== 'exact';
}

function isLocked({ readOnly, unlockedUntilMs }: OpenConnection): boolean {
  return readOnly && (unlockedUntilMs === null || unlockedUntilMs < Date.now());
}

/** What it would do; null when it failed (said in a toast) or was cancelled while counting. */
async function plan(client: Client, subject: RemovalSubject): Promise<RemovalPlan | null> {
  const controller = new AbortController();
  const timer = setTimeout(
    () => removalDialog.plan(subject, () => controller.abort()),
    PLANNING_SHOWN_MS,
  );
  const { selection, place } = subject;
  const input = { connection: place.id, selection };
  const result = await client.call('keys.planDelete', input, { signal: controller.signal });
  clearTimeout(timer);
  if (result.ok) return result.value;
  removalDialog.close();
  showError('Nothing was deleted', result.error);
  return null;
}

function report({ client, connection, onUndone }: Removal, applied: Applied): void {
  const { deleted, missing, failed, failedCount, ticket } = applied;
  const gone = missing === 0 ? undefined : `${formatCountOf(missing, 'key')} had gone already`;
  if (failedCount > 0) {
    const total = deleted + failedCount;
    const shown = failed.length < failedCount ? `, the first ${formatCount(failed.length)}` : '';
    const title = `${formatCountOf(failedCount, 'key')} not deleted${shown}`;
    toasts.show({
      tone: 'error',
      message: `Deleted ${formatCount(deleted)} of ${formatCountOf(total, 'key')}`,
      detail: [nameSome(failed, failedCount), gone].filter((part) => part !== undefined).join('. '),
      ...seeAll(title, failed),
    });
  }
  // After a partial failure both stand: the error waits below the offer until it is dismissed.
  // Nothing counted as deleted may still be gone: a lost connection leaves it unknown, and the ticket knows what was there.
  if (ticket !== null) offerUndo({ client, connection, ticket, onUndone, detail: gone });
  else if (failedCount === 0)
    toasts.show({ tone: 'ok', message: `Deleted ${formatCountOf(deleted, 'key')}`, detail: gone });
}

/**
 * Deletes keys: plans, asks where the design says so, applies, and offers to take it back. null: nothing was done,
 * by the user's choice or because it failed, which has been said.
 */
export async function removeKeys(removal: Removal): Promise<Removed | null> {
  const { client, connection, selection, what } = removal;
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
  const subject = { place, selection, what };
  const planned = await plan(client, subject);
  if (planned === null) return null;
  if (planned.count === 0) {
    removalDialog.close();
    toasts.show({ tone: 'info', message: 'No such keys are there any more' });
    return { deleted: 0, failed: [] };
  }
  const input = { connection, planId: planned.plan };
  const apply = async (): Promise<{ value: Applied } | { error: AppError }> => {
    const result = await client.call('keys.applyDelete', input);
    return result.ok ? { value: result.value } : { error: result.error };
  };
  let applied: Applied | null;
  if (needsWord(planned, place)) applied = await removalDialog.ask(subject, planned, apply);
  else {
    removalDialog.close();
    const outcome = await apply();
    if ('error' in outcome) showError('Not all was deleted', outcome.error);
    applied = 'error' in outcome ? null : outcome.value;
  }
  if (applied === null) return null;
  report(removal, applied);
  return { deleted: applied.deleted, failed: applied.failed };
}

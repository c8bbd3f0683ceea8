import type { ConnectionId, Ticket } from '../../../src-shared/contract/define.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import type { Client } from '../../client/client.ts';
import { explainError } from '../../ui/explain-error.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { type ToastContent, toasts } from '../../ui/toast-store.ts';
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
  rows: readonly ReportRow[],
): { readonly action?: NonNullable<ToastContent['action']> } {
  if (rows.length <= NAMED) return {};
  return { action: { label: 'See all', run: () => removalDialog.report(title, rows) } };
}

/** Takes one change back and says what came of it. */
export async function takeBack({ client, connection, ticket, onUndone }: UndoOffer): Promise<void> {
  const result = await client.call('undo.run', { connection, ticket: ticket.id });
  if (!result.ok) {
    const { what, words, hint } = explainError(result.error);
    toasts.show({
      tone: 'error',
      message: `Not undone: ${ticket.title}`,
      detail: [what, words, hint].filter((part) => part !== null).join(' '),
    });
    return;
  }
  const { restored, conflicts, conflictCount } = result.value;
  const total = restored + conflictCount;
  const undone = `Undone: ${ticket.title}`;
  // One key, or one place in it: its title says which.
  if (total === 1)
    toasts.show(
      conflictCount === 0
        ? { tone: 'ok', message: undone }
        : {
            tone: 'error',
            message: `Not undone: ${ticket.title}`,
            detail: nameSome(conflicts, conflictCount),
          },
    );
  else if (conflictCount === 0)
    toasts.show({
      tone: 'ok',
      message: `Restored ${formatCountOf(restored, 'key')}`,
      detail: undone,
    });
  else {
    const title = `Left ${formatCountOf(conflictCount, 'key')} of ${total} alone`;
    toasts.show({
      tone: 'error',
      message: `Restored ${restored} of ${formatCountOf(total, 'key')}`,
      detail: nameSome(conflicts, conflictCount),
      ...seeAll(title, conflicts),
    });
  }
  onUndone?.();
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

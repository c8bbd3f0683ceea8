import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BulkAction } from '../../../../src-shared/contract/bulk.ts';
import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import type { BulkTarget } from './bulk-target.ts';

export type BulkDialogKind = Exclude<BulkAction['kind'], 'delete' | 'expireAt'>;

/** What is asked before a plan is made: how long, which name, where to. */
export type BulkDialogState =
  { readonly kind: 'closed' } | { readonly kind: BulkDialogKind; readonly target: BulkTarget };

interface Changes {
  readonly target: () => Promise<BulkTarget | null>;
  readonly listed: () => BulkTarget | null;
  readonly run: (target: BulkTarget, action: BulkAction, on: ConnectionId) => Promise<void>;
}

export interface BulkDialog {
  readonly store: StoreApi<BulkDialogState>;
  /** For what is chosen in the list. */
  readonly open: (kind: BulkDialogKind) => Promise<void>;
  /** For all that the list asks the server for. */
  readonly openListed: (kind: BulkDialogKind) => void;
  readonly close: () => void;
  readonly confirm: (action: BulkAction, on: ConnectionId) => void;
}

export function createBulkDialog({ target, listed, run }: Changes): BulkDialog {
  const store = createStore<BulkDialogState>(() => ({ kind: 'closed' }));
  const close = (): void => store.setState({ kind: 'closed' }, true);
  return {
    store,
    close,
    async open(kind) {
      const chosen = await target();
      if (chosen !== null) store.setState({ kind, target: chosen }, true);
    },
    openListed(kind) {
      const all = listed();
      if (all !== null) store.setState({ kind, target: all }, true);
    },
    confirm(action, on) {
      const state = store.getState();
      close();
      if (state.kind !== 'closed') void run(state.target, action, on);
    },
  };
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import type { Input } from '../../../../src-shared/contract/index.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import type { AppError } from '../../../../src-shared/result.ts';
import { offerUndo } from '../../../app/removal/offer-undo.ts';
import type { Client } from '../../../client/client.ts';
import { toasts } from '../../../ui/toast-store.ts';
import { showBytes } from '../document/value/show-bytes.ts';

export type NewKeyState =
  | { readonly status: 'closed' }
  | {
      readonly status: 'open';
      /** What the name begins with, as it is typed. */
      readonly begin: string;
      readonly isRunning: boolean;
      readonly error: AppError | null;
      /** A key of this name was there, of this type: nothing was written. */
      readonly taken: { readonly key: Uint8Array; readonly type: string } | null;
    };

interface Options {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly onCreated: (key: Uint8Array, type: string) => void;
  /** It was taken away again. */
  readonly onGone: (key: Uint8Array) => void;
  readonly openKey: (key: Uint8Array) => void;
}

export type NewKey = Pick<Input<'keys.create'>, 'key' | 'value' | 'ttlMs'>;

export interface NewKeyDialog {
  readonly store: StoreApi<NewKeyState>;
  /** `prefix`: of the folder it is to be in. */
  readonly open: (prefix: Uint8Array | null) => void;
  /** Something else is typed: what was said of it before does not hold. */
  readonly touch: () => void;
  /** `type` as TYPE will answer. */
  readonly create: (made: NewKey, type: string) => Promise<void>;
  readonly openTaken: () => void;
  /** While it is being written it is too late. */
  readonly close: () => void;
}

const closed: NewKeyState = { status: 'closed' };

/** A new key: what is asked for, and what came of it. */
export function createNewKeyDialog(options: Options): NewKeyDialog {
  const { client, connection } = options;
  const store = createStore<NewKeyState>(() => closed);

  /** An undo leaves it alone when somebody has changed it since: only the server knows. */
  async function afterUndo(key: Uint8Array): Promise<void> {
    const result = await client.call('keys.describe', { connection, keys: [key] });
    if (result.ok && result.value[0]?.state === 'gone') options.onGone(key);
  }

  const close = (): void => {
    const state = store.getState();
    if (state.status === 'open' && !state.isRunning) store.setState(closed, true);
  };

  return {
    store,
    close,
    open(prefix) {
      if (store.getState().status === 'open') return;
      const begin = prefix === null ? '' : escapeBytes(prefix);
      store.setState({ status: 'open', begin, isRunning: false, error: null, taken: null }, true);
    },
    touch() {
      const state = store.getState();
      if (state.status === 'open' && (state.error !== null || state.taken !== null))
        store.setState({ ...state, error: null, taken: null }, true);
    },
    async create(made, type) {
      const state = store.getState();
      if (state.status !== 'open' || state.isRunning) return;
      store.setState({ ...state, isRunning: true, error: null, taken: null }, true);
      const { key } = made;
      const result = await client.call('keys.create', { connection, ...made });
      const now = { ...state, isRunning: false };
      if (!result.ok) return store.setState({ ...now, error: result.error }, true);
      if (result.value.outcome === 'taken')
        return store.setState(
          { ...now, error: null, taken: { key, type: result.value.type } },
          true,
        );
      store.setState(closed, true);
      options.onCreated(key, type);
      const { ticket, noUndo } = result.value;
      if (ticket !== null)
        return offerUndo({ client, connection, ticket, onUndone: () => void afterUndo(key) });
      const detail = noUndo === null ? undefined : `It has no undo. ${noUndo}`;
      toasts.show({ tone: 'ok', message: `Created ${showBytes(key, 80)}`, detail });
    },
    openTaken() {
      const state = store.getState();
      if (state.status !== 'open' || state.taken === null) return;
      store.setState(closed, true);
      options.openKey(state.taken.key);
    },
  };
}

import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ProtoFile } from '../../../../src-shared/contract/proto-files.ts';
import type { AppError, Result } from '../../../../src-shared/result.ts';
import { useClient } from '../../../client/client-context.ts';
import type { Client } from '../../../client/client.ts';

interface State {
  /** null: not read yet. */
  readonly files: readonly ProtoFile[] | null;
  readonly error: AppError | null;
}

/** One for the app: the files are the same for every connection. */
const stores = new WeakMap<Client, StoreApi<State>>();

function storeOf(client: Client): StoreApi<State> {
  const store = stores.get(client) ?? createStore<State>(() => ({ files: null, error: null }));
  stores.set(client, store);
  return store;
}

export interface ProtoFiles extends State {
  /** Asks for a file in the system's dialog. */
  readonly add: () => void;
  readonly remove: (name: string) => void;
}

/** The .proto files of this user; read once something needs them. */
export function useProtoFiles(isNeeded: boolean): ProtoFiles {
  const client = useClient();
  const store = storeOf(client);
  const state = useStore(store);
  const settle = (result: Result<{ readonly files: readonly ProtoFile[] }>): void => {
    if (result.ok) store.setState({ files: result.value.files, error: null });
    else store.setState({ error: result.error });
  };
  const isMissing = isNeeded && state.files === null && state.error === null;
  useEffect(() => {
    if (!isMissing) return;
    void client.call('protoFiles.list', {}).then((result) => {
      if (result.ok) store.setState({ files: result.value.files, error: null });
      else store.setState({ error: result.error });
    });
  }, [client, store, isMissing]);
  return {
    ...state,
    add: () => void client.call('protoFiles.add', {}).then(settle),
    remove: (name) => void client.call('protoFiles.remove', { name }).then(settle),
  };
}

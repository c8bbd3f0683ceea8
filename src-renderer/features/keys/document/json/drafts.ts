import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../../src-shared/contract/define.ts';
import { toBinaryString } from '../../../../../src-shared/redis-value.ts';
import { noteUnsaved } from '../../../../app/unsaved-store.ts';
import type { Client } from '../../../../client/client.ts';
import { perConnection } from '../../../../client/per-connection.ts';
import type { JsonChange } from './json-change.ts';

export interface DraftsState {
  /** By key (its bytes as a binary string), only keys that have any. */
  readonly changes: ReadonlyMap<string, readonly JsonChange[]>;
}

const none: readonly JsonChange[] = [];

/** Unsaved changes of a connection's documents: they outlive the pane that shows them. */
function createDrafts(_client: Client, connection: ConnectionId) {
  const store = createStore<DraftsState>(() => ({ changes: new Map() }));
  store.subscribe(({ changes }) => {
    noteUnsaved(connection, 'json', [...changes.keys()]);
  });
  const of = (key: Uint8Array): readonly JsonChange[] =>
    store.getState().changes.get(toBinaryString(key)) ?? none;
  const set = (key: Uint8Array, changes: readonly JsonChange[]): void => {
    const next = new Map(store.getState().changes);
    if (changes.length === 0) next.delete(toBinaryString(key));
    else next.set(toBinaryString(key), changes);
    store.setState({ changes: next });
  };
  return {
    store,
    of,
    set,
    /** In the place of an earlier change of the same path, else at the end. */
    put(key: Uint8Array, change: JsonChange): void {
      const changes = of(key);
      const isThere = changes.some(({ path }) => path === change.path);
      set(
        key,
        isThere
          ? changes.map((one) => (one.path === change.path ? change : one))
          : [...changes, change],
      );
    },
    drop(key: Uint8Array, path: string): void {
      set(
        key,
        of(key).filter((change) => change.path !== path),
      );
    },
    /** The key was renamed: its changes go with it. */
    move(from: Uint8Array, to: Uint8Array): void {
      const changes = of(from);
      set(from, none);
      set(to, changes);
    },
    dispose(): void {
      store.setState({ changes: new Map() });
    },
  };
}

export type Drafts = ReturnType<typeof createDrafts>;

/** The drafts of a connection. */
export const draftsOf = perConnection(createDrafts);

/** The changes of one key, for a selector: the same array until they change. */
export function selectChanges(key: Uint8Array): (state: DraftsState) => readonly JsonChange[] {
  const id = toBinaryString(key);
  return (state) => state.changes.get(id) ?? none;
}

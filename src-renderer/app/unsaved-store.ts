import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../src-shared/contract/define.ts';
import { fromBinaryString } from '../../src-shared/redis-value.ts';
import type { Client } from '../client/client.ts';

/** Who holds drafts: of JSON documents, of all other values. */
export type DraftHolder = 'json' | 'values';

interface UnsavedState {
  /** Names as binary strings, by connection and who holds what was written. */
  readonly keys: ReadonlyMap<ConnectionId, ReadonlyMap<DraftHolder, readonly string[]>>;
}

/** Keys with something that was written and not saved: closing their connection or the window would lose it. */
export const unsavedStore = createStore<UnsavedState>(() => ({ keys: new Map() }));

/** All keys of a connection of which this holder has a draft. */
export function noteUnsaved(
  connection: ConnectionId,
  holder: DraftHolder,
  keys: readonly string[],
): void {
  const next = new Map(unsavedStore.getState().keys);
  const held = new Map(next.get(connection));
  if (keys.length === 0) held.delete(holder);
  else held.set(holder, keys);
  if (held.size === 0) next.delete(connection);
  else next.set(connection, held);
  unsavedStore.setState({ keys: next });
}

/** The names of the keys whose changes would go with this connection. */
export function unsavedOn({ keys }: UnsavedState, connection: ConnectionId): readonly Uint8Array[] {
  const held = keys.get(connection);
  if (held === undefined) return [];
  return [...new Set([...held.values()].flat())].map(fromBinaryString);
}

const countOf = (state: UnsavedState): number =>
  [...state.keys.keys()].reduce((sum, connection) => sum + unsavedOn(state, connection).length, 0);

/** Tells main how many there are, which asks before the window is closed, until the signal ends it. */
export function tellUnsaved(client: Client, signal: AbortSignal): void {
  let told = -1;
  const tell = (state: UnsavedState): void => {
    const keys = countOf(state);
    if (keys === told) return;
    told = keys;
    void client.call('app.unsaved', { keys }, { signal });
  };
  tell(unsavedStore.getState());
  signal.addEventListener('abort', unsavedStore.subscribe(tell));
}

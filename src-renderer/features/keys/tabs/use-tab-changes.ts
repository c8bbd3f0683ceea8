import { useSyncExternalStore } from 'react';
import { toBinaryString } from '../../../../src-shared/redis-value.ts';
import { useSession } from '../../../app/session-store.ts';
import { useClient } from '../../../client/client-context.ts';
import { draftsOf } from '../document/json/drafts.ts';
import { keptEditsOf } from '../document/types/edit/kept-edits.ts';
import type { KeyTab } from './tabs-store.ts';

export interface TabChanges {
  /** Ids of the tabs with something that was written and not saved. */
  readonly changed: ReadonlySet<string>;
  /** Ids of the tabs where an edit is under way. */
  readonly edited: ReadonlySet<string>;
}

/** What is unsaved in the tabs; those of a server that was closed have nothing any more. */
export function useTabChanges(tabs: readonly KeyTab[]): TabChanges {
  const client = useClient();
  const open = useSession((state) => state.connections);
  const there = tabs.filter(({ connection }) => open.some(({ id }) => id === connection));
  const stores = new Set(
    there.flatMap(({ connection }) => [
      draftsOf(client, connection).store,
      keptEditsOf(client, connection).progress,
    ]),
  );
  const stateOf = ({ connection, key }: KeyTab): 'changed' | 'begun' | null =>
    draftsOf(client, connection).store.getState().changes.has(toBinaryString(key))
      ? 'changed'
      : keptEditsOf(client, connection).progressOf(key);
  const states = useSyncExternalStore(
    (changed) => {
      const ends = [...stores].map((store) => store.subscribe(changed));
      return () => ends.forEach((end) => end());
    },
    () => there.map((tab) => stateOf(tab) ?? '').join(' '),
  ).split(' ');
  const ids = (wanted: (state: string | undefined) => boolean): ReadonlySet<string> =>
    new Set(there.flatMap(({ id }, at) => (wanted(states[at]) ? [id] : [])));
  return {
    changed: ids((state) => state === 'changed'),
    edited: ids((state) => state === 'changed' || state === 'begun'),
  };
}

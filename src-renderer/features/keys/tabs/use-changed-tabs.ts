import { useSyncExternalStore } from 'react';
import { toBinaryString } from '../../../../src-shared/redis-value.ts';
import { useSession } from '../../../app/session-store.ts';
import { useClient } from '../../../client/client-context.ts';
import { draftsOf } from '../document/json/drafts.ts';
import type { KeyTab } from './tabs-store.ts';

/** Ids of the tabs with unsaved changes; those of a server that was closed have none any more. */
export function useChangedTabs(tabs: readonly KeyTab[]): ReadonlySet<string> {
  const client = useClient();
  const open = useSession((state) => state.connections);
  const there = tabs.filter(({ connection }) => open.some(({ id }) => id === connection));
  const stores = new Set(there.map(({ connection }) => draftsOf(client, connection).store));
  const ids = useSyncExternalStore(
    (changed) => {
      const ends = [...stores].map((store) => store.subscribe(changed));
      return () => ends.forEach((end) => end());
    },
    () =>
      there
        .filter(({ connection, key }) =>
          draftsOf(client, connection).store.getState().changes.has(toBinaryString(key)),
        )
        .map(({ id }) => id)
        .join(' '),
  );
  return new Set(ids.split(' '));
}

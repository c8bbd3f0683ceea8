import { useState } from 'react';
import { useStore } from 'zustand';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { ok } from '../../../../../../src-shared/result.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
import { usePages } from '../use-pages.ts';
import type { ValueProps } from '../value-props.ts';
import type { AroundQuery } from './around.ts';
import { hitsOf, type PlaceRow, placesOf } from './places.ts';

/** The members by rank, a page at a time, or what GEOSEARCH finds. */
export function usePlaces(props: ValueProps, query: AroundQuery | null) {
  const { connection, keyName } = props;
  const client = useClient();
  const [cut, setCut] = useState(false);
  const named = { connection: connection.id, key: keyName };
  const pages = usePages<PlaceRow, number>(
    {
      first: 0,
      idOf: ({ id }) => id,
      onGone: props.onGone,
      read: async (start, signal) => {
        if (query !== null) {
          const result = await client.call('geo.search', { ...named, ...query }, { signal });
          if (!result.ok) return result;
          const rows = hitsOf(result.value.found);
          setCut(result.value.cut);
          return ok({ rows, next: null, total: rows.length });
        }
        const count = LIMITS.pageElements;
        const result = await client.call('geo.positions', { ...named, start, count }, { signal });
        if (!result.ok) return result;
        const { members, total } = result.value;
        const end = start + members.length;
        const hasMore = members.length > 0 && end < total;
        // What more there is stays out of sight on a map that is full.
        setCut(hasMore && end >= LIMITS.mapPlaces);
        const next = hasMore && end < LIMITS.mapPlaces ? end : null;
        return ok({ rows: placesOf(members), next, total });
      },
    },
    { variant: query === null ? '' : JSON.stringify(query), revision: props.revision },
  );
  const state = useStore(pages.store);
  return { pages, state, words: state.status === 'ready' ? wordsOf(state, query, cut) : '' };
}

function wordsOf(
  { rows, total }: { readonly rows: readonly PlaceRow[]; readonly total: number },
  query: AroundQuery | null,
  cut: boolean,
): string {
  if (query === null) {
    const words = `${formatCount(rows.length)} of ${formatCountOf(total, 'member')} on the map`;
    return cut ? `${words}; the map is full, search around a point for the others` : words;
  }
  const count = formatCountOf(rows.length, 'place');
  return cut ? `the ${query.order === 'near' ? 'nearest' : 'farthest'} ${count}` : count;
}

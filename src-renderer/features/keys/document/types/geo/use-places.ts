import { useState } from 'react';
import { useStore } from 'zustand';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { ok } from '../../../../../../src-shared/result.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
import { isFollowed } from '../pages.ts';
import { usePages } from '../use-pages.ts';
import type { ValueProps } from '../value-props.ts';
import type { AroundQuery } from './around.ts';
import { hitsOf, type PlaceRow, placesOf } from './places.ts';

/** The members from a rank on, a page at a time until the map is full, or what GEOSEARCH finds. */
export function usePlaces(props: ValueProps, query: AroundQuery | null, from: number) {
  const { connection, keyName } = props;
  const client = useClient();
  const [cut, setCut] = useState(false);
  const [next, setNext] = useState<number | null>(null);
  const named = { connection: connection.id, key: keyName };
  const pages = usePages<PlaceRow, number>(
    {
      first: query === null ? from : 0,
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
        const hasMore = isFollowed(members.length, end, total);
        const isFull = end - from >= LIMITS.mapPlaces;
        // What more there is begins a map of its own.
        setNext(hasMore && isFull ? end : null);
        return ok({ rows: placesOf(members), next: hasMore && !isFull ? end : null, total });
      },
    },
    { variant: query === null ? String(from) : JSON.stringify(query), revision: props.revision },
  );
  const state = useStore(pages.store);
  const words =
    state.status !== 'ready'
      ? ''
      : query === null
        ? ranksOf(state, from)
        : hitWords(state.rows.length, query, cut);
  return { pages, state, words, next: query === null ? next : null };
}

function ranksOf(
  { rows, total }: { readonly rows: readonly PlaceRow[]; readonly total: number | null },
  from: number,
): string {
  const words =
    total === null
      ? `${formatCountOf(rows.length, 'member')} on the map; how many there are is not known: ZCARD is refused`
      : `${formatCount(rows.length)} of ${formatCountOf(total, 'member')} on the map`;
  return from === 0 ? words : `${words}, from rank ${formatCount(from)} on`;
}

function hitWords(found: number, query: AroundQuery, cut: boolean): string {
  const count = formatCountOf(found, 'place');
  return cut ? `the ${query.order === 'near' ? 'nearest' : 'farthest'} ${count}` : count;
}

import { DEGREES, MOST_LATITUDE, MOST_LONGITUDE } from '../../../../../../src-shared/geohash.ts';
import { showBytes } from '../../value/show-bytes.ts';
import { partLock, typedBytes } from '../edit/edit-draft.ts';
import type { EditOffers } from '../edit/EditableTable.tsx';
import { scoredOffers } from '../edit/row-drafts.ts';
import type { PlaceRow } from './places.ts';

interface TypedPlace {
  readonly longitude: string;
  readonly latitude: string;
}

const isWithin = (degrees: string, edge: number): boolean =>
  DEGREES.test(degrees) && Math.abs(Number(degrees)) <= edge;

function typedPlace(east: string, north: string): TypedPlace | string {
  const longitude = east.trim();
  const latitude = north.trim();
  if (!isWithin(longitude, MOST_LONGITUDE)) return 'A longitude from -180 to 180';
  if (!isWithin(latitude, MOST_LATITUDE))
    return `A latitude from -${MOST_LATITUDE} to ${MOST_LATITUDE}`;
  return { longitude, latitude };
}

const part = (id: string, label: string, text: string) => ({ id, label, text });

/** Places are moved, added and removed; what a score says is only the place. */
export const placeOffers: EditOffers<PlaceRow> = {
  changeLabel: 'Move',
  removeLabel: scoredOffers.removeLabel,
  remove: scoredOffers.remove,
  more: (row) => scoredOffers.more?.(row) ?? [],
  change: ({ member, total, score: before, longitude, latitude }) =>
    partLock(member, total) ?? {
      rowId: null,
      title: `Move ${showBytes(member, 80)}`,
      parts: [part('longitude', 'Longitude', longitude), part('latitude', 'Latitude', latitude)],
      read: before,
      edit: (east = '', north = '') => {
        const place = typedPlace(east, north);
        return typeof place === 'string' ? place : { kind: 'zset.place', member, before, ...place };
      },
    },
  add: [
    {
      label: 'Add place',
      draft: {
        rowId: null,
        title: 'New place',
        parts: [
          part('longitude', 'Longitude', ''),
          part('latitude', 'Latitude', ''),
          part('member', 'Member', ''),
        ],
        read: null,
        edit: (east = '', north = '', text = '') => {
          const place = typedPlace(east, north);
          if (typeof place === 'string') return place;
          const member = typedBytes(text);
          if (typeof member === 'string') return member;
          return { kind: 'zset.place', member, before: null, ...place };
        },
      },
    },
  ],
};

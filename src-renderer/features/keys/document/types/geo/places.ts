import type { GeoHit, GeoMember } from '../../../../../../src-shared/contract/series.ts';
import { partId } from '../../value/whole-value.ts';
import { readTimeLike } from '../time-like.ts';
import type { Spot } from './projection.ts';

export interface PlaceRow {
  readonly id: string;
  readonly member: Uint8Array;
  /** Of the whole member: more than was read where it is long. */
  readonly total: number;
  readonly score: string;
  /** As the server wrote them. */
  readonly longitude: string;
  readonly latitude: string;
  readonly distance: string | null;
}

/** The members that have a position. */
export const placesOf = (members: readonly GeoMember[]): readonly PlaceRow[] =>
  members.flatMap(({ member, total = member.byteLength, score, position }) =>
    position === null
      ? []
      : [{ id: partId(member, total), member, total, score, ...position, distance: null }],
  );

export const spotOf = ({ longitude, latitude }: PlaceRow): Spot => ({
  longitude: Number(longitude),
  latitude: Number(latitude),
});

export const hitsOf = (found: readonly GeoHit[]): readonly PlaceRow[] =>
  found.map((hit) => {
    const { member, total = member.byteLength } = hit;
    return { ...hit, id: partId(member, total), total };
  });

const LEAST_LIKELY = 2 ** 44;

const GEOHASH_END = 2 ** 52;

/** Whether scores look like those of GEOADD: 52-bit integers, large ones among them, that are not all times. */
export function looksLikeGeo(scores: readonly string[], nowMs: number): boolean {
  return (
    scores.length > 0 &&
    scores.every((score) => /^\d{1,16}$/.test(score) && Number(score) < GEOHASH_END) &&
    scores.some((score) => Number(score) >= LEAST_LIKELY) &&
    scores.some((score) => readTimeLike(score, nowMs) === null)
  );
}

import type { GeoHit, GeoMember } from '../../../../../../src-shared/contract/series.ts';
import { toBinaryString } from '../../../../../../src-shared/redis-value.ts';
import { readTimeLike } from '../time-like.ts';
import type { Spot } from './projection.ts';

export interface PlaceRow {
  readonly id: string;
  readonly member: Uint8Array;
  readonly score: string;
  /** As the server wrote them. */
  readonly longitude: string;
  readonly latitude: string;
  readonly distance: string | null;
}

/** The members that have a position. */
export const placesOf = (members: readonly GeoMember[]): readonly PlaceRow[] =>
  members.flatMap(({ member, score, position }) =>
    position === null
      ? []
      : [{ id: toBinaryString(member), member, score, ...position, distance: null }],
  );

export const spotOf = ({ longitude, latitude }: PlaceRow): Spot => ({
  longitude: Number(longitude),
  latitude: Number(latitude),
});

export const hitsOf = (found: readonly GeoHit[]): readonly PlaceRow[] =>
  found.map((hit) => ({ ...hit, id: toBinaryString(hit.member) }));

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

import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import type { GeoHit } from '../../../src-shared/contract/series.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { type Reply, toBuffer, toCount, toList } from '../../redis/reply.ts';
import { bytesIn, lookFor, PageBudget, partOf, totalOf } from '../values/page-budget.ts';
import { readRanked, toMember } from '../values/read-collections.ts';
import { toFigure } from './read-probes.ts';
import { readOf } from './read-of.ts';

/** Whether a score can be a geohash of GEOADD: an integer of 52 bits. */
export function isGeohash(score: string): boolean {
  const value = Number(score);
  return Number.isInteger(value) && value >= 0 && value < 2 ** 52;
}

function toPlace(reply: Reply) {
  const [longitude = null, latitude = null] = toList(reply);
  return { longitude: toFigure(longitude), latitude: toFigure(latitude) };
}

/** A page of members by rank with their positions. */
export async function readPositions(
  redis: ReadClient,
  { key, start, count }: Parsed<'geo.positions'>,
): Promise<Output<'geo.positions'>> {
  const { found, total } = await readRanked(redis, { key, start, count, reverse: false });
  if (found.length === 0) return { members: [], total };
  const [reply = null] = await readOf(redis, key, [
    ['geopos', key, ...found.map(([member]) => toBuffer(member))],
  ]);
  const places = toList(reply);
  const members = found.map((one, i) => {
    const member = toMember(one);
    // null: removed in between.
    const at = places[i] ?? null;
    const { score } = member;
    return { ...member, position: at === null || !isGeohash(score) ? null : toPlace(at) };
  });
  return { members, total };
}

/** GEOSEARCH WITHCOORD WITHDIST WITHHASH. */
export function readHits(reply: Reply): GeoHit[] {
  return toList(reply).map((hit) => {
    const [member = null, distance = null, hash = null, at = null] = toList(hit);
    const part = partOf(member);
    return {
      member: part.bytes,
      ...totalOf(part),
      // The hash is the score.
      score: String(toCount(hash)),
      distance: toFigure(distance),
      ...toPlace(at),
    };
  });
}

/** GEOSEARCH has no offset: each window searches anew, so that there are few of them. */
const SEARCH_GROWTH = 32;

/** The members around a point, by their distance from it. */
export async function searchAround(
  redis: ReadClient,
  { key, longitude, latitude, area, unit, order, count }: Parsed<'geo.search'>,
): Promise<Output<'geo.search'>> {
  const within =
    area.by === 'radius' ? ['BYRADIUS', area.radius] : ['BYBOX', area.width, area.height];
  const around = ['FROMLONLAT', longitude, latitude, ...within, unit];
  const search = async (most: number) => {
    const sorted = [order === 'near' ? 'ASC' : 'DESC', 'COUNT', most];
    const [reply = null] = await readOf(redis, key, [
      ['geosearch', key, ...around, ...sorted, 'WITHCOORD', 'WITHDIST', 'WITHHASH'],
    ]);
    return toList(reply);
  };
  const { isSmall } = await lookFor(redis, 'zcard', key);
  // One more than is shown, to know of it.
  const budget = new PageBudget(count + 1, isSmall ? count + 1 : 1, SEARCH_GROWTH);
  let hits: Reply[] = [];
  let isAll = false;
  for (let size = budget.next(); size > 0 && !isAll; size = budget.next()) {
    const asked = hits.length + size;
    const known = hits.length;
    hits = await search(asked);
    isAll = hits.length < asked;
    budget.took(hits.slice(known).map((hit) => bytesIn(toList(hit)[0] ?? null)));
  }
  return { found: readHits(hits.slice(0, count)), cut: !isAll };
}

/** GEODIST. */
export async function readDistance(
  redis: ReadClient,
  { key, from, to, unit }: Parsed<'geo.distance'>,
): Promise<Output<'geo.distance'>> {
  const [reply = null] = await readOf(redis, key, [['geodist', key, from, to, unit]]);
  return { distance: reply === null ? null : toFigure(reply) };
}

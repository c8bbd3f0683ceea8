import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import type { GeoHit } from '../../../src-shared/contract/series.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { type Reply, toList, toOwnBytes, toText } from '../../redis/reply.ts';
import { lookAt } from '../values/page-budget.ts';
import { readRanks } from '../values/read-collections.ts';
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
  const { total, isSmall } = await lookAt(redis, 'zcard', key);
  const found = await readRanks(redis, { key, start, count, reverse: false }, isSmall);
  const members = found.map(([member, score]) => ({
    member: toOwnBytes(member),
    score: toText(score),
  }));
  if (members.length === 0) return { members: [], total };
  const [reply = null] = await readOf(redis, key, [
    ['geopos', key, ...members.map(({ member }) => member)],
  ]);
  const places = toList(reply);
  return {
    members: members.map((one, i) => {
      // null: removed in between.
      const at = places[i] ?? null;
      return { ...one, position: at === null || !isGeohash(one.score) ? null : toPlace(at) };
    }),
    total,
  };
}

/** GEOSEARCH WITHCOORD WITHDIST. */
export function readHits(reply: Reply): GeoHit[] {
  return toList(reply).map((hit) => {
    const [member = null, distance = null, at = null] = toList(hit);
    return { member: toOwnBytes(member), distance: toFigure(distance), ...toPlace(at) };
  });
}

/** The members around a point, nearest first. */
export async function searchAround(
  redis: ReadClient,
  { key, longitude, latitude, radius, unit, count }: Parsed<'geo.search'>,
): Promise<Output<'geo.search'>> {
  const around = ['FROMLONLAT', longitude, latitude, 'BYRADIUS', radius, unit, 'ASC'];
  const [reply = null] = await readOf(redis, key, [
    ['geosearch', key, ...around, 'COUNT', count + 1, 'WITHCOORD', 'WITHDIST'],
  ]);
  const hits = readHits(reply);
  return { found: hits.slice(0, count), cut: hits.length > count };
}

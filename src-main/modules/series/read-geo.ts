import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import type { GeoHit } from '../../../src-shared/contract/series.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { type Reply, toCount, toList, toOwnBytes, toPairs, toText } from '../../redis/reply.ts';
import { pageOf } from '../values/page-size.ts';
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
  const page = await pageOf(redis, 'zcard', key, count);
  const end = start + page.count - 1;
  const range = toList(await redis.read('zrange', key, start, end, 'WITHSCORES'));
  // RESP3 nests each pair; the client flattens them for commands it knows by name.
  const members = toPairs(range.flat(1)).map(([member, score]) => ({
    member: toOwnBytes(member),
    score: toText(score),
  }));
  if (members.length === 0) return { members: [], total: page.total };
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
    total: page.total,
  };
}

/** GEOSEARCH WITHCOORD WITHDIST WITHHASH. */
export function readHits(reply: Reply): GeoHit[] {
  return toList(reply).map((hit) => {
    const [member = null, distance = null, hash = null, at = null] = toList(hit);
    return {
      member: toOwnBytes(member),
      // The hash is the score.
      score: String(toCount(hash)),
      distance: toFigure(distance),
      ...toPlace(at),
    };
  });
}

/** The members around a point, by their distance from it. */
export async function searchAround(
  redis: ReadClient,
  { key, longitude, latitude, area, unit, order, count }: Parsed<'geo.search'>,
): Promise<Output<'geo.search'>> {
  const size =
    area.by === 'radius' ? ['BYRADIUS', area.radius] : ['BYBOX', area.width, area.height];
  const around = ['FROMLONLAT', longitude, latitude, ...size, unit];
  const sorted = [order === 'near' ? 'ASC' : 'DESC', 'COUNT', count + 1];
  const [reply = null] = await readOf(redis, key, [
    ['geosearch', key, ...around, ...sorted, 'WITHCOORD', 'WITHDIST', 'WITHHASH'],
  ]);
  const hits = readHits(reply);
  return { found: hits.slice(0, count), cut: hits.length > count };
}

/** GEODIST. */
export async function readDistance(
  redis: ReadClient,
  { key, from, to, unit }: Parsed<'geo.distance'>,
): Promise<Output<'geo.distance'>> {
  const [reply = null] = await readOf(redis, key, [['geodist', key, from, to, unit]]);
  return { distance: reply === null ? null : toFigure(reply) };
}

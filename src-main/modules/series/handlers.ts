import type { Handlers } from '../../rpc/handler-types.ts';
import { readDistance, readPositions, searchAround } from './read-geo.ts';
import { ask, readDigest, readTop } from './read-probes.ts';
import { readInfo, readRange } from './read-series.ts';
import { readConsumerList, readEntryRange, readFacts, readPending } from './read-streams.ts';

type Area =
  | 'series.info'
  | 'series.range'
  | 'streams.facts'
  | 'streams.range'
  | 'streams.consumers'
  | 'streams.pending'
  | 'probes.ask'
  | 'probes.top'
  | 'probes.digest'
  | 'geo.positions'
  | 'geo.search'
  | 'geo.distance';

export function createSeriesHandlers(): Pick<Handlers, Area> {
  return {
    'series.info': ({ key }, { redis }) => readInfo(redis, key),
    'series.range': (input, { redis }) => readRange(redis, input),
    'streams.facts': ({ key }, { redis }) => readFacts(redis, key),
    'streams.range': (input, { redis }) => readEntryRange(redis, input),
    'streams.consumers': (input, { redis }) => readConsumerList(redis, input),
    'streams.pending': (input, { redis }) => readPending(redis, input),
    'probes.ask': (input, { redis }) => ask(redis, input),
    'probes.top': ({ key }, { redis }) => readTop(redis, key),
    'probes.digest': (input, { redis }) => readDigest(redis, input),
    'geo.positions': (input, { redis }) => readPositions(redis, input),
    'geo.search': (input, { redis }) => searchAround(redis, input),
    'geo.distance': (input, { redis }) => readDistance(redis, input),
  };
}

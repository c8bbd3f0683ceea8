import type { Handlers } from '../../rpc/handler-types.ts';
import { countBits, findBit } from './read-bitmaps.ts';
import { findElement, findField, findRank, hasMember, scanZset } from './find-elements.ts';
import { readElement } from './read-element.ts';
import { readHash } from './read-fields.ts';
import { readList, readSet, readString, readZset } from './read-collections.ts';
import { readDumpSize, readModule } from './read-module.ts';
import { readListTail, readZsetRange } from './read-ranges.ts';
import { readStream } from './read-stream.ts';

type Area =
  | 'values.string'
  | 'values.hash'
  | 'values.list'
  | 'values.set'
  | 'values.zset'
  | 'values.zsetRange'
  | 'values.listTail'
  | 'values.findField'
  | 'values.hasMember'
  | 'values.findRank'
  | 'values.zsetScan'
  | 'values.findElement'
  | 'values.stream'
  | 'values.element'
  | 'values.module'
  | 'values.dumpSize'
  | 'bitmaps.count'
  | 'bitmaps.next';

export function createValuesHandlers(): Pick<Handlers, Area> {
  return {
    'values.string': (input, { redis }) => readString(redis, input),
    'values.hash': (input, { redis, session }) => readHash(redis, session, input),
    'values.list': (input, { redis }) => readList(redis, input),
    'values.set': (input, { redis }) => readSet(redis, input),
    'values.zset': (input, { redis }) => readZset(redis, input),
    'values.zsetRange': (input, { redis }) => readZsetRange(redis, input),
    'values.listTail': (input, { redis }) => readListTail(redis, input),
    'values.findField': (input, { redis, session }) => findField(redis, session, input),
    'values.hasMember': (input, { redis }) => hasMember(redis, input),
    'values.findRank': (input, { redis }) => findRank(redis, input),
    'values.zsetScan': (input, { redis }) => scanZset(redis, input),
    'values.findElement': (input, { redis }) => findElement(redis, input),
    'values.stream': (input, { redis }) => readStream(redis, input),
    'values.element': (input, { redis }) => readElement(redis, input),
    'values.module': ({ key }, { redis }) => readModule(redis, key),
    'values.dumpSize': ({ key }, { redis }) => readDumpSize(redis, key),
    'bitmaps.count': ({ key }, { redis, signal }) => countBits(redis, key, signal),
    'bitmaps.next': (input, { redis, signal }) => findBit(redis, input, signal),
  };
}

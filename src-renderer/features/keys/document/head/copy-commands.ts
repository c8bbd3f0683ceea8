import { quoteArgument } from '../../../../../src-shared/redis-value.ts';

/** How redis-cli reads a value of a type, bounded where it may be large. */
const READERS: Readonly<Record<string, readonly [string, string]>> = {
  string: ['GET', ''],
  hash: ['HSCAN', ' 0 COUNT 500'],
  list: ['LRANGE', ' 0 499'],
  set: ['SSCAN', ' 0 COUNT 500'],
  zset: ['ZRANGE', ' 0 499 WITHSCORES'],
  stream: ['XREVRANGE', ' + - COUNT 500'],
  'ReJSON-RL': ['JSON.GET', ' $'],
  'TSDB-TYPE': ['TS.REVRANGE', ' - + COUNT 500'],
  'MBbloom--': ['BF.INFO', ''],
  MBbloomCF: ['CF.INFO', ''],
  'CMSk-TYPE': ['CMS.INFO', ''],
  'TopK-TYPE': ['TOPK.LIST', ''],
  'TDIS-TYPE': ['TDIGEST.INFO', ''],
  vectorset: ['VINFO', ''],
};

/** The command that reads a key, to be pasted into redis-cli. */
export function readCommand(type: string, key: Uint8Array): string {
  const [name, rest] = READERS[type] ?? ['DUMP', ''];
  return `${name} ${quoteArgument(key)}${rest}`;
}

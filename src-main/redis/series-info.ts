import type { SeriesInfo } from '../../src-shared/contract/series.ts';
import {
  type Reply,
  toFields,
  toList,
  toOwnBytes,
  toPairs,
  toText,
  toTextOrNull,
  UnexpectedReply,
} from './reply.ts';

/** Integers of TS.INFO. */
function integer(fields: ReadonlyMap<string, Reply>, name: string): string {
  const text = toText(fields.get(name) ?? null);
  if (!/^-?\d{1,20}$/.test(text)) throw new UnexpectedReply('an integer', text);
  return text;
}

const bytesOf = (reply: Reply | undefined): Uint8Array => toOwnBytes(reply ?? null);

/** A map of RESP3 came flat: a name, then its value. RESP2 nests each entry. */
const isNested = (list: readonly Reply[]): boolean => Array.isArray(list[0]);

function readLabels(reply: Reply): SeriesInfo['labels'] {
  const list = toList(reply);
  const pairs = isNested(list) ? list.map((pair) => toList(pair)) : toPairs(list);
  return pairs.map(([name, value]) => ({ name: bytesOf(name), value: bytesOf(value) }));
}

function readRules(reply: Reply): SeriesInfo['rules'] {
  const list = toList(reply);
  const rules = isNested(list)
    ? list.map((rule) => toList(rule))
    : toPairs(list).map(([key, rest]) => [key, ...toList(rest)]);
  return rules.map(([key, bucket, aggregator, align]) => ({
    key: bytesOf(key),
    bucketMs: integer(new Map([['bucket', bucket ?? null]]), 'bucket'),
    aggregator: toText(aggregator ?? null).toLowerCase(),
    // Told since there is an alignment at all.
    alignMs: align === undefined ? '0' : integer(new Map([['align', align]]), 'align'),
  }));
}

/** TS.INFO of RESP2 or RESP3; throws UnexpectedReply for anything else. */
export function readSeriesInfo(reply: Reply): SeriesInfo {
  const fields = toFields(reply);
  const source = fields.get('sourceKey') ?? null;
  return {
    totalSamples: integer(fields, 'totalSamples'),
    memoryBytes: integer(fields, 'memoryUsage'),
    firstAtMs: integer(fields, 'firstTimestamp'),
    lastAtMs: integer(fields, 'lastTimestamp'),
    retentionMs: integer(fields, 'retentionTime'),
    chunkCount: integer(fields, 'chunkCount'),
    chunkBytes: integer(fields, 'chunkSize'),
    chunkType: toText(fields.get('chunkType') ?? null),
    duplicatePolicy: toTextOrNull(fields.get('duplicatePolicy') ?? null),
    labels: readLabels(fields.get('labels') ?? null),
    sourceKey: source === null ? null : toOwnBytes(source),
    rules: readRules(fields.get('rules') ?? null),
  };
}

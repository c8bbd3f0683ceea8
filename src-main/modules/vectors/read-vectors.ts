import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { similarCommand } from '../../../src-shared/vector-commands.ts';
import type { ReadClient } from '../../redis/clients.ts';
import {
  type Reply,
  toCount,
  toFields,
  toList,
  toOwnBytes,
  toPairs,
  toText,
} from '../../redis/reply.ts';
import { readOf } from '../series/read-of.ts';
import { toFigure } from '../series/read-probes.ts';
import { lookAt } from '../values/page-budget.ts';

/** How many, of how many dimensions, and how they are kept. */
export async function readInfo(
  redis: ReadClient,
  key: Uint8Array,
): Promise<Output<'vectors.info'>> {
  const [reply = null] = await readOf(redis, key, [['vinfo', key]]);
  const fields = toFields(reply);
  const count = (name: string): number | null => {
    const value = fields.get(name);
    return value === undefined || value === null ? null : toCount(value);
  };
  const reducedFrom = count('projection-input-dim');
  return {
    size: count('size') ?? 0,
    dimension: count('vector-dim') ?? 0,
    quantization: toText(fields.get('quant-type') ?? ''),
    reducedFrom: reducedFrom === 0 ? null : reducedFrom,
    withAttributes: count('attributes-count'),
    links: count('hnsw-m'),
    maxLevel: count('max-level'),
  };
}

/** Some elements chosen by the server, or all where they are few. */
export async function readSample(
  redis: ReadClient,
  { key, count }: Parsed<'vectors.sample'>,
): Promise<Output<'vectors.sample'>> {
  const { total } = await lookAt(redis, 'vcard', key);
  const [reply = null] = await readOf(redis, key, [['vrandmember', key, count]]);
  const elements = toList(reply).map(toOwnBytes).sort(Buffer.compare);
  return { elements, total };
}

/** The attributes of an element and the beginning of its vector; null when it is not in the set. */
export async function readElement(
  redis: ReadClient,
  { key, element }: Parsed<'vectors.element'>,
): Promise<Output<'vectors.element'>> {
  const [vector = null, attributes = null] = await readOf(redis, key, [
    ['vemb', key, element],
    ['vgetattr', key, element],
  ]);
  if (vector === null) return null;
  const values = toList(vector);
  const text = attributes === null ? null : toOwnBytes(attributes);
  return {
    attributes: text?.slice(0, LIMITS.editBytes) ?? null,
    attributesBytes: text?.byteLength ?? 0,
    dimension: values.length,
    values: values.slice(0, LIMITS.vectorShown).map(toFigure),
  };
}

const toHit = ([element, score]: [Reply, Reply]) => ({
  element: toOwnBytes(element),
  score: toFigure(score),
});

/** The elements most similar to one of them, or to a vector. */
export async function findSimilar(
  redis: ReadClient,
  { key, ...question }: Parsed<'vectors.similar'>,
): Promise<Output<'vectors.similar'>> {
  const [reply = null] = await readOf(redis, key, [similarCommand(key, question)]);
  return { found: toPairs(reply).map(toHit) };
}

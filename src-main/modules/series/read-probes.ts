import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadCall, ReadClient } from '../../redis/clients.ts';
import type { ReadCommand } from '../../redis/commands.ts';
import {
  type Reply,
  toList,
  toOwnBytes,
  toPairs,
  toText,
  UnexpectedReply,
} from '../../redis/reply.ts';
import { readOf } from './read-of.ts';

const COMMANDS = {
  'BF.MEXISTS': 'bf.mexists',
  'CF.MEXISTS': 'cf.mexists',
  'CMS.QUERY': 'cms.query',
  'TOPK.QUERY': 'topk.query',
} as const satisfies Readonly<Record<Parsed<'probes.ask'>['command'], ReadCommand>>;

/** A number as the server wrote it; the modules write infinities and NaN in their own spelling, RESP3 booleans for 1 and 0. */
export function toFigure(reply: Reply): string {
  const text = toText(reply);
  const figure = /^[-+]?(inf(inity)?|nan)$/i.test(text)
    ? text
        .toLowerCase()
        .replace('infinity', 'inf')
        .replace(/^[-+]nan$/, 'nan')
    : text;
  if (
    !/^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$|^[-+]?inf$|^nan$/.test(figure) ||
    figure.length > 64
  )
    throw new UnexpectedReply('a number', text);
  return figure;
}

export const toFigures = (reply: Reply): string[] => toList(reply).map(toFigure);

/** Asks for some items at once. */
export async function ask(
  redis: ReadClient,
  { key, command, items }: Parsed<'probes.ask'>,
): Promise<Output<'probes.ask'>> {
  const [reply = null] = await readOf(redis, key, [[COMMANDS[command], key, ...items]]);
  return { answers: toFigures(reply) };
}

/** The items of a Top-K with their counts. */
export async function readTop(redis: ReadClient, key: Uint8Array): Promise<Output<'probes.top'>> {
  const [reply = null] = await readOf(redis, key, [['topk.list', key, 'WITHCOUNT']]);
  const all = toPairs(reply).map(([item, count]) => ({
    item: toOwnBytes(item),
    count: toFigure(count),
  }));
  return { items: all.slice(0, LIMITS.pageElements), total: all.length };
}

/** Ends, quantiles and shares of a t-digest. */
export async function readDigest(
  redis: ReadClient,
  { key, quantiles, values }: Parsed<'probes.digest'>,
): Promise<Output<'probes.digest'>> {
  const calls: readonly ReadCall[] = [
    ['tdigest.min', key],
    ['tdigest.max', key],
    ...(quantiles.length === 0 ? [] : [['tdigest.quantile', key, ...quantiles] as const]),
    ...(values.length === 0 ? [] : [['tdigest.cdf', key, ...values] as const]),
  ];
  const [min = null, max = null, ...rest] = await readOf(redis, key, calls);
  const lists = rest.map(toFigures);
  return {
    min: toFigure(min),
    max: toFigure(max),
    quantiles: quantiles.length === 0 ? [] : (lists[0] ?? []),
    shares: values.length === 0 ? [] : (lists.at(-1) ?? []),
  };
}

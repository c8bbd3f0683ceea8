import type { Output } from '../../../src-shared/contract/index.ts';
import type { BatchReply, ReadClient } from '../../redis/clients.ts';
import {
  toCount,
  toFields,
  toList,
  toOwnBytes,
  toPairs,
  toText,
  toTextOrNull,
} from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { isReplyError, keyIsGone } from '../keys/key-failures.ts';
import { pageOf, replyOf } from './page-size.ts';

type StreamPage = Output<'values.stream'>;

const LARGEST_SEQUENCE = 2n ** 64n - 1n;

/** The ID just before this one; null when there is none. "(" for exclusive ranges came only with Redis 6.2. */
export function previousId(id: string): string | null {
  const [, ms, sequence] = /^(\d{1,20})-(\d{1,20})$/.exec(id) ?? [];
  if (ms === undefined || sequence === undefined)
    throw new AppFailure({
      code: 'input.invalid',
      issues: ['before'],
      message: 'That is no ID of a stream entry',
    });
  if (BigInt(sequence) > 0n) return `${ms}-${BigInt(sequence) - 1n}`;
  return BigInt(ms) > 0n ? `${BigInt(ms) - 1n}-${LARGEST_SEQUENCE}` : null;
}

/** XREVRANGE below `before`, newest first, with the groups. A stream may be empty and still be there. */
export async function readStream(
  redis: ReadClient,
  {
    key,
    before,
    count,
  }: { readonly key: Uint8Array; readonly before: string | null; readonly count: number },
): Promise<StreamPage> {
  const last = before === null ? '+' : previousId(before);
  const [exists, length, groups] = await redis.readAll([
    ['exists', key],
    ['xlen', key],
    ['xinfo|groups', key],
  ]);
  if (toText(replyOf(exists)) === '0') throw keyIsGone(key);
  const total = toCount(replyOf(length));
  const page = total === 0 || last === null ? [] : await readEntries(redis, key, last, count);
  return { entries: page, total, groups: readGroups(groups) };
}

async function readEntries(
  redis: ReadClient,
  key: Uint8Array,
  last: string,
  count: number,
): Promise<StreamPage['entries']> {
  const page = await pageOf(redis, 'xlen', key, count);
  return toList(await redis.read('xrevrange', key, last, '-', 'COUNT', page.count)).map((entry) => {
    const [id = null, fields = null] = toList(entry);
    const pairs = fields === null ? [] : toPairs(fields);
    return {
      id: toText(id),
      fields: pairs.map(([field, value]) => ({
        field: toOwnBytes(field),
        value: toOwnBytes(value),
      })),
    };
  });
}

function readGroups(reply: BatchReply | undefined): StreamPage['groups'] {
  if (reply?.ok === false && isReplyError(reply.failure)) return null;
  return toList(replyOf(reply)).map((group) => {
    const fields = toFields(group);
    return {
      name: toOwnBytes(fields.get('name') ?? null),
      consumers: toCount(fields.get('consumers') ?? null),
      pending: toCount(fields.get('pending') ?? null),
      lastDeliveredId: toText(fields.get('last-delivered-id') ?? null),
      lag: toTextOrNull(fields.get('lag') ?? null),
    };
  });
}

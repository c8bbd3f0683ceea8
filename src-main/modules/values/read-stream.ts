import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import type { BatchReply, ReadClient } from '../../redis/clients.ts';
import { toCount, toFields, toList, toOwnBytes, toText, toTextOrNull } from '../../redis/reply.ts';
import { isReplyError, keyIsGone } from '../keys/key-failures.ts';
import { readEntryPage } from '../series/entry-windows.ts';
import { nextId, previousId, readEntries } from '../series/stream-replies.ts';
import { lengthIn } from './page-budget.ts';
import { isMissing, replyOf } from './reply-of.ts';

type StreamPage = Output<'values.stream'>;

/** A page of entries past the last one, from either end, with the groups. A stream may be empty and still be there. */
export async function readStream(
  redis: ReadClient,
  { key, order, past, count }: Omit<Parsed<'values.stream'>, 'connection'>,
): Promise<StreamPage> {
  const isNewest = order === 'newest';
  const start = startOf(isNewest, past);
  const [exists, length, groups] = await redis.readAll([
    ['exists', key],
    ['xlen', key],
    ['xinfo|groups', key],
  ]);
  if (isMissing(exists)) throw keyIsGone(key);
  const total = lengthIn(length);
  if (total === 0 || start === null) return { entries: [], total, groups: readGroups(groups) };
  const range = isNewest ? { from: '-', to: start } : { from: start, to: '+' };
  const { found } = await readEntryPage(redis, { key, ...range, order, count });
  return { entries: readEntries(found), total, groups: readGroups(groups) };
}

/** null: the last page ended with the last ID there can be. */
function startOf(isNewest: boolean, past: string | null): string | null {
  if (past === null) return isNewest ? '+' : '-';
  return isNewest ? previousId(past) : nextId(past);
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

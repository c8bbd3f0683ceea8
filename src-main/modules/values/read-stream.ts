import type { Output } from '../../../src-shared/contract/index.ts';
import type { BatchReply, ReadClient } from '../../redis/clients.ts';
import { toCount, toFields, toList, toOwnBytes, toText, toTextOrNull } from '../../redis/reply.ts';
import { isReplyError, keyIsGone } from '../keys/key-failures.ts';
import { readEntryPage } from '../series/entry-windows.ts';
import { previousId, readEntries } from '../series/stream-replies.ts';
import { replyOf } from './page-size.ts';

type StreamPage = Output<'values.stream'>;

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
  if (total === 0 || last === null) return { entries: [], total, groups: readGroups(groups) };
  const { found } = await readEntryPage(redis, { key, to: last, from: '-', count });
  return { entries: readEntries(found), total, groups: readGroups(groups) };
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

import type { Present } from '../../src-shared/contract/edits.ts';
import { LIST_MARKER } from '../../src-shared/edit-commands.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import { equalBytes } from '../../src-shared/redis-value.ts';
import { assertNever } from '../../src-shared/result.ts';
import { isUnknownCommand } from '../redis/batch-reply.ts';
import type { BatchReply, ReadCall, ReadClient } from '../redis/clients.ts';
import { type Reply, toCount, toList, toOwnBytes, toText } from '../redis/reply.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import type { UndoEdit } from './edit-entry.ts';
import { isSameTime } from './restoring.ts';

/** What stands in the way of an edit: nothing was done. */
export class EditConflict extends AppFailure {
  readonly now: Present;

  constructor(now: Present, message = describe(now)) {
    super({ code: 'conflict', current: null, message });
    this.now = now;
  }
}

function describe(now: Present): string {
  switch (now.is) {
    case 'gone':
      return 'The key is gone';
    case 'type':
      return `It is a ${now.type} now`;
    case 'absent':
      return 'It is not there any more';
    case 'member':
      return 'That member is in it already';
    case 'bytes':
    case 'length':
    case 'score':
    case 'bit':
    case 'expiry':
      return 'It was changed since';
    default:
      return assertNever(now);
  }
}

export function replyOf(reply: BatchReply | undefined): Reply {
  if (reply?.ok === true) return reply.reply;
  throw reply?.failure ?? new Error('a reply is missing');
}

const differs = (now: Present): never => {
  throw new EditConflict(now);
};

/** Throws EditConflict unless the key has the type and the place holds what the edit says was read there. */
export async function assertAsRead(
  redis: ReadClient,
  key: Uint8Array,
  edit: UndoEdit,
): Promise<void> {
  const wanted = edit.kind.split('.')[0];
  const type = toText(await redis.read('type', key));
  if (type === 'none') differs({ is: 'gone' });
  if (type !== wanted) differs({ is: 'type', type });
  switch (edit.kind) {
    case 'string.set':
      return await assertString(redis, key, edit.before);
    case 'string.append':
      return await assertLength(redis, key, edit.length);
    case 'string.setrange':
      await assertLength(redis, key, edit.length);
      return await assertRange(redis, key, edit);
    case 'string.putRange':
      return await assertRange(redis, key, edit);
    case 'string.setbit':
      return await assertBit(redis, key, edit);
    case 'string.cut':
      return await assertTail(redis, key, edit);
    case 'hash.set':
    case 'hash.delete':
      return await assertField(redis, key, edit);
    case 'hash.expire':
    case 'hash.expireAt':
      return await assertFieldExpiry(redis, key, edit);
    case 'list.push':
      return;
    case 'list.set':
      return await assertElement(redis, key, edit);
    case 'list.move':
      await assertNotAtEnd(redis, key, edit);
      await assertElement(redis, key, edit);
      return await assertNoMarker(redis, key);
    case 'list.moveTo':
      await assertPlace(redis, key, edit);
      await assertElement(redis, key, edit);
      return await assertNoMarker(redis, key);
    case 'list.putBack': {
      const { index, value } = edit.beside;
      await assertElement(redis, key, edit);
      await assertElement(redis, key, { index, before: value });
      return await assertNoMarker(redis, key);
    }
    case 'list.insert':
    case 'list.remove':
      await assertElement(redis, key, edit);
      return await assertNoMarker(redis, key);
    case 'set.add':
      return await assertMember(redis, key, edit.member, false);
    case 'set.remove':
      return await assertMember(redis, key, edit.member, true);
    case 'set.replace':
      await assertMember(redis, key, edit.before, true);
      return await assertMember(redis, key, edit.member, false);
    case 'zset.set':
    case 'zset.place':
    case 'zset.remove':
      return await assertScore(redis, key, edit);
    case 'zset.rename':
      await assertScore(redis, key, edit);
      if ((await redis.read('zscore', key, edit.to)) !== null) differs({ is: 'member' });
      return;
    default:
      return assertNever(edit);
  }
}

async function assertLength(redis: ReadClient, key: Uint8Array, wanted: number): Promise<void> {
  const length = toCount(await redis.read('strlen', key));
  if (length !== wanted) differs({ is: 'length', length });
}

async function assertString(redis: ReadClient, key: Uint8Array, before: Uint8Array): Promise<void> {
  // Length first: what somebody put there may be half a gigabyte.
  const total = toCount(await redis.read('strlen', key));
  const bytes = toOwnBytes(await redis.read('getrange', key, 0, LIMITS.editBytes - 1));
  if (total !== before.byteLength || !equalBytes(bytes, before))
    differs({ is: 'bytes', bytes, total });
}

async function assertRange(
  redis: ReadClient,
  key: Uint8Array,
  { offset, before }: { readonly offset: number; readonly before: Uint8Array },
): Promise<void> {
  const last = offset + before.byteLength - 1;
  const bytes = toOwnBytes(await redis.read('getrange', key, offset, last));
  if (!equalBytes(bytes, before)) differs({ is: 'bytes', bytes, total: bytes.byteLength });
}

async function assertBit(
  redis: ReadClient,
  key: Uint8Array,
  { offset, before }: { readonly offset: number; readonly before: 0 | 1 },
): Promise<void> {
  // Beyond the end SETBIT would make the value longer, which its undo could not take back.
  const length = toCount(await redis.read('strlen', key));
  if (offset >= length * 8) differs({ is: 'absent' });
  const bit = toText(await redis.read('getbit', key, offset)) === '1' ? 1 : 0;
  if (bit !== before) differs({ is: 'bit', bit });
}

async function assertTail(
  redis: ReadClient,
  key: Uint8Array,
  { length, tail }: { readonly length: number; readonly tail: Uint8Array },
): Promise<void> {
  await assertLength(redis, key, length + tail.byteLength);
  const bytes = toOwnBytes(await redis.read('getrange', key, length, -1));
  if (tail.byteLength > 0 && !equalBytes(bytes, tail))
    differs({ is: 'bytes', bytes, total: bytes.byteLength });
}

function assertBytes(reply: Reply, before: Uint8Array | null): void {
  if (reply === null) {
    if (before !== null) differs({ is: 'absent' });
    return;
  }
  const bytes = toOwnBytes(reply);
  if (before === null || !equalBytes(bytes, before))
    differs({ is: 'bytes', bytes: bytes.slice(0, LIMITS.editBytes), total: bytes.byteLength });
}

async function assertField(
  redis: ReadClient,
  key: Uint8Array,
  { field, before }: { readonly field: Uint8Array; readonly before: Uint8Array | null },
): Promise<void> {
  const total = toCount(await redis.read('hstrlen', key, field));
  if (total > LIMITS.editBytes) differs({ is: 'bytes', bytes: new Uint8Array(), total });
  assertBytes(await redis.read('hget', key, field), before);
}

async function assertElement(
  redis: ReadClient,
  key: Uint8Array,
  { index, before }: { readonly index: number; readonly before: Uint8Array },
): Promise<void> {
  assertBytes(await redis.read('lindex', key, index), before);
}

async function assertNotAtEnd(
  redis: ReadClient,
  key: Uint8Array,
  { index, end }: { readonly index: number; readonly end: 'left' | 'right' },
): Promise<void> {
  const length = toCount(await redis.read('llen', key));
  if (index !== (end === 'left' ? 0 : length - 1)) return;
  throw new AppFailure({
    code: 'input.invalid',
    issues: ['end'],
    message: `It is at the ${end} end already`,
  });
}

async function assertPlace(
  redis: ReadClient,
  key: Uint8Array,
  { index, to }: { readonly index: number; readonly to: number },
): Promise<void> {
  const length = toCount(await redis.read('llen', key));
  if (to < length && to !== index) return;
  throw new AppFailure({
    code: 'input.invalid',
    issues: ['to'],
    message:
      to === index
        ? 'It is there already'
        : `The list has ${length} elements: the last is at ${length - 1}`,
  });
}

export async function assertNoMarker(redis: ReadClient, key: Uint8Array): Promise<void> {
  if ((await redis.read('lpos', key, LIST_MARKER)) === null) return;
  throw new AppFailure({
    code: 'unsupported',
    needs: `a list without ${LIST_MARKER}`,
    message: `The list has an element ${LIST_MARKER}, which is needed to point at one element`,
  });
}

async function assertMember(
  redis: ReadClient,
  key: Uint8Array,
  member: Uint8Array,
  isThere: boolean,
): Promise<void> {
  const reply = toText(await redis.read('sismember', key, member));
  if ((reply === '1') !== isThere) differs(isThere ? { is: 'absent' } : { is: 'member' });
}

/** Two texts of a score are one score when they are one double: the server writes 1.10 as 1.1. */
export function toDouble(score: string): number {
  const infinity = /^([-+]?)inf$/.exec(score)?.[1];
  return infinity === undefined ? Number(score) : infinity === '-' ? -Infinity : Infinity;
}

async function assertScore(
  redis: ReadClient,
  key: Uint8Array,
  { member, before }: { readonly member: Uint8Array; readonly before: string | null },
): Promise<void> {
  const reply = await redis.read('zscore', key, member);
  if (reply === null) {
    if (before !== null) differs({ is: 'absent' });
    return;
  }
  const score = toText(reply);
  if (before === null || toDouble(before) !== toDouble(score)) differs({ is: 'score', score });
}

const LENGTHS = {
  hash: 'hlen',
  list: 'llen',
  set: 'scard',
  zset: 'zcard',
} as const;

/** How many elements are in it; null for a string. */
export async function lengthOf(
  redis: ReadClient,
  key: Uint8Array,
  edit: UndoEdit,
): Promise<number | null> {
  const type = edit.kind.split('.')[0];
  if (type !== 'hash' && type !== 'list' && type !== 'set' && type !== 'zset') return null;
  return toCount(await redis.read(LENGTHS[type], key));
}

async function assertFieldExpiry(
  redis: ReadClient,
  key: Uint8Array,
  { field, before }: { readonly field: Uint8Array; readonly before: number | null },
): Promise<void> {
  const [reply = null] = toList(await redis.read('hpexpiretime', key, 'FIELDS', 1, field));
  const at = Number(toText(reply));
  if (at === -2) differs({ is: 'absent' });
  const atMs = at < 0 ? null : at;
  if (!isSameTime(atMs, before)) differs({ is: 'expiry', atMs });
}

/** The absolute expiry of one field; null without, and on servers whose fields have none. */
export async function fieldExpiry(
  redis: ReadClient,
  key: Uint8Array,
  field: Uint8Array,
): Promise<string | null> {
  const call: ReadCall = ['hpexpiretime', key, 'FIELDS', 1, field];
  const [answer] = await redis.readAll([call]);
  if (isUnknownCommand(answer)) return null;
  const reply = replyOf(answer);
  const [at = null] = Array.isArray(reply) ? reply : [];
  return at === null || toText(at).startsWith('-') ? null : toText(at);
}

import type { ValueEdit } from '../../src-shared/contract/edits.ts';
import { geohashScore } from '../../src-shared/geohash.ts';
import { changedRange } from '../../src-shared/edit-commands.ts';
import { assertNever } from '../../src-shared/result.ts';
import type { ReadClient } from '../redis/clients.ts';
import { toOwnBytes } from '../redis/reply.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import type { UndoEdit } from './edit-entry.ts';
import { fieldExpiry } from './element-state.ts';

/** What the list looks like around the place, before the edit. */
interface Around {
  readonly redis: ReadClient;
  readonly key: Uint8Array;
  /** LLEN and friends; null for a string. */
  readonly length: number | null;
  /** The server's clock. */
  readonly nowMs: number;
}

/** Taking an append back reads what was there before it. */
const MOST_APPENDED_TO = 67_108_864;

/** The edit that brings back what is there now, to be made after `edit`. */
export async function inverseOf(edit: ValueEdit, around: Around): Promise<UndoEdit> {
  switch (edit.kind) {
    case 'string.set':
      return { kind: 'string.set', before: edit.value, value: edit.before };
    case 'string.append':
      if (edit.length > MOST_APPENDED_TO) throw tooLong();
      return { kind: 'string.cut', length: edit.length, tail: edit.value };
    case 'string.setrange': {
      const { first, end } = changedRange(edit.before, edit.value);
      return {
        kind: 'string.putRange',
        offset: edit.offset + first,
        before: edit.value.slice(first, end),
        value: edit.before.slice(first, end),
      };
    }
    case 'string.setbit':
      return { ...edit, before: edit.value, value: edit.before };
    case 'hash.set':
      return edit.before === null
        ? { kind: 'hash.delete', field: edit.field, before: edit.value }
        : { kind: 'hash.set', field: edit.field, before: edit.value, value: edit.before };
    case 'hash.expire': {
      const { field, ttlMs } = edit;
      const at = await fieldExpiry(around.redis, around.key, field);
      const before = ttlMs === null ? null : around.nowMs + ttlMs;
      return { kind: 'hash.expireAt', field, before, atMs: at === null ? null : Number(at) };
    }
    case 'hash.delete':
      return { kind: 'hash.set', field: edit.field, before: null, value: edit.before };
    case 'set.add':
      return { kind: 'set.remove', member: edit.member };
    case 'set.replace':
      return { kind: 'set.replace', before: edit.member, member: edit.before };
    case 'set.remove':
      return { kind: 'set.add', member: edit.member };
    case 'zset.set':
      return edit.before === null
        ? { kind: 'zset.remove', member: edit.member, before: edit.score }
        : { kind: 'zset.set', member: edit.member, before: edit.score, score: edit.before };
    case 'zset.rename':
      return { ...edit, member: edit.to, to: edit.member };
    case 'zset.place': {
      const { member, before: old } = edit;
      const before = geohashScore(edit.longitude, edit.latitude);
      return old === null
        ? { kind: 'zset.remove', member, before }
        : { kind: 'zset.set', member, before, score: old };
    }
    case 'zset.remove':
      return { kind: 'zset.set', member: edit.member, before: null, score: edit.before };
    case 'list.set':
      return { kind: 'list.set', index: edit.index, before: edit.value, value: edit.before };
    case 'list.push': {
      const index = edit.end === 'left' ? 0 : (around.length ?? 0);
      return { kind: 'list.remove', index, before: edit.value };
    }
    case 'list.insert': {
      const index = edit.where === 'before' ? edit.index : edit.index + 1;
      return { kind: 'list.remove', index, before: edit.value };
    }
    case 'list.move':
      return await inverseOfMove(
        {
          ...edit,
          isRight: edit.end === 'right',
          to: edit.end === 'right' ? (around.length ?? 1) - 1 : 0,
        },
        around,
      );
    case 'list.moveTo':
      return await inverseOfMove({ ...edit, isRight: edit.to > edit.index }, around);
    case 'list.remove':
      return await inverseOfRemove(edit, around);
    default:
      return assertNever(edit);
  }
}

/** Back beside its neighbour: that one must still be where it was. */
async function inverseOfRemove(
  { index, before: value }: { readonly index: number; readonly before: Uint8Array },
  { redis, key, length }: Around,
): Promise<UndoEdit> {
  if (length === null || length <= 1) return { kind: 'list.push', end: 'right', value };
  const isLast = index === length - 1;
  const reply = await redis.read('lindex', key, isLast ? index - 1 : index + 1);
  const before = toOwnBytes(reply);
  return isLast
    ? { kind: 'list.insert', index: index - 1, before, where: 'after', value }
    : { kind: 'list.insert', index, before, where: 'before', value };
}

interface Moved {
  readonly index: number;
  readonly before: Uint8Array;
  readonly isRight: boolean;
  readonly to: number;
}

/** Back beside the neighbour that it leaves. */
async function inverseOfMove(
  { index, before, isRight, to }: Moved,
  { redis, key }: Around,
): Promise<UndoEdit> {
  const value = toOwnBytes(await redis.read('lindex', key, isRight ? index + 1 : index - 1));
  return {
    kind: 'list.putBack',
    index: to,
    before,
    beside: { index, value, where: isRight ? 'before' : 'after' },
  };
}

function tooLong(): AppFailure {
  return new AppFailure({
    code: 'limit',
    limit: 'undo',
    message: 'The string is too long to take an append back, so nothing was changed',
  });
}

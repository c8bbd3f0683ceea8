import type { PartsChange, PartsUndo } from '../../../src-shared/contract/part-changes.ts';
import { bytesOf, partCommands } from '../../../src-shared/part-commands.ts';
import { equalBytes } from '../../../src-shared/redis-value.ts';
import { assertNever } from '../../../src-shared/result.ts';
import type { ReadClient, WriteCall } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { toCount, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { replyOf, toDouble } from '../../undo/element-state.ts';
import type { UndoEntry } from '../../undo/entry.ts';
import {
  readFields,
  readFieldTimes,
  readLengths,
  readMembership,
  readScores,
} from '../../undo/part-state.ts';
import { isSameTime } from '../../undo/restoring.ts';
import { keyIsGone } from '../keys/key-failures.ts';
import { inspectElements, inspectTrim } from './inspect-list.ts';
import { inspectRange } from './inspect-range.ts';

export interface Inspecting {
  readonly redis: ReadClient;
  readonly key: Uint8Array;
  /** Bytes that the undo journal can still keep. */
  readonly room: number;
  readonly expiry: ExpiryReader;
  /** The server's clock less ours. */
  readonly clockOffsetMs: number;
}

/** What a change would touch as things are now, and how it would be made and taken back. */
export interface Inspected {
  readonly parts: number;
  readonly left: number;
  readonly total: number;
  readonly undo: PartsUndo;
  /** Elements that go in one step; null: all at once, by `calls`. */
  readonly step: number | null;
  readonly calls: readonly WriteCall[];
  /** What brings them back; asked for only where `undo` says that there is one. */
  readonly entry: () => Promise<UndoEntry>;
}

const LENGTHS = { hash: 'hlen', set: 'scard', zset: 'zcard', list: 'llen' } as const;

/** Throws `notFound` when the key is gone, `conflict` when it is of another type or a list has changed. */
export async function inspectParts(
  inspecting: Inspecting,
  change: PartsChange,
): Promise<Inspected> {
  const { redis, key } = inspecting;
  const wanted = typeOf(change);
  const [is, size] = await redis.readAll([
    ['type', key],
    [LENGTHS[wanted], key],
  ]);
  const type = toText(replyOf(is));
  if (type === 'none') throw keyIsGone(key);
  if (type !== wanted)
    throw new AppFailure({ code: 'conflict', current: null, message: `It is a ${type} now` });
  const total = toCount(replyOf(size));
  switch (change.kind) {
    case 'hash.removeFields':
      return await inspectFields(inspecting, change, total);
    case 'hash.expireFields':
      return await inspectTtls(inspecting, change, total);
    case 'set.removeMembers':
      return await inspectMembers(inspecting, change, total);
    case 'zset.removeMembers':
      return await inspectScored(inspecting, change, total);
    case 'zset.removeRange':
      return await inspectRange(inspecting, change, total);
    case 'list.removeElements':
      return await inspectElements(inspecting, change, total);
    case 'list.trim':
      return await inspectTrim(inspecting, change, total);
    default:
      return assertNever(change);
  }
}

function typeOf({ kind }: PartsChange): keyof typeof LENGTHS {
  switch (kind) {
    case 'hash.removeFields':
    case 'hash.expireFields':
      return 'hash';
    case 'set.removeMembers':
      return 'set';
    case 'zset.removeMembers':
    case 'zset.removeRange':
      return 'zset';
    case 'list.removeElements':
    case 'list.trim':
      return 'list';
    default:
      return assertNever(kind);
  }
}

/** The key's expiry, to make it again with, when all of it goes. */
export async function emptiedBy(
  { redis, key, expiry }: Inspecting,
  goes: number,
  total: number,
): Promise<{ readonly expiresAtMs: number | null } | null> {
  if (goes < total) return null;
  const [at] = await redis.readAll([expiry.call(key)]);
  return { expiresAtMs: expiry.atMs(replyOf(at)) };
}

/** What an entry takes beside the bytes in it. */
const OF_EACH = 64;

export const NO_ROOM = 'What goes does not fit into the undo journal any more';

/** Whether these parts fit into the undo journal. */
export function undoOf(
  { room }: Inspecting,
  parts: readonly Readonly<Record<string, unknown>>[],
): PartsUndo {
  return bytesOf(parts) + OF_EACH * parts.length <= room
    ? { kind: 'place' }
    : { kind: 'none', reason: NO_ROOM };
}

/** Of the chosen parts those that are still as they were read; they go in one command. */
const counted = (parts: number, chosen: number, total: number) => ({
  parts,
  left: chosen - parts,
  total,
  step: null,
});

type Change<K extends PartsChange['kind']> = Extract<PartsChange, { readonly kind: K }>;

async function inspectFields(
  inspecting: Inspecting,
  { kind, fields }: Change<'hash.removeFields'>,
  total: number,
): Promise<Inspected> {
  const { redis, key } = inspecting;
  const names = fields.map(({ field }) => field);
  // Lengths first: what somebody put there may be half a gigabyte.
  const lengths = await readLengths(redis, key, names);
  const alike = fields.filter(({ before }, at) => lengths[at] === before.byteLength);
  const values = await readFields(
    redis,
    key,
    alike.map(({ field }) => field),
  );
  const found = alike.filter(({ before }, at) => {
    const value = values[at] ?? null;
    return value !== null && equalBytes(value, before);
  });
  return {
    ...counted(found.length, fields.length, total),
    undo: undoOf(inspecting, found),
    calls: partCommands(key, { kind, fields: found }),
    entry: async () => {
      const times = await readFieldTimes(
        redis,
        key,
        found.map(({ field }) => field),
      );
      return {
        kind: 'hashFields',
        key,
        fields: found.map(({ field, before: value }, at) => {
          const time = times?.[at] ?? '-1';
          return { field, value, expiresAtMs: time.startsWith('-') ? null : time };
        }),
        emptied: await emptiedBy(inspecting, found.length, total),
      };
    },
  };
}

async function inspectTtls(
  { redis, key, expiry, clockOffsetMs }: Inspecting,
  { kind, fields, ttlMs }: Change<'hash.expireFields'>,
  total: number,
): Promise<Inspected> {
  const times = await readFieldTimes(
    redis,
    key,
    fields.map(({ field }) => field),
  );
  if (times === null)
    throw new AppFailure({
      code: 'unsupported',
      needs: 'HPEXPIRE',
      message: 'This server has no TTL of fields',
    });
  const timed = fields.flatMap((one, at) => {
    const now = Number(times[at] ?? -2);
    if (now === -2) return [];
    const atMs = now < 0 ? null : now;
    const read = one.before === null ? null : one.before + clockOffsetMs;
    return isSameTime(atMs, read) ? [{ ...one, atMs }] : [];
  });
  return {
    ...counted(timed.length, fields.length, total),
    undo: { kind: 'place' },
    calls: partCommands(key, { kind, fields: timed, ttlMs }),
    entry: () => {
      const setMs = ttlMs === null ? null : expiry.nowMs() + ttlMs;
      const before = timed.map(({ field, atMs }) => ({ field, atMs, setMs }));
      return Promise.resolve({ kind: 'fieldTtls', key, fields: before });
    },
  };
}

async function inspectMembers(
  inspecting: Inspecting,
  { kind, members }: Change<'set.removeMembers'>,
  total: number,
): Promise<Inspected> {
  const { redis, key } = inspecting;
  const there = await readMembership(
    redis,
    key,
    members.map(({ member }) => member),
  );
  const found = members.filter((_, at) => there[at] === true);
  return {
    ...counted(found.length, members.length, total),
    undo: undoOf(inspecting, found),
    calls: partCommands(key, { kind, members: found }),
    entry: async () => ({
      kind: 'setMembers',
      key,
      members: found,
      emptied: await emptiedBy(inspecting, found.length, total),
    }),
  };
}

async function inspectScored(
  inspecting: Inspecting,
  { kind, members }: Change<'zset.removeMembers'>,
  total: number,
): Promise<Inspected> {
  const { redis, key } = inspecting;
  const scores = await readScores(
    redis,
    key,
    members.map(({ member }) => member),
  );
  const found = members.flatMap((one, at) => {
    const score = scores[at] ?? null;
    return score !== null && toDouble(score) === toDouble(one.before) ? [{ ...one, score }] : [];
  });
  return {
    ...counted(found.length, members.length, total),
    undo: undoOf(inspecting, found),
    calls: partCommands(key, { kind, members: found }),
    entry: async () => ({
      kind: 'zsetMembers',
      key,
      members: found.map(({ member, score }) => ({ member, score })),
      emptied: await emptiedBy(inspecting, found.length, total),
    }),
  };
}

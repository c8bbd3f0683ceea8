import { inBatches } from '../../src-shared/part-commands.ts';
import { assertNever } from '../../src-shared/result.ts';
import type { ReadClient, WriteCall } from '../redis/clients.ts';
import { toText } from '../redis/reply.ts';
import { EditConflict } from './element-state.ts';
import type { UndoEntryOf } from './entry.ts';
import { readExistence, readFieldTimes, readMembership, readScores } from './part-state.ts';
import { isSameTime, type Restoring } from './restoring.ts';

type Parts = UndoEntryOf<'hashFields' | 'setMembers' | 'zsetMembers' | 'fieldTtls'>;

const TYPES = {
  hashFields: 'hash',
  fieldTtls: 'hash',
  setMembers: 'set',
  zsetMembers: 'zset',
} as const;

interface Backs {
  readonly calls: readonly WriteCall[];
  /** How many of them it brings back. */
  readonly count: number;
}

/** Why a key is not one that the parts may go back into; PEXPIREAT at its end when it is made again. */
export async function intoKey(
  redis: ReadClient,
  { key, type, emptied }: { key: Uint8Array; type: string; emptied: Emptied },
  nowMs: number,
): Promise<readonly WriteCall[]> {
  const now = toText(await redis.read('type', key));
  if (emptied === null) {
    if (now === 'none') throw new EditConflict({ is: 'gone' });
    if (now !== type) throw new EditConflict({ is: 'type', type: now });
    return [];
  }
  if (now !== 'none')
    throw new EditConflict({ is: 'type', type: now }, 'There is a key of this name again');
  if (emptied.expiresAtMs === null) return [];
  if (emptied.expiresAtMs <= nowMs)
    throw new EditConflict({ is: 'gone' }, 'Its TTL has run out meanwhile');
  return [['pexpireat', key, emptied.expiresAtMs]];
}

type Emptied = { readonly expiresAtMs: number | null } | null;

/**
 * Fields, members or TTLs back where nobody else has put something since. null when all are back, else why not.
 */
export async function restoreParts(restoring: Restoring, entry: Parts): Promise<string | null> {
  const { key } = entry;
  const nowMs = restoring.expiry.nowMs();
  const all = 'fields' in entry ? entry.fields.length : entry.members.length;
  let count = 0;
  try {
    const outcome = await restoring.redis.transact(key, async (redis) => {
      const emptied = entry.kind === 'fieldTtls' ? null : entry.emptied;
      const end = await intoKey(redis, { key, type: TYPES[entry.kind], emptied }, nowMs);
      const backs = await backsOf(redis, entry, nowMs);
      ({ count } = backs);
      if (count === 0) throw new EditConflict({ is: 'member' }, noneBack(entry));
      return [...backs.calls, ...end];
    });
    if (!outcome.done) return 'It was changed at this very moment';
    const refused = outcome.replies.find((reply) => !reply.ok);
    if (refused !== undefined) return refused.failure.message;
    return count === all
      ? null
      : `${count} of ${all} are as they were; the others were changed since`;
  } catch (thrown) {
    if (thrown instanceof EditConflict) return thrown.message;
    throw thrown;
  }
}

const noneBack = ({ kind }: Parts): string =>
  kind === 'fieldTtls'
    ? 'They were changed since'
    : 'They are there again, or their TTL has run out';

async function backsOf(redis: ReadClient, entry: Parts, nowMs: number): Promise<Backs> {
  switch (entry.kind) {
    case 'hashFields':
      return await fieldsBack(redis, entry, nowMs);
    case 'setMembers': {
      const { key, members } = entry;
      const there = await readMembership(
        redis,
        key,
        members.map(({ member }) => member),
      );
      const absent = members.filter((_, at) => there[at] === false);
      return {
        calls: inBatches(absent).map((part) => ['sadd', key, ...part.map(({ member }) => member)]),
        count: absent.length,
      };
    }
    case 'zsetMembers': {
      const { key, members } = entry;
      const there = await readScores(
        redis,
        key,
        members.map(({ member }) => member),
      );
      const absent = members.filter((_, at) => there[at] === null);
      return {
        calls: inBatches(absent).map((part) => [
          'zadd',
          key,
          ...part.flatMap(({ score, member }) => [score, member]),
        ]),
        count: absent.length,
      };
    }
    case 'fieldTtls':
      return await ttlsBack(redis, entry, nowMs);
    default:
      return assertNever(entry);
  }
}

async function fieldsBack(
  redis: ReadClient,
  { key, fields }: UndoEntryOf<'hashFields'>,
  nowMs: number,
): Promise<Backs> {
  const there = await readExistence(
    redis,
    key,
    fields.map(({ field }) => field),
  );
  const absent = fields.filter(
    ({ expiresAtMs }, at) =>
      there[at] === false && (expiresAtMs === null || Number(expiresAtMs) > nowMs),
  );
  const sets = inBatches(absent).map((part): WriteCall => [
    'hset',
    key,
    ...part.flatMap(({ field, value }) => [field, value]),
  ]);
  return { calls: [...sets, ...expiryCalls(key, absent)], count: absent.length };
}

/** Fields that expire together are told together. */
function expiryCalls(
  key: Uint8Array,
  fields: readonly { readonly field: Uint8Array; readonly expiresAtMs: string | null }[],
): WriteCall[] {
  const byTime = Map.groupBy(fields, ({ expiresAtMs }) => expiresAtMs);
  return [...byTime].flatMap(([at, own]) =>
    at === null
      ? []
      : inBatches(own).map((part): WriteCall => [
          'hpexpireat',
          key,
          at,
          'FIELDS',
          part.length,
          ...part.map(({ field }) => field),
        ]),
  );
}

async function ttlsBack(
  redis: ReadClient,
  { key, fields }: UndoEntryOf<'fieldTtls'>,
  nowMs: number,
): Promise<Backs> {
  const times = await readFieldTimes(
    redis,
    key,
    fields.map(({ field }) => field),
  );
  const asSet = fields.filter(({ setMs, atMs }, at) => {
    const now = Number(times?.[at] ?? -2);
    if (now === -2 || (atMs !== null && atMs <= nowMs)) return false;
    return isSameTime(now < 0 ? null : now, setMs);
  });
  const without = asSet.filter(({ atMs }) => atMs === null);
  const persists = inBatches(without).map((part): WriteCall => [
    'hpersist',
    key,
    'FIELDS',
    part.length,
    ...part.map(({ field }) => field),
  ]);
  const timed = asSet.map(({ field, atMs }) => ({
    field,
    expiresAtMs: atMs === null ? null : String(atMs),
  }));
  return { calls: [...persists, ...expiryCalls(key, timed)], count: asSet.length };
}

import type { BulkAction } from '../../../src-shared/contract/bulk.ts';
import type { BatchReply, DestroyCall, ReadCall, ReadClient } from '../../redis/clients.ts';
import { comparedCall, expiryState } from '../../redis/compared-script.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { toText } from '../../redis/reply.ts';
import { keyOf } from '../../undo/entry-key.ts';
import type { UndoEntryOf } from '../../undo/entry.ts';
import { isSameTime } from '../../undo/restoring.ts';
import type { Change, Fate, PreparedChunk, Refused } from './change.ts';
import { ComparedScripts } from './compared-scripts.ts';
import { answersOf } from './fates.ts';
import { concludeEach } from './one-each.ts';
import type { Difference, PlannedKeys } from './planned-keys.ts';
import { refusalOf } from './refusal.ts';

type Before =
  | { readonly beforeMs: number | null; readonly type: string | null }
  | { readonly refused: string }
  | null;

/** What is told by TYPE or EXISTS and the expiry of one key; null: it has gone. */
function beforeOf(
  expiry: ExpiryReader,
  there: BatchReply | undefined,
  at: BatchReply | undefined,
): Before {
  const refused = refusalOf(there) ?? refusalOf(at);
  if (refused !== null) return { refused };
  if (there?.ok !== true || at?.ok !== true) throw new Error('a reply is missing');
  const found = toText(there.reply);
  if (GONE.has(found)) return null;
  return { beforeMs: expiry.atMs(at.reply), type: found === '1' ? null : found };
}

/** By EXISTS, and by TYPE. */
const GONE: ReadonlySet<string> = new Set(['0', 'none']);
const OVER = 'Left alone: the time it was to expire at was over before its turn';

type Expire = Extract<BulkAction, { kind: 'expire' | 'expireAt' }>;

const callOf = ({ key, afterMs }: UndoEntryOf<'ttl'>): DestroyCall =>
  afterMs === null ? ['persist', key] : ['pexpireat', key, afterMs];

/**
 * PEXPIREAT, so that the undo knows the time that was set; PERSIST for a TTL of null. By a script that first looks whether the
 * expiry, which is all the undo brings back, is as it was read; or where scripts are refused in a transaction.
 */
export function expireChange(expiry: ExpiryReader, action: Expire, planned: PlannedKeys): Change {
  // The same price; TYPE may be refused where EXISTS is not.
  const asked = planned.knowsTypes ? 'type' : 'exists';
  const callsFor = (keys: readonly Uint8Array[]): ReadCall[] =>
    keys.flatMap((key): ReadCall[] => [[asked, key], expiry.call(key)]);
  const scripts = new ComparedScripts(expiry);

  async function prepare(
    redis: ReadClient,
    keys: readonly Uint8Array[],
  ): Promise<Omit<PreparedChunk, 'entries'> & { readonly entries: readonly UndoEntryOf<'ttl'>[] }> {
    const replies = await redis.readAll(callsFor(keys));
    const nowMs = expiry.nowMs();
    const afterMs = afterOf(action, nowMs);
    const entries: UndoEntryOf<'ttl'>[] = [];
    const failed: Refused[] = [];
    const gone: Uint8Array[] = [];
    const different: Difference[] = [];
    for (const [i, key] of keys.entries()) {
      const before = beforeOf(expiry, replies[2 * i], replies[2 * i + 1]);
      if (before === null) gone.push(key);
      else if ('refused' in before) failed.push({ key, reason: before.refused });
      else {
        const { beforeMs, type } = before;
        const found = planned.difference(key, { type, hasTtl: beforeMs !== null });
        if (found !== null) different.push(found);
        if (found?.part === 'otherType') continue;
        // PEXPIREAT of a time that is over deletes.
        if (afterMs !== null && afterMs <= nowMs) failed.push({ key, reason: OVER });
        // PERSIST of a key without TTL changes nothing.
        else if (beforeMs !== afterMs) entries.push({ kind: 'ttl', key, beforeMs, afterMs });
      }
    }
    return {
      entries,
      calls: entries.map(callOf),
      gone,
      failed,
      different,
      taken: keys.length,
    };
  }

  async function prepareChecked(
    redis: ReadClient,
    keys: readonly Uint8Array[],
  ): Promise<PreparedChunk> {
    const chunk = await prepare(redis, keys);
    const seen = chunk.entries.map(({ key, beforeMs }) => ({ key, state: expiryState(beforeMs) }));
    return { ...chunk, calls: [comparedCall('expiry', seen, chunk.calls)] };
  }

  return {
    byOneCommand: true,
    watched: (keys) => keys,
    prepare,
    checked: () => (scripts.areRefused ? null : prepareChecked),
    conclude(prepared, replies) {
      const ttls = prepared.entries.filter((entry) => entry.kind === 'ttl');
      return scripts.conclude(
        prepared,
        replies,
        () => ttls.map(callOf),
        (own) => concludeEach(prepared, own, keyOf, null),
      );
    },
    async findOut(redis, { entries }) {
      const changed = entries.filter((entry) => entry.kind === 'ttl');
      const replies = answersOf(await redis.readAll(callsFor(changed.map(({ key }) => key))));
      const now = expiry.nowMs();
      const fates = changed.map(({ beforeMs, afterMs }, i): Fate => {
        const [there = null, at = null] = replies.slice(2 * i, 2 * i + 2);
        if (!GONE.has(toText(there))) return nearer(expiry.atMs(at), beforeMs, afterMs);
        const isPast = (ms: number | null): boolean => ms !== null && ms <= now;
        return isPast(afterMs) && !isPast(beforeMs) ? 'done' : 'unclear';
      });
      return { fates, notes: [] };
    },
  };
}

function afterOf(action: Expire, nowMs: number): number | null {
  if (action.kind === 'expireAt') return action.atMs;
  return action.ttlMs === null ? null : Math.round(nowMs + action.ttlMs);
}

/** Where the time is reckoned from PTTL it is not exact. */
function nearer(now: number | null, beforeMs: number | null, afterMs: number | null): Fate {
  if (now === afterMs) return 'done';
  if (now === beforeMs) return 'not done';
  const [before, after] = [isSameTime(now, beforeMs), isSameTime(now, afterMs)];
  if (before === after) return 'unclear';
  return after ? 'done' : 'not done';
}

import { toBinaryString } from '../../../src-shared/redis-value.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toText } from '../../redis/reply.ts';
import type { UndoEntryOf } from '../../undo/entry.ts';
import type { Refused } from './change.ts';
import { refusalOf } from './refusal.ts';
import type { Limits, SnapshotReader } from './snapshot-chunk.ts';

type Before = UndoEntryOf<'copied'>['before'];

/** Keys that may be written, with what is there now; those that may not; how many were looked at. */
export interface Target {
  readonly free: readonly { readonly key: Uint8Array; readonly before: Before }[];
  readonly failed: readonly Refused[];
  readonly taken: number;
}

/**
 * What is at these names. Only what is to be replaced is read, as much of it as fits into memory, or into `limits`, at once;
 * `refuse` gives why a key that is there is left alone, null when it is not.
 */
export async function lookAtTarget(
  redis: ReadClient,
  snapshots: SnapshotReader,
  keys: readonly Uint8Array[],
  refuse: (key: Uint8Array) => string | null,
  limits?: Limits,
): Promise<Target> {
  const replies = await redis.readAll(keys.map((key) => ['exists', key]));
  const failed: (Refused & { readonly index: number })[] = [];
  const there: number[] = [];
  const free: { readonly key: Uint8Array; readonly index: number }[] = [];
  for (const [index, key] of keys.entries()) {
    const reply = replies[index];
    const refused = refusalOf(reply);
    if (refused !== null) failed.push({ index, key, reason: refused });
    else if (reply?.ok === true && toText(reply.reply) === '0') free.push({ key, index });
    else {
      const reason = refuse(key);
      if (reason === null) there.push(index);
      else failed.push({ index, key, reason });
    }
  }
  const over = there.map((index) => keys[index] ?? new Uint8Array());
  const kept = await snapshots.read(redis, over, limits);
  const taken = there[kept.taken] ?? keys.length;
  const dumps = new Map(kept.entries.map((entry) => [toBinaryString(entry.key), entry]));
  const reasons = new Map(kept.failed.map(({ key, reason }) => [toBinaryString(key), reason]));
  for (const index of there.slice(0, kept.taken)) {
    const key = keys[index] ?? new Uint8Array();
    const reason = reasons.get(toBinaryString(key));
    if (reason === undefined) free.push({ key, index });
    else failed.push({ index, key, reason });
  }
  return {
    free: free
      .filter(({ index }) => index < taken)
      .map(({ key }) => {
        const entry = dumps.get(toBinaryString(key));
        const before =
          entry === undefined ? null : { dump: entry.dump, expiresAtMs: entry.expiresAtMs };
        return { key, before };
      }),
    failed: failed.filter(({ index }) => index < taken),
    taken,
  };
}

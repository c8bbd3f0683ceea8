import type { BatchReply, ReadClient } from '../../redis/clients.ts';
import type { UndoEntry } from '../../undo/entry.ts';
import type { Change, Concluded, Fate, FoundOut, PreparedChunk, Refused } from './change.ts';
import { agreed } from './fates.ts';

/** Reads keys of any slots: those of each are changed by one call, all calls are sent together. */
export async function prepareSlots(
  redis: ReadClient,
  keys: readonly Uint8Array[],
  prepare: Change['prepare'],
): Promise<PreparedChunk> {
  const slots = redis.together(keys);
  if (slots.length <= 1) return await prepare(redis, keys);
  const all = await Promise.all(slots.map((some) => prepare(redis, some)));
  const parts = all.filter(({ entries }) => entries.length > 0);
  return {
    entries: parts.flatMap(({ entries }) => entries),
    calls: parts.flatMap(({ calls }) => calls),
    gone: all.flatMap(({ gone }) => gone),
    failed: all.flatMap(({ failed }) => failed),
    different: all.flatMap(({ different }) => different),
    toWatch: all.flatMap(({ toWatch }) => toWatch ?? []),
    later: slots.flatMap((some, i) => [...some.slice(all[i]?.taken), ...(all[i]?.later ?? [])]),
    taken: keys.length,
    parts,
  };
}

/** What became of it, a slot at a time. */
export function concludeSlots(
  change: Change,
  chunk: PreparedChunk,
  replies: readonly BatchReply[],
): Concluded {
  const { parts } = chunk;
  if (parts === undefined) return change.conclude(chunk, replies);
  const failed: Refused[] = [];
  const notes: UndoEntry[] = [];
  const again: UndoEntry[] = [];
  let [changed, missing] = [0, 0];
  for (const [i, part] of parts.entries()) {
    const one = change.conclude(part, replies.slice(i, i + 1));
    if (one.kind === 'done') {
      changed += one.changed;
      missing += one.missing;
      failed.push(...one.failed);
      notes.push(...one.notes);
    }
    // Why it was refused is told when it is tried by itself.
    else again.push(...part.entries);
  }
  return { kind: 'done', changed, missing, failed, notes, again };
}

/** What became of what was sent: what EXEC or a script did of a slot, it did whole. */
export async function findOutSlots(
  change: Change,
  redis: ReadClient,
  chunk: PreparedChunk,
): Promise<FoundOut> {
  const fates: Fate[] = [];
  const notes: UndoEntry[] = [];
  for (const part of chunk.parts ?? [chunk]) {
    const found = await change.findOut(redis, part);
    fates.push(...agreed(found.fates));
    notes.push(...found.notes);
  }
  return { fates, notes };
}

/** Of the keys that were looked at, those that are not left for later. */
export const seen = ({ taken, toWatch, later }: PreparedChunk): number =>
  taken - (toWatch?.length ?? 0) - (later?.length ?? 0);

/** For the next round. */
export const restOf = (
  { taken, later }: PreparedChunk,
  keys: readonly Uint8Array[],
): Uint8Array[] => [...keys.slice(taken), ...(later ?? [])];

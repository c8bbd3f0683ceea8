import { keySlot, SLOTS } from '../../redis/key-slot.ts';
import type { ReadClient } from '../../redis/clients.ts';
import type { NameSet } from '../../scan/name-set.ts';

/**
 * All names, each once, in chunks of at most `most()` that one transaction may hold: in their order, or in a cluster
 * slot by slot, so that the keys of a slot are gathered from the whole set and as few transactions as can be are needed.
 */
export function* chunksBySlot(
  redis: ReadClient,
  names: NameSet,
  most: () => number,
): Generator<readonly Uint8Array[], void> {
  const isCluster = names.size > 0 && redis.placeOf(names.at(0)) !== null;
  if (!isCluster) {
    for (let from = 0; from < names.size;) {
      const chunk = names.slice(from, from + most());
      from += chunk.length;
      yield chunk;
    }
    return;
  }
  const ends = slotEnds(names);
  const order = orderBySlot(names, ends);
  let from = 0;
  for (const end of ends)
    while (from < end) {
      const chunk = order.subarray(from, Math.min(from + most(), end));
      yield Array.from(chunk, (index) => names.at(index));
      from += chunk.length;
    }
}

/** Where the names of each slot end when they are in the order of their slots. */
function slotEnds(names: NameSet): Uint32Array {
  const ends = new Uint32Array(SLOTS);
  for (let i = 0; i < names.size; i++) {
    const slot = keySlot(names.at(i));
    ends[slot] = (ends[slot] ?? 0) + 1;
  }
  for (let slot = 1; slot < SLOTS; slot++) ends[slot] = (ends[slot] ?? 0) + (ends[slot - 1] ?? 0);
  return ends;
}

/** Numbers only: a million names as objects would be a hundred megabytes. */
function orderBySlot(names: NameSet, ends: Uint32Array): Uint32Array {
  const order = new Uint32Array(names.size);
  const next = Uint32Array.from(ends);
  for (let i = names.size - 1; i >= 0; i--) {
    const slot = keySlot(names.at(i));
    const at = (next[slot] ?? 0) - 1;
    next[slot] = at;
    order[at] = i;
  }
  return order;
}

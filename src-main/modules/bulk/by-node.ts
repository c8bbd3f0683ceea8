import { keySlot, SLOTS } from '../../redis/key-slot.ts';
import type { ReadClient } from '../../redis/clients.ts';
import type { NameSet } from '../../scan/name-set.ts';

/** Names of one node, from and up to these places in the order of slots. */
interface Range {
  from: number;
  readonly end: number;
}

/**
 * All names, each once, in chunks of at most `most()`: in their order, or in a cluster those of one node, its slots one after
 * another so that as few calls as can be are needed, and of each node in turn.
 */
export function* chunksByNode(
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
  const turns = rangesByNode(redis, (at) => names.at(order[at] ?? 0), ends);
  for (let ranges = turns.shift(); ranges !== undefined; ranges = turns.shift()) {
    const chunk: Uint8Array[] = [];
    const size = most();
    for (let [range] = ranges; range !== undefined && chunk.length < size; [range] = ranges) {
      const end = Math.min(range.end, range.from + size - chunk.length);
      for (const index of order.subarray(range.from, end)) chunk.push(names.at(index));
      range.from = end;
      if (end === range.end) ranges.shift();
    }
    if (ranges.length > 0) turns.push(ranges);
    yield chunk;
  }
}

/** For each node where its names are; slots that follow one another make one range. */
function rangesByNode(
  redis: ReadClient,
  nameAt: (at: number) => Uint8Array,
  ends: Uint32Array,
): Range[][] {
  const nodes = new Map<string | null, Range[]>();
  let from = 0;
  for (const end of ends) {
    if (end === from) continue;
    const node = redis.placeOf(nameAt(from))?.node ?? null;
    const ranges = nodes.get(node) ?? [];
    const last = ranges.at(-1);
    if (last?.end === from) ranges.splice(-1, 1, { from: last.from, end });
    else ranges.push({ from, end });
    nodes.set(node, ranges);
    from = end;
  }
  return [...nodes.values()];
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

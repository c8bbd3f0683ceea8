import type { KeySelection } from '../../../src-shared/contract/keys.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadCall, ReadClient } from '../../redis/clients.ts';
import { toCount, toText } from '../../redis/reply.ts';
import { NameSet } from '../../scan/name-set.ts';
import { dumpType, isDumpType, isModuleDump } from '../../undo/dump-type.ts';
import type { PlannedFacts } from '../keys/describe-keys.ts';

/** A key that is not as it was planned. `otherType`: nothing is done to it. */
export interface Difference {
  readonly part: 'otherType' | 'otherTtl';
  readonly key: Uint8Array;
  readonly reason: string;
}

/** A key when it was planned. */
interface Known {
  readonly type: string;
  readonly hasTtl: boolean;
}

const MODULE = 'of a module';

/**
 * What was known of keys when they were planned, for what has changed by their turn: of a selection each, of more those of
 * the sample, and the type of all where that was asked for. To ask for a million is not worth it to the server.
 */
export class PlannedKeys {
  #names: NameSet;
  /** In the order of the names; null: not told. */
  #known: readonly (Known | null)[];
  /** SCAN took only these. */
  #typeOfAll: string | null;

  constructor(names: NameSet, known: readonly (Known | null)[], typeOfAll: string | null) {
    this.#names = names;
    this.#known = known;
    this.#typeOfAll = typeOfAll;
  }

  /** Whether TYPE may be asked for, and has something to be compared with. */
  get knowsTypes(): boolean {
    return this.#known.some((one) => one !== null);
  }

  /** By TYPE, where it was asked for; null: it was not, or that is not known. */
  difference(
    key: Uint8Array,
    now: { readonly type: string | null; readonly hasTtl: boolean | null },
  ): Difference | null {
    const was = this.#of(key);
    const type = was?.type ?? this.#typeOfAll;
    if (type !== null && now.type !== null && type !== now.type)
      return otherType(key, type, now.type);
    return this.#ttlDifference(key, was, now.hasTtl);
  }

  /** By DUMP, which tells apart the types of Redis itself, and those from a module's. */
  differenceOfDump(
    key: Uint8Array,
    { dump, hasTtl }: { readonly dump: Uint8Array; readonly hasTtl: boolean },
  ): Difference | null {
    const was = this.#of(key);
    const type = was?.type ?? this.#typeOfAll;
    const now = dumpType(dump) ?? (isModuleDump(dump) ? MODULE : null);
    const isOther =
      type !== null && now !== null && (isDumpType(type) ? type !== now : now !== MODULE);
    return isOther ? otherType(key, type, now) : this.#ttlDifference(key, was, hasTtl);
  }

  #of(key: Uint8Array): Known | null {
    return this.#known[this.#names.indexOf(key)] ?? null;
  }

  #ttlDifference(key: Uint8Array, was: Known | null, hasTtl: boolean | null): Difference | null {
    if (was === null || hasTtl === null || was.hasTtl === hasTtl) return null;
    const reason = hasTtl ? 'It has a TTL, and had none' : 'It has no TTL any more';
    return { part: 'otherTtl', key, reason };
  }
}

const otherType = (key: Uint8Array, was: string, now: string): Difference => ({
  part: 'otherType',
  key,
  reason: `Left alone: it was ${was} and is ${now} now`,
});

/** Type and TTL of keys that are planned; `sample` with its `facts` is what was looked at already. */
export async function lookAtPlanned(
  { redis, signal }: { readonly redis: ReadClient; readonly signal: AbortSignal },
  names: NameSet,
  selection: KeySelection,
  {
    sample,
    facts,
  }: { readonly sample: readonly Uint8Array[]; readonly facts: readonly PlannedFacts[] },
): Promise<PlannedKeys> {
  const typeOfAll = selection.kind === 'pattern' ? selection.type : null;
  const ofSample = facts.map((one) =>
    one.state === 'present' ? { type: one.type, hasTtl: one.ttlMs !== null } : null,
  );
  const isAll = sample.length === names.size;
  if (isAll || names.size > LIMITS.selectionKeys) {
    const looked = new NameSet();
    for (const key of sample) looked.add(key);
    return new PlannedKeys(looked, ofSample, typeOfAll);
  }
  const known: (Known | null)[] = [];
  for (let from = 0; from < names.size; from += LIMITS.describeKeys) {
    signal.throwIfAborted();
    const keys = names.slice(from, from + LIMITS.describeKeys);
    const replies = await redis.readAll(
      keys.flatMap((key): ReadCall[] => [
        ['type', key],
        ['pttl', key],
      ]),
    );
    for (let i = 0; i < keys.length; i++) {
      const [type, ttl] = [replies[2 * i], replies[2 * i + 1]];
      // What is refused or lost here is told when it is its turn.
      const isTold = type?.ok === true && ttl?.ok === true && toCount(ttl.reply) !== -2;
      known.push(isTold ? { type: toText(type.reply), hasTtl: toCount(ttl.reply) >= 0 } : null);
    }
  }
  return new PlannedKeys(names, known, typeOfAll);
}

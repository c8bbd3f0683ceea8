import type {
  StreamChange,
  StreamImpact,
  StreamUndo,
} from '../../../src-shared/contract/stream-changes.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { assertNever } from '../../../src-shared/result.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toCount, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import type { UndoEntry } from '../../undo/entry.ts';
import type { GroupState } from '../../undo/stream-state.ts';
import {
  readConsumerStates,
  readGroup,
  readPendingOf,
  readPendingRange,
} from '../../undo/stream-state.ts';
import { keyIsGone } from '../keys/key-failures.ts';
import { inspectWhole } from '../values/whole-key.ts';
import { countBelow } from './count-below.ts';

/** Pending entries that are put back one by one. */
const MOST_PENDING = 1_000;
/** An entry that comes of age between looking and claiming is still known to the undo. */
const AGEING_MS = 2_000;

/** What a change would touch, and what its undo has to know; `entry` null: it cannot be taken back. */
export interface Inspected {
  readonly impact: StreamImpact;
  readonly undo: StreamUndo;
  readonly entry: (() => Promise<UndoEntry>) | null;
}

interface Looking {
  readonly redis: ReadClient;
  readonly key: Uint8Array;
  /** Bytes that the undo journal can still keep. */
  readonly room: number;
}

type Of<K extends StreamChange['kind']> = Extract<StreamChange, { kind: K }>;

const nothing: StreamImpact = {
  entries: 0,
  entriesAre: 'exact',
  missing: 0,
  pending: 0,
  consumers: 0,
};

const byPlace = (impact: StreamImpact, entry: UndoEntry): Inspected => ({
  impact,
  undo: { kind: 'place' },
  entry: () => Promise.resolve(entry),
});

/** Reads what a change would do to the stream as it is now; throws when the key or its group is not there. */
export async function inspectChange(looking: Looking, change: StreamChange): Promise<Inspected> {
  const { redis, key } = looking;
  const type = toText(await redis.read('type', key));
  if (type === 'none') throw keyIsGone(key);
  if (type !== 'stream')
    throw new AppFailure({ code: 'conflict', current: null, message: `The key is a ${type} now` });
  switch (change.kind) {
    case 'add':
      return byPlace({ ...nothing, entries: 1 }, { kind: 'streamAdd', key });
    case 'delete':
      return await byWhole(looking, {
        ...nothing,
        entries: change.ids.length,
        entriesAre: 'atMost',
      });
    case 'trim':
      return await byWhole(looking, await trimImpact(looking, change));
    case 'ack':
    case 'claim':
    case 'autoclaim':
      return await pendingOf(looking, change);
    default:
      return await groupOf(looking, change);
  }
}

/** Entries that go cannot be added again at their IDs: only the whole key can come back. */
async function byWhole(looking: Looking, impact: StreamImpact): Promise<Inspected> {
  return { impact, ...(await inspectWhole(looking, 'stream')) };
}

async function trimImpact(
  { redis, key }: Looking,
  { by, threshold, approximate }: Of<'trim'>,
): Promise<StreamImpact> {
  const length = toCount(await redis.read('xlen', key));
  const below =
    by === 'MINID'
      ? await countBelow(redis, key, { id: threshold, length })
      : { count: Math.max(0, length - Number(threshold)), isAll: true };
  const entriesAre = approximate ? 'atMost' : below.isAll ? 'exact' : 'atLeast';
  return { ...nothing, entries: below.count, entriesAre };
}

/** Throws `notFound` without it. */
async function groupThere({ redis, key }: Looking, group: Uint8Array): Promise<GroupState> {
  const found = await readGroup(redis, key, group);
  if (found !== null) return found;
  throw new AppFailure({ code: 'notFound', what: 'group', message: 'The group is gone' });
}

async function pendingOf(
  looking: Looking,
  change: Of<'ack' | 'claim' | 'autoclaim'>,
): Promise<Inspected> {
  const { redis, key } = looking;
  const { group } = change;
  await groupThere(looking, group);
  const heldBy = change.kind === 'ack' ? null : change.consumer;
  const known = { kind: 'streamPending', key, group, heldBy, made: null } as const;
  if (change.kind !== 'autoclaim') {
    const entries = await readPendingOf(redis, key, change);
    const missing = change.ids.length - entries.length;
    const entriesAre = change.kind === 'claim' && change.minIdleMs > 0 ? 'atMost' : 'exact';
    return byPlace(
      { ...nothing, entries: entries.length, entriesAre, missing },
      { ...known, entries },
    );
  }
  const { minIdleMs, count } = change;
  const idle = await readPendingRange(redis, key, { group, consumer: null, minIdleMs, count });
  const ageing = await readPendingRange(redis, key, {
    group,
    consumer: null,
    minIdleMs: Math.max(0, minIdleMs - AGEING_MS),
    count: count + LIMITS.streamIds,
  });
  return byPlace(
    { ...nothing, entries: idle.length, entriesAre: 'exact' },
    { ...known, entries: ageing },
  );
}

async function groupOf(
  looking: Looking,
  change: Of<
    'group.create' | 'group.setId' | 'group.destroy' | 'consumer.create' | 'consumer.delete'
  >,
): Promise<Inspected> {
  const { redis, key } = looking;
  const { group } = change;
  if (change.kind === 'group.create') return byPlace(nothing, { kind: 'streamGroup', key, group });
  const state = await groupThere(looking, group);
  const before = { lastId: state.lastId, entriesRead: state.entriesRead };
  const known = { kind: 'streamPending', key, group, heldBy: null } as const;
  switch (change.kind) {
    case 'group.setId':
      return byPlace(nothing, { kind: 'streamGroupId', key, group, before });
    case 'group.destroy': {
      const { pending, consumers } = state;
      const impact = { ...nothing, pending, consumers };
      if (pending > MOST_PENDING) return await byWhole(looking, impact);
      const entries = await allPending(redis, key, { group, consumer: null });
      // XCLAIM makes those again that have something pending; before Redis 7 the others stay away.
      const all = state.isSince7 ? await readConsumerStates(redis, key, group) : [];
      const names = all.map(({ name }) => name);
      return byPlace(impact, { ...known, made: { ...before, consumers: names }, entries });
    }
    case 'consumer.create':
      return await newConsumerOf(looking, change);
    case 'consumer.delete':
      return await consumerOf(looking, change);
    default:
      return assertNever(change);
  }
}

async function newConsumerOf(
  { redis, key }: Looking,
  { group, consumer }: Of<'consumer.create'>,
): Promise<Inspected> {
  const all = await readConsumerStates(redis, key, group);
  if (all.some(({ name }) => Buffer.compare(name, consumer) === 0))
    throw new AppFailure({
      code: 'conflict',
      current: null,
      message: 'The group has a consumer of that name already',
    });
  return byPlace({ ...nothing, consumers: 1 }, { kind: 'streamConsumer', key, group, consumer });
}

async function consumerOf(
  looking: Looking,
  { group, consumer }: Of<'consumer.delete'>,
): Promise<Inspected> {
  const { redis, key } = looking;
  const all = await readConsumerStates(redis, key, group);
  const found = all.find(({ name }) => Buffer.compare(name, consumer) === 0);
  if (found === undefined)
    throw new AppFailure({ code: 'notFound', what: 'consumer', message: 'The consumer is gone' });
  const impact = { ...nothing, pending: found.pending, consumers: 1 };
  if (found.pending > MOST_PENDING) return await byWhole(looking, impact);
  const entries = await allPending(redis, key, { group, consumer });
  return byPlace(impact, {
    kind: 'streamPending',
    key,
    group,
    heldBy: null,
    made: null,
    entries,
  });
}

const allPending = (
  redis: ReadClient,
  key: Uint8Array,
  of: { readonly group: Uint8Array; readonly consumer: Uint8Array | null },
) => readPendingRange(redis, key, { ...of, minIdleMs: 0, count: MOST_PENDING });

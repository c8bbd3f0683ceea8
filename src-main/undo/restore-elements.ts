import { LIST_MARKER } from '../../src-shared/edit-commands.ts';
import { inBatches } from '../../src-shared/part-commands.ts';
import { equalBytes } from '../../src-shared/redis-value.ts';
import type { ReadClient, WriteCall } from '../redis/clients.ts';
import { toCount, toOwnBytes } from '../redis/reply.ts';
import { assertNoMarker, EditConflict, replyOf } from './element-state.ts';
import type { UndoEntryOf } from './entry.ts';
import type { ElementRun } from './part-entry.ts';
import { intoKey } from './restore-parts.ts';
import type { Restoring } from './restoring.ts';

type Entry = UndoEntryOf<'listElements'>;

const ASKED_TOGETHER = 200;

/**
 * LINSERT looks for its place from the left, past so many elements for each that is put in: beyond this the server would
 * be held up for more than some 200 ms.
 */
const MOST_PASSED = 20_000_000;

/** Whether runs of a list of this length can be put back in one transaction; those at an end cost nothing. */
export const canBePutBack = (runs: readonly ElementRun[], length: number): boolean =>
  runs.reduce(
    (sum, { start, values }) =>
      start === 0 || start + values.length === length ? sum : sum + start * values.length,
    0,
  ) <= MOST_PASSED;

/** Elements back where they stood, each run beside the neighbour it had. null when done, else why not. */
export async function restoreElements(
  { redis, expiry }: Restoring,
  { key, runs, emptied }: Entry,
): Promise<string | null> {
  try {
    const outcome = await redis.transact(key, async (reader) => {
      const end = await intoKey(reader, { key, type: 'list', emptied }, expiry.nowMs());
      const length = emptied === null ? toCount(await reader.read('llen', key)) : 0;
      await assertNeighbours(reader, key, runs);
      if (!canBePutBack(runs, length + added(runs)))
        throw new EditConflict({ is: 'absent' }, 'Too much was added behind it since');
      if (length > 0) await assertNoMarker(reader, key);
      return [...callsOf(key, runs, length), ...end];
    });
    if (!outcome.done) return 'It was changed at this very moment';
    const refused = outcome.replies.find((reply) => !reply.ok);
    return refused === undefined ? null : refused.failure.message;
  } catch (thrown) {
    if (thrown instanceof EditConflict) return thrown.message;
    throw thrown;
  }
}

const added = (runs: readonly ElementRun[]): number =>
  runs.reduce((sum, { values }) => sum + values.length, 0);

/** Where each run's neighbour is now, before anything is put back. */
function neighboursOf(runs: readonly ElementRun[]) {
  let before = 0;
  return runs.flatMap(({ start, values, beside }) => {
    const place = start - before;
    before += values.length;
    if (beside === null) return [];
    return [{ index: beside.where === 'before' ? place : place - 1, value: beside.value }];
  });
}

async function assertNeighbours(
  redis: ReadClient,
  key: Uint8Array,
  runs: readonly ElementRun[],
): Promise<void> {
  for (const part of inBatches(neighboursOf(runs), ASKED_TOGETHER)) {
    const replies = await redis.readAll(part.map(({ index }) => ['lindex', key, index]));
    for (const [at, { value }] of part.entries()) {
      const reply = replyOf(replies[at]);
      if (reply === null || !equalBytes(toOwnBytes(reply), value))
        throw new EditConflict({ is: 'absent' }, 'The list was changed there since');
    }
  }
}

/** Runs go in one after another, so that the index each had is its place again. */
function callsOf(key: Uint8Array, runs: readonly ElementRun[], length: number): WriteCall[] {
  let now = length;
  return runs.flatMap((run) => {
    const calls = runCalls(key, run, now);
    now += run.values.length;
    return calls;
  });
}

function runCalls(
  key: Uint8Array,
  { start, values, beside }: ElementRun,
  length: number,
): WriteCall[] {
  if (start === length) return inBatches(values).map((part) => ['rpush', key, ...part]);
  if (start === 0) return inBatches(values.toReversed()).map((part) => ['lpush', key, ...part]);
  if (beside === null) return [];
  const index = beside.where === 'before' ? start : start - 1;
  const after = beside.where === 'before' ? start + values.length : index;
  const ordered = beside.where === 'before' ? values : values.toReversed();
  return [
    ['lset', key, index, LIST_MARKER],
    ...ordered.map((value): WriteCall => [
      'linsert',
      key,
      beside.where.toUpperCase(),
      LIST_MARKER,
      value,
    ]),
    ['lset', key, after, beside.value],
  ];
}

import type { Output } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { DestroyClient, ReadClient } from '../../redis/clients.ts';
import { toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import type { UndoEntryOf } from '../../undo/entry.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { readOf } from './read-of.ts';
import { toSamples } from './read-series.ts';

type Samples = UndoEntryOf<'samples'>['samples'];

interface Range {
  readonly key: Uint8Array;
  readonly from: string;
  readonly to: string;
}

/** TS.ADD where there is no sample yet: what a policy for duplicates would make of two is not asked for. */
export async function addSample(
  changing: Changing,
  { key, atMs, value }: { readonly key: Uint8Array; readonly atMs: string; readonly value: string },
): Promise<Output<'series.add'>> {
  const { ticket } = await changeWithUndo(changing, {
    key,
    title: `Added a sample to ${titleName(key)}`,
    command: commandText('TS.ADD', key, atMs, value),
    decide: async (redis) => {
      const [there] = await samplesIn(redis, { key, from: atMs, to: atMs }, 1);
      if (there !== undefined)
        throw new AppFailure({
          code: 'conflict',
          current: there.value,
          message: 'There is a sample at that time already',
        });
      return {
        entry: { kind: 'sample', key, atMs, value },
        calls: [['ts.add', key, atMs, value]],
      };
    },
    done: ([reply]) => ({ result: toText(reply ?? null), note: null }),
  });
  return { ticket };
}

async function samplesIn(
  redis: ReadClient,
  { key, from, to }: Range,
  count: number,
): Promise<Samples> {
  const [reply = null] = await readOf(redis, key, [['ts.range', key, from, to, 'COUNT', count]]);
  return toSamples(reply);
}

/** What the user was shown before agreeing. */
export interface PlannedRange extends Range {
  readonly samples: Samples;
  readonly canUndo: boolean;
}

/** Reads what would go, one sample more than the undo keeps. */
export async function planRange(redis: ReadClient, range: Range): Promise<PlannedRange> {
  if (BigInt(range.from) > BigInt(range.to))
    throw new AppFailure({
      code: 'input.invalid',
      issues: ['from'],
      message: 'The range ends before it begins',
    });
  const samples = await samplesIn(redis, range, LIMITS.seriesUndoSamples + 1);
  return { ...range, samples, canUndo: samples.length <= LIMITS.seriesUndoSamples };
}

export const rangeCommand = ({ key, from, to }: Range): string =>
  commandText('TS.DEL', key, from, to);

/** Removes what was planned, if those samples are still what is there. */
export async function deleteRange(
  changing: Changing & { readonly redis: DestroyClient },
  plan: PlannedRange,
): Promise<Output<'series.applyDelete'>> {
  const { key, from, to } = plan;
  if (!plan.canUndo) return await deleteForGood(changing.redis, plan);
  const { result, ticket } = await changeWithUndo(changing, {
    key,
    title: `Deleted ${plan.samples.length} samples of ${titleName(key)}`,
    command: rangeCommand(plan),
    decide: async (redis) => {
      const samples = await samplesIn(redis, plan, LIMITS.seriesUndoSamples + 1);
      if (!isSame(samples, plan.samples)) throw changed();
      return {
        entry: { kind: 'samples', key, from, to, samples },
        calls: [['ts.del', key, from, to]],
      };
    },
    done: ([reply]) => ({ result: Number(toText(reply ?? null)), note: null }),
  });
  return { deleted: result, ticket };
}

async function deleteForGood(
  redis: DestroyClient,
  plan: PlannedRange,
): Promise<Output<'series.applyDelete'>> {
  const { key, from, to } = plan;
  const outcome = await redis.transact(key, async (reader) => {
    const samples = await samplesIn(reader, plan, LIMITS.seriesUndoSamples + 1);
    if (!isSame(samples, plan.samples)) throw changed();
    return [['ts.del', key, from, to]];
  });
  if (!outcome.done) throw changed();
  const [reply] = outcome.replies;
  if (reply?.ok !== true) throw reply?.failure ?? changed();
  return { deleted: Number(toText(reply.reply)), ticket: null };
}

function isSame(a: Samples, b: Samples): boolean {
  return (
    a.length === b.length &&
    a.every(({ atMs, value }, i) => atMs === b[i]?.atMs && value === b[i].value)
  );
}

function changed(): AppFailure {
  return new AppFailure({
    code: 'conflict',
    current: null,
    message: 'Somebody changed the samples of the range since you looked: look again',
  });
}

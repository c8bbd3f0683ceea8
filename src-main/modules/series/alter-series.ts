import type { Ticket } from '../../../src-shared/contract/define.ts';
import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import { toBinaryString } from '../../../src-shared/redis-value.ts';
import {
  alterCommand,
  alteredOptions,
  type AlteredOptions,
  isOptionWord,
  isSameLabels,
  type SeriesOptions,
} from '../../../src-shared/series-commands.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import {
  alterChecked,
  type Alteration,
  checkedCalls,
  overtakenBy,
  yieldTo,
} from '../../undo/alter-checked.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { readInfo } from './read-series.ts';

type Change = Omit<Parsed<'series.alter'>, 'connection'>;

/** Sets retention, policy and labels that are others now, if nobody changed them since they were read. */
export async function alterSeries(
  changing: Changing,
  change: Change,
): Promise<Output<'series.alter'>> {
  const { key, before, after } = change;
  const altered = alteredOptions(before, after);
  if (altered === null) throw invalid('Nothing is changed');
  if (altered.labels !== null) assertNoOptions([...before.labels, ...altered.labels]);
  const isExpected = (now: SeriesOptions) => isUntouched(now, before, altered);
  if (!isExpected(await readInfo(changing.redis, key))) throw changed();
  const alteration = { key, altered, isExpected };
  const kept = whatCanComeBack(before, altered);
  if (kept !== null) return { ticket: await alterWithUndo(changing, alteration, kept) };
  const outcome = await alterChecked(changing.redis, alteration);
  if (outcome.is === 'refused') throw outcome.failure;
  if (outcome.is === 'changed') throw changed();
  return { ticket: null };
}

async function alterWithUndo(
  changing: Changing,
  alteration: Alteration,
  kept: NonNullable<ReturnType<typeof whatCanComeBack>>,
): Promise<Ticket> {
  const { key, altered } = alteration;
  const race: { theirs: SeriesOptions | null } = { theirs: null };
  try {
    const { ticket } = await changeWithUndo(changing, {
      key,
      title: `Changed ${wordsOf(altered)} of ${titleName(key)}`,
      command: commandText('TS.ALTER', ...alterCommand(key, altered).slice(1)),
      decide: async () => ({
        entry: { kind: 'seriesOptions', key, ...kept },
        calls: checkedCalls(alteration),
      }),
      done: ([info = null]) => {
        race.theirs = overtakenBy(alteration, info);
        if (race.theirs !== null) throw changed();
        return { result: null, note: null };
      },
    });
    return ticket;
  } catch (thrown) {
    if (race.theirs !== null) await yieldTo(changing.redis, alteration, race.theirs);
    throw thrown;
  }
}

/** The server has no word that takes a policy away: what had none keeps the new one. */
function whatCanComeBack(before: SeriesOptions, altered: AlteredOptions) {
  const isPolicyLost = before.duplicatePolicy === null;
  const after = {
    retentionMs: altered.retentionMs,
    duplicatePolicy: isPolicyLost ? null : altered.duplicatePolicy,
    labels: altered.labels === null ? null : [...altered.labels],
  };
  const { retentionMs, duplicatePolicy, labels } = after;
  if (retentionMs === null && duplicatePolicy === null && labels === null) return null;
  return {
    after,
    before: {
      retentionMs: retentionMs === null ? null : before.retentionMs,
      duplicatePolicy: duplicatePolicy === null ? null : before.duplicatePolicy,
      labels: labels === null ? null : [...before.labels],
    },
  };
}

/** Whether what is altered still is what it was; the rest may be somebody else's. */
const isUntouched = (
  now: SeriesOptions,
  before: SeriesOptions,
  { retentionMs, duplicatePolicy, labels }: AlteredOptions,
): boolean =>
  (retentionMs === null || BigInt(now.retentionMs) === BigInt(before.retentionMs)) &&
  (duplicatePolicy === null || now.duplicatePolicy === before.duplicatePolicy) &&
  (labels === null || isSameLabels(now.labels, before.labels));

function assertNoOptions(labels: SeriesOptions['labels']): void {
  for (const { name, value } of labels)
    for (const word of [name, value].map(toBinaryString))
      if (isOptionWord(word))
        throw invalid(`TS.ALTER would take the label ${word} for its option of that name`);
}

function wordsOf({ retentionMs, duplicatePolicy, labels }: AlteredOptions): string {
  const words = [
    ...(retentionMs === null ? [] : ['retention']),
    ...(duplicatePolicy === null ? [] : ['duplicate policy']),
    ...(labels === null ? [] : ['labels']),
  ];
  return words.join(', ');
}

const invalid = (message: string): AppFailure =>
  new AppFailure({ code: 'input.invalid', issues: ['after'], message });

const changed = (): AppFailure =>
  new AppFailure({
    code: 'conflict',
    current: null,
    message: 'Somebody changed retention, policy or labels since you looked: look again',
  });

import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import { equalBytes } from '../../../src-shared/redis-value.ts';
import { isSameRule, ruleCommand, type SeriesRule } from '../../../src-shared/series-commands.ts';
import type { Reply } from '../../redis/reply.ts';
import { readSeriesInfo } from '../../redis/series-info.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { readInfo } from './read-series.ts';

type Change = Omit<Parsed<'series.changeRule'>, 'connection'>;

const ruleTo = (rules: readonly SeriesRule[], to: Uint8Array): SeriesRule | null =>
  rules.find(({ key }) => equalBytes(key, to)) ?? null;

/** Makes a rule, or takes one away that still is what it was; the opposite is its undo. */
export async function changeRule(
  changing: Changing,
  { key, action, rule }: Change,
): Promise<Output<'series.changeRule'>> {
  const before = ruleTo((await readInfo(changing.redis, key)).rules, rule.key);
  if (action === 'create' && before !== null) throw conflict('There is a rule to it already');
  if (action === 'delete' && (before === null || !isSameRule(before, rule))) throw changed();
  const [name, ...args] = ruleCommand(key, action, rule);
  const race: { theirs: SeriesRule | null } = { theirs: null };
  try {
    const { ticket } = await changeWithUndo(changing, {
      key,
      title: `${action === 'create' ? 'Made' : 'Deleted'} the rule of ${titleName(key)} to ${titleName(rule.key)}`,
      command: commandText(name.toUpperCase(), ...args),
      // TS.INFO breaks a WATCH: what is there is asked in the transaction itself, and looked at after it.
      decide: async () => ({
        entry: { kind: 'seriesRule', key, action, rule },
        calls: [
          ['ts.info', key],
          [name, ...args],
        ],
      }),
      done: ([info = null]) => {
        race.theirs = action === 'delete' ? otherThan(rule, info) : null;
        if (race.theirs !== null) throw changed();
        return { result: null, note: null };
      },
    });
    return { ticket };
  } catch (thrown) {
    if (race.theirs !== null) {
      const [back, ...words] = ruleCommand(key, 'create', race.theirs);
      await changing.redis.write(back, ...words);
    }
    throw thrown;
  }
}

/** What somebody had made of the rule at this very moment. */
function otherThan(rule: SeriesRule, info: Reply): SeriesRule | null {
  const now = ruleTo(readSeriesInfo(info).rules, rule.key);
  return now === null || isSameRule(now, rule) ? null : now;
}

const conflict = (message: string): AppFailure =>
  new AppFailure({ code: 'conflict', current: null, message });

const changed = (): AppFailure =>
  conflict('Somebody changed the rule since you looked: look again');

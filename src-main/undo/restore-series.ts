import { equalBytes } from '../../src-shared/redis-value.ts';
import { isSameRule, ruleCommand } from '../../src-shared/series-commands.ts';
import { readSeriesInfo } from '../redis/series-info.ts';
import { alterChecked, hasOptions } from './alter-checked.ts';
import type { UndoEntryOf } from './entry.ts';
import type { Restoring } from './restoring.ts';

const CHANGED = 'It was changed since';
const GONE = 'The key is gone';

/** The earlier retention, policy and labels back, if they still are what was set. null when done, else why not. */
export async function restoreSeriesOptions(
  { redis }: Restoring,
  { key, before, after }: UndoEntryOf<'seriesOptions'>,
): Promise<string | null> {
  const [info] = await redis.readAll([['ts.info', key]]);
  if (info?.ok !== true) return GONE;
  if (!hasOptions(readSeriesInfo(info.reply), after)) return CHANGED;
  const outcome = await alterChecked(redis, {
    key,
    altered: before,
    isExpected: (now) => hasOptions(now, after),
  });
  if (outcome.is === 'done') return null;
  return outcome.is === 'refused' ? outcome.failure.message : CHANGED;
}

/** A rule that was made goes, one that was deleted is made again. null when done, else why not. */
export async function restoreSeriesRule(
  { redis }: Restoring,
  { key, action, rule }: UndoEntryOf<'seriesRule'>,
): Promise<string | null> {
  const [info] = await redis.readAll([['ts.info', key]]);
  if (info?.ok !== true) return GONE;
  const now = readSeriesInfo(info.reply).rules.find((one) => equalBytes(one.key, rule.key));
  if (action === 'delete' && now !== undefined) return 'There is a rule to that series again';
  if (action === 'create' && now === undefined) return 'The rule is gone';
  if (action === 'create' && now !== undefined && !isSameRule(now, rule)) return CHANGED;
  const back = ruleCommand(key, action === 'create' ? 'delete' : 'create', rule);
  const outcome = await redis.transact(key, async () => [back]);
  if (!outcome.done) return CHANGED;
  const refused = outcome.replies.find((reply) => !reply.ok);
  return refused === undefined ? null : refused.failure.message;
}

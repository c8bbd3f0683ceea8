import { readSeriesInfo } from '../redis/series-info.ts';
import { alterChecked, hasOptions } from './alter-checked.ts';
import type { UndoEntryOf } from './entry.ts';
import type { Restoring } from './restoring.ts';

const CHANGED = 'It was changed since';

/** The earlier retention, policy and labels back, if they still are what was set. null when done, else why not. */
export async function restoreSeriesOptions(
  { redis }: Restoring,
  { key, before, after }: UndoEntryOf<'seriesOptions'>,
): Promise<string | null> {
  const [info] = await redis.readAll([['ts.info', key]]);
  if (info?.ok !== true) return 'The key is gone';
  if (!hasOptions(readSeriesInfo(info.reply), after)) return CHANGED;
  const outcome = await alterChecked(redis, {
    key,
    altered: before,
    isExpected: (now) => hasOptions(now, after),
  });
  if (outcome.is === 'done') return null;
  return outcome.is === 'refused' ? outcome.failure.message : CHANGED;
}

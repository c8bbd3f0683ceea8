import type { Handlers } from '../../rpc/handler-types.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { PlanStore } from '../../undo/plan.ts';
import { alterSeries } from './alter-series.ts';
import { changeRule } from './change-rule.ts';
import {
  addSample,
  deleteRange,
  type PlannedRange,
  planRange,
  rangeCommand,
} from './change-series.ts';
import { readSeveral } from './read-several.ts';

type Area =
  | 'series.several'
  | 'series.add'
  | 'series.planDelete'
  | 'series.applyDelete'
  | 'series.alter'
  | 'series.changeRule';

export function createSeriesEditHandlers({
  journal,
}: {
  readonly journal: UndoJournal;
}): Pick<Handlers, Area> {
  const plans = new PlanStore<PlannedRange>();
  return {
    'series.several': (input, { redis }) => readSeveral(redis, input),
    'series.add': (input, { redis, session }) => addSample({ redis, session, journal }, input),
    'series.planDelete': async ({ connection, ...range }, { redis }) => {
      const planned = await planRange(redis, range);
      const { id, expiresAtMs } = plans.add(connection, planned);
      const { samples, canUndo } = planned;
      return {
        plan: id,
        command: rangeCommand(planned),
        count: samples.length,
        canUndo,
        firstAtMs: samples[0]?.atMs ?? null,
        lastAtMs: samples.at(-1)?.atMs ?? null,
        expiresAtMs,
      };
    },
    'series.applyDelete': ({ connection, planId }, { redis, session }) =>
      deleteRange({ redis, session, journal }, plans.take(connection, planId)),
    'series.alter': (input, { redis, session }) => alterSeries({ redis, session, journal }, input),
    'series.changeRule': (input, { redis, session }) =>
      changeRule({ redis, session, journal }, input),
  };
}

import type { Handlers } from '../../rpc/handler-types.ts';
import { PlanStore } from '../../undo/plan.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { setJson } from './change-json.ts';
import { getJson } from './get-json.ts';
import { readLevel } from './read-level.ts';
import { needsJson, needsMerge, needsPlainPath } from './read-path.ts';
import { readPlaces } from './read-places.ts';
import { readTable } from './read-table.ts';
import { applyRemoval, type PlannedRemoval, planRemoval } from './remove-json.ts';

export function createJsonHandlers({
  journal,
}: {
  readonly journal: UndoJournal;
}): Pick<
  Handlers,
  | 'json.get'
  | 'json.set'
  | 'json.places'
  | 'json.planRemove'
  | 'json.applyRemove'
  | 'json.level'
  | 'json.table'
> {
  const plans = new PlanStore<PlannedRemoval>();
  return {
    'json.get': async (input, { redis, session }) => {
      needsJson(session);
      return await getJson(redis, input);
    },
    'json.set': async (input, { redis, session }) => {
      needsJson(session);
      for (const change of input.changes)
        if ('path' in change) needsPlainPath(change.path);
        else if (change.command.kind === 'merge') needsMerge(session);
      return await setJson({ redis, session, journal }, input);
    },
    'json.places': async (input, { redis, session }) => {
      needsJson(session);
      return await readPlaces(redis, input);
    },
    'json.level': async (input, { redis, session }) => {
      needsJson(session);
      return await readLevel(redis, input);
    },
    'json.table': async (input, { redis, session }) => {
      needsJson(session);
      return await readTable(redis, input);
    },
    'json.planRemove': async ({ connection, ...input }, { redis, session }) => {
      needsJson(session);
      const { planned, shown } = await planRemoval(redis, input);
      const { id, expiresAtMs } = plans.add(connection, planned);
      return { ...shown, plan: id, expiresAtMs };
    },
    'json.applyRemove': async ({ connection, planId }, { redis, session }) =>
      await applyRemoval({ redis, session, journal }, plans.take(connection, planId)),
  };
}

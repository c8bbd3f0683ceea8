import type { Handlers } from '../../rpc/handler-types.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { PlanStore } from '../../undo/plan.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { incrementJson, setJson } from './change-json.ts';
import { applyRemoval, editJson, type PlannedRemoval, planRemoval } from './edit-json.ts';
import { getJson } from './get-json.ts';
import { readLevel } from './read-level.ts';
import { needsJson, needsPlainPath } from './read-path.ts';
import { readTable } from './read-table.ts';

export function createJsonHandlers({
  journal,
}: {
  readonly journal: UndoJournal;
}): Pick<
  Handlers,
  | 'json.get'
  | 'json.set'
  | 'json.increment'
  | 'json.edit'
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
      for (const { path } of input.changes) needsPlainPath(path);
      return await setJson({ redis, session, journal }, input);
    },
    'json.increment': async (input, { redis, session }) => {
      needsJson(session);
      needsPlainPath(input.path);
      return await incrementJson({ redis, session, journal }, input);
    },
    'json.edit': async (input, { redis, session }) => {
      needsJson(session);
      if (input.edit.kind === 'merge' && !session.has('json.merge'))
        throw new AppFailure({
          code: 'unsupported',
          needs: 'JSON.MERGE',
          message: 'This server has no JSON.MERGE: it needs RedisJSON 2.6',
        });
      return await editJson({ redis, session, journal }, input);
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

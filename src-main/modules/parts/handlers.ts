import type { Handlers } from '../../rpc/handler-types.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { PlanStore } from '../../undo/plan.ts';
import { applyParts, type PlannedParts, planParts } from './change-parts.ts';

export function createPartHandlers({
  journal,
}: {
  readonly journal: UndoJournal;
}): Pick<Handlers, 'values.planParts' | 'values.applyParts'> {
  const plans = new PlanStore<PlannedParts>();
  return {
    'values.planParts': async ({ connection, key, change }, { redis, session }) => {
      const { planned, shown } = await planParts({ redis, session, journal }, key, change);
      const { id, expiresAtMs } = plans.add(connection, planned);
      return { plan: id, expiresAtMs, ...shown };
    },
    'values.applyParts': ({ connection, planId }, { redis, session, signal }) =>
      applyParts({ redis, session, journal }, plans.take(connection, planId), signal),
  };
}

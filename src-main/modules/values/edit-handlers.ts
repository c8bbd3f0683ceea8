import type { ElementRemoval } from '../../../src-shared/contract/edits.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { PlanStore } from '../../undo/plan.ts';
import { changeValue, plannedCommands } from './change-values.ts';

interface PlannedRemoval {
  readonly key: Uint8Array;
  readonly edit: ElementRemoval;
}

export function createEditHandlers({
  journal,
}: {
  readonly journal: UndoJournal;
}): Pick<Handlers, 'values.change' | 'values.planRemove' | 'values.applyRemove'> {
  const plans = new PlanStore<PlannedRemoval>();
  return {
    'values.change': ({ key, change }, { redis, session }) =>
      changeValue({ redis, session, journal }, { key, edit: change }),
    'values.planRemove': ({ connection, key, removal }) => {
      const planned = { key, edit: removal };
      const { id, expiresAtMs } = plans.add(connection, planned);
      return Promise.resolve({ plan: id, commands: plannedCommands(planned), expiresAtMs });
    },
    'values.applyRemove': ({ connection, planId }, { redis, session }) =>
      changeValue({ redis, session, journal }, plans.take(connection, planId)),
  };
}

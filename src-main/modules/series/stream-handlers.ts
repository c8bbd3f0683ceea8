import type { Handlers } from '../../rpc/handler-types.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { PlanStore } from '../../undo/plan.ts';
import { applyChange, planChange, type PlannedChange } from './change-stream.ts';
import { followStream } from './follow-stream.ts';

export function createStreamHandlers({
  journal,
}: {
  readonly journal: UndoJournal;
}): Pick<Handlers, 'streams.plan' | 'streams.apply' | 'streams.follow'> {
  const plans = new PlanStore<PlannedChange>();
  return {
    'streams.plan': async ({ connection, key, change }, { redis }) => {
      const { planned, ...shown } = await planChange({ redis, journal }, key, change);
      const { id, expiresAtMs } = plans.add(connection, planned);
      return { plan: id, expiresAtMs, ...shown };
    },
    'streams.apply': ({ connection, planId }, { redis, session }) =>
      applyChange({ redis, session, journal }, plans.take(connection, planId)),
    'streams.follow': (input, { redis, session, signal }) =>
      followStream(
        { redis, signal, isProduction: session.describe().environment === 'production' },
        input,
      ),
  };
}

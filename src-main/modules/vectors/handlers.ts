import type { Handlers } from '../../rpc/handler-types.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { PlanStore } from '../../undo/plan.ts';
import {
  type PlannedRemoval,
  planRemoval,
  removalCommand,
  removeElement,
  setAttributes,
} from './change-vectors.ts';
import { findSimilar, readElement, readInfo, readSample } from './read-vectors.ts';

type Area =
  | 'vectors.info'
  | 'vectors.sample'
  | 'vectors.element'
  | 'vectors.similar'
  | 'vectors.setAttributes'
  | 'vectors.planRemove'
  | 'vectors.applyRemove';

export function createVectorHandlers({
  journal,
}: {
  readonly journal: UndoJournal;
}): Pick<Handlers, Area> {
  const plans = new PlanStore<PlannedRemoval>();
  return {
    'vectors.info': ({ key }, { redis }) => readInfo(redis, key),
    'vectors.sample': (input, { redis }) => readSample(redis, input),
    'vectors.element': (input, { redis }) => readElement(redis, input),
    'vectors.similar': (input, { redis }) => findSimilar(redis, input),
    'vectors.setAttributes': (input, { redis, session }) =>
      setAttributes({ redis, session, journal }, input),
    'vectors.planRemove': async ({ connection, key, element }, { redis }) => {
      const place = { key, element };
      const { planned, isLast, undo } = await planRemoval({ redis, journal }, place);
      const { id, expiresAtMs } = plans.add(connection, planned);
      return { plan: id, command: removalCommand(place), isLast, undo, expiresAtMs };
    },
    'vectors.applyRemove': ({ connection, planId }, { redis, session }) =>
      removeElement({ redis, session, journal }, plans.take(connection, planId)),
  };
}

import type { PlanProgress } from '../../../src-shared/contract/keys.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { toStreamError } from '../../client/stream-failure.ts';

type Step<P> = PlanProgress | { readonly step: 'planned'; readonly plan: P };

/** The plan that these steps come to; `cancelled` when they end without one. */
export async function followPlan<P>(
  steps: AsyncIterable<Step<P>>,
  onProgress: (progress: PlanProgress) => void,
): Promise<Result<P>> {
  try {
    for await (const step of steps) {
      if (step.step === 'planned') return ok(step.plan);
      onProgress(step);
    }
  } catch (thrown) {
    return fail(toStreamError(thrown));
  }
  return fail({ code: 'cancelled', message: 'Cancelled' });
}

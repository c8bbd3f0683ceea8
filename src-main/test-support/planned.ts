import { contract, type Item } from '../../src-shared/contract/index.ts';

type Planning = 'bulk.plan' | 'transfer.exportPlan';
type PlanOf<K extends Planning> = Extract<Item<K>, { step: 'planned' }>['plan'];

/** The plan that these steps come to, each as the contract says. */
export async function planned<K extends Planning>(
  name: K,
  steps: AsyncIterable<Item<K>>,
): Promise<PlanOf<K>> {
  for await (const step of steps) {
    contract[name].item.parse(step);
    if (step.step === 'planned') return step.plan;
  }
  throw new Error('there came no plan');
}

import { randomUUID } from 'node:crypto';
import { type ConnectionId, type PlanId, planId } from '../../src-shared/contract/define.ts';
import { AppFailure } from '../rpc/app-failure.ts';

const PLAN_MS = 5 * 60_000;
/** A plan may hold a million names. */
const MOST_PLANS = 3;

interface Kept<T> {
  readonly connection: ConnectionId;
  readonly content: T;
  readonly timer: NodeJS.Timeout;
}

/** What was shown to the user before they agreed: used once, on the connection it was made for, within five minutes. */
export class PlanStore<T> {
  #plans = new Map<PlanId, Kept<T>>();

  add(connection: ConnectionId, content: T): { readonly id: PlanId; readonly expiresAtMs: number } {
    for (const oldest of [...this.#plans.keys()].slice(0, -(MOST_PLANS - 1))) this.#drop(oldest);
    const id = planId.parse(randomUUID());
    const timer = setTimeout(() => this.#drop(id), PLAN_MS);
    timer.unref();
    this.#plans.set(id, { connection, content, timer });
    return { id, expiresAtMs: Date.now() + PLAN_MS };
  }

  /** Throws `notFound` when it has expired, was used, or is of another connection. */
  take(connection: ConnectionId, id: PlanId): T {
    const content = this.look(connection, id);
    this.#drop(id);
    return content;
  }

  /** As `take`, and it stays. */
  look(connection: ConnectionId, id: PlanId): T {
    const plan = this.#plans.get(id);
    if (plan === undefined || plan.connection !== connection)
      throw new AppFailure({
        code: 'notFound',
        what: 'plan',
        message: 'What was planned has expired: look again at what would be deleted',
      });
    return plan.content;
  }

  #drop(id: PlanId): void {
    const plan = this.#plans.get(id);
    if (plan !== undefined) clearTimeout(plan.timer);
    this.#plans.delete(id);
  }
}

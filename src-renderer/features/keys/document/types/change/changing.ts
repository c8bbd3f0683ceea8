import type { OpenConnection } from '../../../../../../src-shared/contract/connections.ts';
import type { PlanId } from '../../../../../../src-shared/contract/define.ts';
import type { ChangeState, ChangeStore } from './change-store.ts';

/** What a planned change is in words. */
export interface ChangeWords<Change, Plan> {
  /** The commands that make it, as redis-cli takes them. */
  readonly commands: (change: Change) => readonly string[];
  /** What it touches; "" where its command says it all. */
  readonly impact: (change: Change, plan: Plan) => string;
  /** Whether and how it can be taken back. */
  readonly undo: (
    change: Change,
    plan: Plan,
  ) => { readonly isPossible: boolean; readonly text: string };
}

/** Changes of one value: one at a time, planned, shown, and made. */
export interface Changing<Change, Plan extends { readonly plan: PlanId }, Made> {
  readonly changes: ChangeStore<Change, Plan, Made>;
  readonly state: ChangeState<Change, Plan>;
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  /** Why it cannot be made now; null when it can. */
  readonly lockOf: (change: Change) => string | null;
  readonly words: ChangeWords<Change, Plan>;
}

import type { ConnectionId, PlanId } from '../../../../../src-shared/contract/define.ts';
import type { JsonNow } from '../../../../../src-shared/contract/json-edits.ts';
import type { JsonSteps } from '../../../../../src-shared/json-path.ts';
import { ok, type Result } from '../../../../../src-shared/result.ts';
import { offerUndo } from '../../../../app/removal/offer-undo.ts';
import type { Client } from '../../../../client/client.ts';
import type { PathRemoval } from './path-edits.ts';

export interface PathEditingOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
  /** Something was written or taken back: read again. */
  readonly onWritten: () => void;
}

/** Single places of one document: read by themselves, and removed at once after a preview, with the undo. */
export function createPathEditing({ client, connection, key, onWritten }: PathEditingOptions) {
  return {
    /** A value as it is now; of a large one its kind and size. */
    read: async (steps: JsonSteps, signal: AbortSignal): Promise<Result<JsonNow>> => {
      const input = { connection, key, places: [[...steps]] };
      const result = await client.call('json.places', input, { signal });
      return result.ok ? ok(result.value.places[0] ?? { is: 'gone' }) : result;
    },
    plan: async ({ place, removal }: PathRemoval, signal: AbortSignal) => {
      const { steps, expected } = place;
      const input = { connection, key, steps: [...steps], expected, removal };
      return await client.call('json.planRemove', input, { signal });
    },
    // Not aborted when the pane goes: a write that was sent has to be told of.
    remove: async (planId: PlanId): Promise<Result<null>> => {
      const result = await client.call('json.applyRemove', { connection, planId });
      if (!result.ok) return result;
      onWritten();
      offerUndo({ client, connection, ticket: result.value.ticket, onUndone: onWritten });
      return ok(null);
    },
  };
}

export type PathEditing = ReturnType<typeof createPathEditing>;

import type { ConnectionId, PlanId } from '../../../../../src-shared/contract/define.ts';
import type { Output } from '../../../../../src-shared/contract/index.ts';
import { ok, type Result } from '../../../../../src-shared/result.ts';
import { offerUndo } from '../../../../app/removal/offer-undo.ts';
import type { Client } from '../../../../client/client.ts';
import type { BuiltEdit, JsonPlace, PathRemoval } from './path-edits.ts';

export interface PathEditingOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
  /** Something was written or taken back: read again. */
  readonly onWritten: () => void;
}

/** The edits of one document that go to the server one by one, each with its undo. */
export function createPathEditing({ client, connection, key, onWritten }: PathEditingOptions) {
  const settle = (result: Result<Output<'json.edit'>>): Result<null> => {
    if (!result.ok) return result;
    onWritten();
    offerUndo({ client, connection, ticket: result.value.ticket, onUndone: onWritten });
    return ok(null);
  };
  // None of these is aborted when the pane goes: a write that was sent has to be told of.
  return {
    edit: async ({ steps, expected }: JsonPlace, built: BuiltEdit): Promise<Result<null>> => {
      if (built.kind === 'edit') {
        const input = { connection, key, steps: [...steps], expected, edit: built.edit };
        return settle(await client.call('json.edit', input));
      }
      const { path, value, expected: before } = built;
      const input = { connection, key, changes: [{ path, value, expected: before }] };
      return settle(await client.call('json.set', input));
    },
    plan: async ({ place, removal }: PathRemoval, signal: AbortSignal) => {
      const { steps, expected } = place;
      const input = { connection, key, steps: [...steps], expected, removal };
      return await client.call('json.planRemove', input, { signal });
    },
    remove: async (planId: PlanId): Promise<Result<null>> =>
      settle(await client.call('json.applyRemove', { connection, planId })),
  };
}

export type PathEditing = ReturnType<typeof createPathEditing>;

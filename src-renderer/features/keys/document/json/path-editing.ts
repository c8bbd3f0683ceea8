import type { ConnectionId, PlanId } from '../../../../../src-shared/contract/define.ts';
import type { Output } from '../../../../../src-shared/contract/index.ts';
import { formatJsonPath, type JsonSteps } from '../../../../../src-shared/json-path.ts';
import { ok, type Result } from '../../../../../src-shared/result.ts';
import { offerUndo } from '../../../../app/removal/offer-undo.ts';
import type { Client } from '../../../../client/client.ts';
import { valueInAnswer } from './json-change.ts';
import { type BuiltEdit, type JsonPlace, type PathRemoval, placeOfText } from './path-edits.ts';

export interface PathEditingOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
  /** Something was written or taken back: read again. */
  readonly onWritten: () => void;
}

export type ReadPlace =
  | { readonly is: 'place'; readonly place: JsonPlace }
  | { readonly is: 'tooLarge'; readonly bytes: number }
  | { readonly is: 'gone' };

/** The edits of one document that go to the server one by one, each with its undo. */
export function createPathEditing({ client, connection, key, onWritten }: PathEditingOptions) {
  const settle = (result: Result<Pick<Output<'json.edit'>, 'ticket'>>): Result<null> => {
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
    /** JSON.NUMINCRBY: right whatever somebody else does to the number meanwhile. */
    increment: async (path: string, by: string): Promise<Result<null>> =>
      settle(await client.call('json.increment', { connection, key, path, by })),
    /** A value as a place with its text, read now; `tooLarge` is not read. */
    read: async (steps: JsonSteps, signal: AbortSignal): Promise<Result<ReadPlace>> => {
      const path = formatJsonPath(steps);
      const input = { connection, key, path, evenIfLarge: false };
      const result = await client.call('json.get', input, { signal });
      if (!result.ok) return result;
      if (result.value.kind === 'tooLarge')
        return ok({ is: 'tooLarge', bytes: result.value.bytes });
      const text = valueInAnswer(path, result.value.text);
      return ok(text === null ? { is: 'gone' } : { is: 'place', place: placeOfText(steps, text) });
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

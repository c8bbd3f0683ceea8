import { createStore } from 'zustand/vanilla';
import type {
  EditOutcome,
  Present,
  ValueEdit,
} from '../../../../../../src-shared/contract/edits.ts';
import type { ConnectionId, Ticket } from '../../../../../../src-shared/contract/define.ts';
import type { AppError, Result } from '../../../../../../src-shared/result.ts';
import type { Client } from '../../../../../client/client.ts';
import { type EditDraft, isRemoval, rebased, rebasedDraft } from './edit-draft.ts';

export type EditState =
  | { readonly status: 'idle' }
  | {
      readonly status: 'editing' | 'saving';
      readonly draft: EditDraft;
      readonly texts: readonly string[];
      readonly error: AppError | null;
    }
  | {
      readonly status: 'conflict';
      readonly draft: EditDraft;
      readonly edit: ValueEdit;
      readonly now: Present;
      readonly texts: readonly string[];
    };

export interface EditOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
}

async function send(
  { client, connection, key }: EditOptions,
  edit: ValueEdit,
): Promise<Result<EditOutcome>> {
  if (!isRemoval(edit))
    return await client.call('values.change', { connection, key, change: edit });
  const plan = await client.call('values.planRemove', { connection, key, removal: edit });
  if (!plan.ok) return plan;
  return await client.call('values.applyRemove', { connection, planId: plan.value.plan });
}

/** The one edit of a value that is under way. */
export function createEditStore(options: EditOptions) {
  const store = createStore<EditState>(() => ({ status: 'idle' }));
  let onSaved: (ticket: Ticket) => void = () => undefined;

  const run = async (
    edit: ValueEdit,
    at: { readonly draft: EditDraft; readonly texts: readonly string[] },
  ): Promise<void> => {
    const { draft, texts } = at;
    store.setState({ status: 'saving', draft, texts, error: null }, true);
    const result: Result<EditOutcome> = await send(options, edit);
    if (!result.ok)
      return store.setState({ status: 'editing', draft, texts, error: result.error }, true);
    if (result.value.outcome === 'conflict')
      return store.setState(
        { status: 'conflict', draft, texts, edit, now: result.value.now },
        true,
      );
    store.setState({ status: 'idle' }, true);
    onSaved(result.value.ticket);
  };

  return {
    store,
    /** What follows on a change that was made: the last one given. */
    whenSaved: (then: (ticket: Ticket) => void): void => {
      onSaved = then;
    },
    start: (draft: EditDraft): void => {
      if (store.getState().status === 'saving') return;
      const texts = draft.parts.map(({ text }) => text);
      store.setState({ status: 'editing', draft, texts, error: null }, true);
    },
    /** The same change, written in another form. */
    carry: (draft: EditDraft, text: string): void => {
      if (store.getState().status !== 'editing') return;
      store.setState({ status: 'editing', draft, texts: [text], error: null }, true);
    },
    write: (index: number, text: string): void => {
      const state = store.getState();
      if (state.status !== 'editing') return;
      const texts = state.texts.map((last, at) => (at === index ? text : last));
      store.setState({ ...state, texts, error: null }, true);
    },
    cancel: (): void => {
      if (store.getState().status !== 'saving') store.setState({ status: 'idle' }, true);
    },
    save: async (): Promise<void> => {
      const state = store.getState();
      if (state.status !== 'editing') return;
      const edit = state.draft.edit(...state.texts);
      if (typeof edit !== 'string') await run(edit, state);
    },
    /** Goes on writing, over what is there now. */
    editOn: (text: string): void => {
      const state = store.getState();
      if (state.status !== 'conflict') return;
      const draft = rebasedDraft(state.draft, state.now);
      store.setState({ status: 'editing', draft, texts: [text], error: null }, true);
    },
    /** Mine over what is there now. */
    overwrite: async (): Promise<void> => {
      const state = store.getState();
      if (state.status !== 'conflict') return;
      const edit = rebased(state.edit, state.now);
      if (edit !== null) await run(edit, state);
    },
  };
}
export type EditStore = ReturnType<typeof createEditStore>;

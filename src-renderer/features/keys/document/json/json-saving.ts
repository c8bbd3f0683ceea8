import type { Ticket } from '../../../../../src-shared/contract/define.ts';
import { jsonPath } from '../../../../../src-shared/json-path.ts';
import { type AppError, ok, type Result } from '../../../../../src-shared/result.ts';
import { offerUndo } from '../../../../app/removal/offer-undo.ts';
import { answerText, type JsonChange, valueInAnswer } from './json-change.ts';
import type { JsonEditing } from './json-editing.ts';
import { idle, type JsonDocument, type JsonDocumentOptions, patchReady } from './json-store.ts';

type Saved =
  | { readonly kind: 'saved'; readonly ticket: Ticket }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'failed'; readonly error: AppError };

/** Writing: main reads the path again first, and writes only over what was read here. */
export function createJsonSaving(
  document: JsonDocument,
  editing: JsonEditing,
  options: JsonDocumentOptions,
) {
  const { client, connection, key, drafts, onWritten } = options;
  const { store, load } = document;

  const reread = (): void => {
    onWritten();
    void load();
  };
  const offer = (ticket: Ticket, detail?: string): void => {
    offerUndo({ client, connection, ticket, onUndone: reread, detail });
  };

  // Not aborted when the pane goes: a write that was sent has to be told of.
  const saveOne = async (change: JsonChange): Promise<Saved> => {
    const { path, after: value, before } = change;
    const expected = answerText(path, before);
    const result = await client.call('json.set', { connection, key, path, value, expected });
    if (result.ok) {
      drafts.drop(key, path);
      return { kind: 'saved', ticket: result.value.ticket };
    }
    if (result.error.code === 'notFound') options.onGone();
    if (result.error.code !== 'conflict') return { kind: 'failed', error: result.error };
    const text = valueInAnswer(path, result.error.current);
    drafts.put(key, { ...change, theirs: { text } });
    return { kind: 'conflict' };
  };

  const saveAll = async (changes: readonly JsonChange[]): Promise<void> => {
    if (store.getState().status !== 'ready' || changes.length === 0 || !editing.finish()) return;
    patchReady(store, { saving: { status: 'running' } });
    const tickets: Ticket[] = [];
    let error: AppError | null = null;
    for (const change of changes) {
      const saved = await saveOne(change);
      if (saved.kind === 'saved') tickets.push(saved.ticket);
      if (saved.kind === 'failed') {
        error = saved.error;
        break;
      }
    }
    patchReady(store, { saving: error === null ? idle : { status: 'failed', error } });
    const last = tickets.at(-1);
    if (last === undefined) return;
    reread();
    const others = tickets.length - 1;
    offer(last, others === 0 ? undefined : `${others} more saved; Undo takes back the last one`);
  };

  return {
    /** Every pending change that is not in conflict. */
    save: (): Promise<void> => saveAll(drafts.of(key).filter(({ theirs }) => theirs === null)),
    /** Writes over what somebody else has written, as it was shown. */
    overwrite: async (path: string): Promise<void> => {
      const change = drafts.of(key).find((one) => one.path === path);
      if (change?.theirs?.text === undefined || change.theirs.text === null) return;
      const mine = { ...change, before: change.theirs.text, theirs: null };
      await saveAll([mine]);
    },
    /** Goes on with both changes in one: a pending change of what is there now. */
    keepMerged: (path: string, merged: string): void => {
      const change = drafts.of(key).find((one) => one.path === path);
      if (change?.theirs?.text === undefined || change.theirs.text === null) return;
      const { text } = change.theirs;
      if (merged === text) editing.revert(path);
      else drafts.put(key, { ...change, before: text, after: merged, theirs: null });
      void load();
    },
    takeTheirs: (path: string): void => {
      editing.revert(path);
      void load();
    },
    increment: async (node: number, by: string): Promise<Result<string>> => {
      const state = store.getState();
      if (state.status !== 'ready') return ok('');
      const path = jsonPath(state.json, node);
      const result = await client.call('json.increment', { connection, key, path, by });
      if (!result.ok) return result;
      reread();
      offer(result.value.ticket);
      return ok(result.value.value);
    },
  };
}

export type JsonSaving = ReturnType<typeof createJsonSaving>;

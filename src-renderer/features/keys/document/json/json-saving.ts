import type { Ticket } from '../../../../../src-shared/contract/define.ts';
import { offerUndo } from '../../../../app/removal/offer-undo.ts';
import { answerText, type CommandChange, type JsonChange } from './json-change.ts';
import type { JsonEditing } from './json-editing.ts';
import { rebased } from './pending-commands.ts';
import { idle, type JsonDocument, type JsonDocumentOptions, patchReady } from './json-store.ts';

/** Writing: main reads the paths again first, and writes only over what was read here. */
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
  const offer = (ticket: Ticket): void => {
    offerUndo({ client, connection, ticket, onUndone: reread });
  };

  // Not aborted when the pane goes: a write that was sent has to be told of.
  const saveAll = async (changes: readonly JsonChange[]): Promise<void> => {
    if (store.getState().status !== 'ready' || changes.length === 0 || !editing.finish()) return;
    patchReady(store, { saving: { status: 'running' } });
    const result = await client.call('json.set', {
      connection,
      key,
      changes: changes.map(({ steps, path, before, ...change }) =>
        change.command === null
          ? { path, value: change.after, expected: answerText(path, before) }
          : { steps: [...steps], command: change.command.edit, expected: before },
      ),
    });
    if (result.ok) {
      for (const { path } of changes) drafts.drop(key, path);
      patchReady(store, { saving: idle });
      reread();
      offer(result.value.ticket);
      return;
    }
    const { error } = result;
    if (error.code === 'notFound') options.onGone();
    if (error.code !== 'conflict')
      return patchReady(store, { saving: { status: 'failed', error } });
    // Nothing was written: what is there now says which of them are in conflict.
    for (const change of changes) drafts.put(key, change);
    await load();
    const stillClash = drafts.of(key).some(({ theirs }) => theirs !== null);
    patchReady(store, { saving: stillClash ? idle : { status: 'failed', error } });
  };

  return {
    /** Every pending change that is not in conflict. */
    save: (): Promise<void> => saveAll(drafts.of(key).filter(({ theirs }) => theirs === null)),
    /** Writes over what somebody else has written, as it was shown. */
    overwrite: async (path: string): Promise<void> => {
      const change = drafts.of(key).find((one) => one.path === path);
      if (change?.command !== null || change.theirs === null || change.theirs.text === null) return;
      const mine = { ...change, before: change.theirs.text, theirs: null };
      await saveAll([mine]);
    },
    /** Goes on with both changes in one: a pending change of what is there now. */
    keepMerged: (path: string, merged: string): void => {
      const change = drafts.of(key).find((one) => one.path === path);
      if (change?.command !== null || change.theirs === null || change.theirs.text === null) return;
      const { text } = change.theirs;
      if (merged === text) editing.revert(path);
      else drafts.put(key, { ...change, before: text, after: merged, theirs: null });
      void load();
    },
    /** Goes on with the same command on what is there now: a pending change, shown before it is saved. */
    reapply: (change: CommandChange): void => {
      const next = rebased(change);
      if (next === null) return;
      drafts.put(key, next);
      void load();
    },
    takeTheirs: (path: string): void => {
      editing.revert(path);
      void load();
    },
  };
}

export type JsonSaving = ReturnType<typeof createJsonSaving>;

import { createStore } from 'zustand/vanilla';
import type { Ticket } from '../../../../../src-shared/contract/define.ts';
import { offerUndo } from '../../../../app/removal/offer-undo.ts';
import { answerText, type CommandChange, type JsonChange } from './json-change.ts';
import type { JsonEditing } from './json-editing.ts';
import { overwriting, rebased } from './pending-commands.ts';
import { idle, type JsonDocument, type JsonDocumentOptions, type Work } from './json-store.ts';

export interface JsonSavingOptions extends JsonDocumentOptions {
  /** Reads what is shown of the document again, and compares the pending changes with it. */
  readonly reread: () => Promise<void>;
}

/** Writing: main reads the paths again first, and writes only over what was read here. */
export function createJsonSaving(
  document: JsonDocument,
  editing: JsonEditing,
  options: JsonSavingOptions,
) {
  const { client, connection, key, drafts, onWritten, reread } = options;
  const store = createStore<Work>(() => idle);

  const written = (): void => {
    onWritten();
    void reread();
  };
  const offer = (ticket: Ticket): void => {
    offerUndo({ client, connection, ticket, onUndone: written });
  };

  // Not aborted when the pane goes: a write that was sent has to be told of.
  const saveAll = async (changes: readonly JsonChange[]): Promise<void> => {
    const { status } = document.store.getState();
    const isShown = status === 'ready' || status === 'tooLarge';
    if (!isShown || changes.length === 0 || !editing.finish()) return;
    store.setState({ status: 'running' }, true);
    const result = await client.call('json.set', {
      connection,
      key,
      changes: changes.map(({ steps, path, ...change }) =>
        change.command === null
          ? { path, value: change.after, expected: answerText(path, change.before) }
          : {
              steps: [...steps],
              command: change.command.edit,
              expected: change.command.expected,
            },
      ),
    });
    if (result.ok) {
      for (const { path } of changes) drafts.drop(key, path);
      store.setState(idle, true);
      written();
      offer(result.value.ticket);
      return;
    }
    const { error } = result;
    if (error.code === 'notFound') options.onGone();
    if (error.code !== 'conflict') {
      store.setState({ status: 'failed', error }, true);
      return;
    }
    // Nothing was written: what is there now says which of them are in conflict.
    for (const change of changes) drafts.put(key, change);
    await reread();
    const stillClash = drafts.of(key).some(({ theirs }) => theirs !== null);
    store.setState(stillClash ? idle : { status: 'failed', error }, true);
  };

  const changeAt = (path: string): JsonChange | undefined =>
    drafts.of(key).find((one) => one.path === path);

  return {
    store,
    /** Every pending change that is not in conflict. */
    save: (): Promise<void> => saveAll(drafts.of(key).filter(({ theirs }) => theirs === null)),
    /** Writes over what somebody else has written, as it was shown. */
    overwrite: async (path: string): Promise<void> => {
      const change = changeAt(path);
      const mine = change === undefined ? null : overwriting(change);
      if (mine !== null) await saveAll([mine]);
    },
    /** Goes on with both changes in one: a pending change of what is there now. */
    keepMerged: (path: string, merged: string): void => {
      const change = changeAt(path);
      const mine = change === undefined ? null : overwriting(change);
      if (mine === null) return;
      if (merged === mine.before) editing.revert(path);
      else drafts.put(key, { ...mine, after: merged });
      void reread();
    },
    /** Goes on with the same command on what is there now: a pending change, shown before it is saved. */
    reapply: (change: CommandChange): void => {
      const next = rebased(change);
      if (next === null) return;
      drafts.put(key, next);
      void reread();
    },
    takeTheirs: (path: string): void => {
      editing.revert(path);
      void reread();
    },
  };
}

export type JsonSaving = ReturnType<typeof createJsonSaving>;

import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ValueEdit } from '../../../../../../src-shared/contract/edits.ts';
import { editCommands } from '../../../../../../src-shared/edit-commands.ts';
import { offerUndo } from '../../../../../app/removal/offer-undo.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { toasts } from '../../../../../ui/toast-store.ts';
import { useLatest } from '../../../../../ui/use-latest.ts';
import { writeLock } from '../../../../../app/write-lock.ts';
import type { ValueProps } from '../value-props.ts';
import { dropWritten } from './drop-written.ts';
import type { EditDraft } from './edit-draft.ts';
import type { EditState, EditStore } from './edit-store.ts';
import { type KeptEdit, keptEditsOf } from './kept-edits.ts';

export interface Editing {
  readonly edits: EditStore;
  /** With the other changes of the value: one of them is written at a time. */
  readonly kept: KeptEdit;
  readonly state: EditState;
  readonly keyName: Uint8Array;
  readonly start: (draft: EditDraft) => void;
  /** Another number when an edit that is open already was asked for again: it takes the keyboard. */
  readonly askedAgain: number;
  /** Saves what is written, unless it is wrong; why writing is locked is said. */
  readonly save: () => void;
  /** Why it cannot be saved now; null when it can. */
  readonly lockOf: (edit: ValueEdit) => string | null;
  readonly onReload: () => void;
}

/** Editing of one value: one change at a time, saved with its undo. */
export function useEditing({ connection, keyName, onReload }: ValueProps): Editing {
  const client = useClient();
  const reload = useLatest(onReload);
  const [kept] = useState(() => keptEditsOf(client, connection.id).of(keyName));
  const { edits } = kept;
  useEffect(() => {
    edits.whenSaved((ticket) => {
      offerUndo({ client, connection: connection.id, ticket, onUndone: reload });
      reload();
    });
    return kept.show();
  }, [kept, edits, client, connection.id, reload]);
  const state = useStore(edits.store);
  const lockOf = (edit: ValueEdit): string | null => {
    const names = editCommands(keyName, edit).map(([name]) => name);
    return names.map((name) => writeLock(connection, name)).find((lock) => lock !== null) ?? null;
  };
  const save = () => {
    if (state.status !== 'editing') return;
    const edit = state.draft.edit(...state.texts);
    if (typeof edit === 'string') return;
    const lock = lockOf(edit);
    if (lock === null) void edits.save();
    else toasts.show({ tone: 'error', message: `Not saved: ${state.draft.title}`, detail: lock });
  };
  const [askedAgain, setAskedAgain] = useState(0);
  const start = (draft: EditDraft) => {
    const { rowId, title } = draft;
    if (state.status === 'editing' && state.draft.rowId === rowId && state.draft.title === title) {
      setAskedAgain((last) => last + 1);
      return;
    }
    dropWritten(edits, () => {
      kept.parts.cancel();
      edits.start(draft);
    });
  };
  return { edits, kept, state, keyName, start, askedAgain, save, lockOf, onReload: reload };
}

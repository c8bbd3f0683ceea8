import { createStore } from 'zustand/vanilla';
import { toBinaryString } from '../../../../../../src-shared/redis-value.ts';
import { noteUnsaved } from '../../../../../app/unsaved-store.ts';
import { perConnection } from '../../../../../client/per-connection.ts';
import {
  type ChangeState,
  type ChangeStore,
  createChangeStore,
} from '../stream/change/change-store.ts';
import { createEditStore, type EditState, type EditStore } from './edit-store.ts';

/** Begun: the fields are open. Changed: something was written in them. */
export type EditProgress = 'begun' | 'changed';

export interface KeptEdit {
  readonly edits: EditStore;
  readonly changes: ChangeStore;
  /** It is on screen, and kept without an edit, too, until the end that is given back. */
  show(): () => void;
}

function progressOf(edit: EditState, change: ChangeState): EditProgress | null {
  if (edit.status === 'conflict') return 'changed';
  const open = [
    ...(edit.status === 'idle' ? [] : [edit]),
    ...(change.status === 'idle' ? [] : [change]),
  ];
  if (open.length === 0) return null;
  const isWritten = open.some(({ draft: { parts }, texts }) =>
    texts.some((text, at) => text !== (parts[at]?.text ?? '')),
  );
  return isWritten ? 'changed' : 'begun';
}

/** The edits of a connection's values that are under way: they outlive the pane that shows them. */
export const keptEditsOf = perConnection((client, connection) => {
  const progress = createStore<{ readonly keys: ReadonlyMap<string, EditProgress> }>(() => ({
    keys: new Map(),
  }));
  const all = new Map<string, KeptEdit>();
  progress.subscribe(({ keys }) => {
    const changed = [...keys].flatMap(([key, now]) => (now === 'changed' ? [key] : []));
    noteUnsaved(connection, 'values', changed);
  });

  const create = (key: Uint8Array): KeptEdit => {
    const options = { client, connection, key };
    const edits = createEditStore(options);
    const changes = createChangeStore(options);
    const id = toBinaryString(key);
    let shown = 0;
    const follow = (): void => {
      const now = progressOf(edits.store.getState(), changes.store.getState());
      if (now === null && shown === 0) all.delete(id);
      const { keys } = progress.getState();
      if ((keys.get(id) ?? null) === now) return;
      const next = new Map(keys);
      if (now === null) next.delete(id);
      else next.set(id, now);
      progress.setState({ keys: next });
    };
    edits.store.subscribe(follow);
    changes.store.subscribe(follow);
    const kept: KeptEdit = {
      edits,
      changes,
      show(): () => void {
        all.set(id, kept);
        shown += 1;
        return () => {
          shown -= 1;
          follow();
        };
      },
    };
    return kept;
  };

  const of = (key: Uint8Array): KeptEdit => all.get(toBinaryString(key)) ?? create(key);
  const discard = (key: Uint8Array): void => {
    const kept = all.get(toBinaryString(key));
    kept?.edits.cancel();
    kept?.changes.cancel();
  };
  return {
    progress,
    of,
    progressOf: (key: Uint8Array): EditProgress | null =>
      progress.getState().keys.get(toBinaryString(key)) ?? null,
    discard,
    /** The key was renamed: what is being written goes with it. */
    move(from: Uint8Array, to: Uint8Array): void {
      const last = all.get(toBinaryString(from));
      if (last === undefined) return;
      const edit = last.edits.store.getState();
      const change = last.changes.store.getState();
      const next = of(to);
      all.set(toBinaryString(to), next);
      // What is being sent settles under the old name.
      if (edit.status !== 'saving') next.edits.store.setState(edit, true);
      if (change.status === 'open' && change.plan.is !== 'applying') {
        next.changes.store.setState(change, true);
        next.changes.lookAgain();
      }
      discard(from);
    },
    dispose(): void {
      for (const { changes } of all.values()) changes.dispose();
      all.clear();
      progress.setState({ keys: new Map() });
    },
  };
});

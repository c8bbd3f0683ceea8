import type { PlanId } from '../../../../../../src-shared/contract/define.ts';
import { createStore } from 'zustand/vanilla';
import { toBinaryString } from '../../../../../../src-shared/redis-value.ts';
import { noteUnsaved } from '../../../../../app/unsaved-store.ts';
import { perConnection } from '../../../../../client/per-connection.ts';
import type { PartsChange } from '../../../../../../src-shared/contract/part-changes.ts';
import type { StreamChange } from '../../../../../../src-shared/contract/stream-changes.ts';
import type { Output } from '../../../../../../src-shared/contract/index.ts';
import { type ChangeStore, createChangeStore } from '../change/change-store.ts';
import { isWritten } from './edit-draft.ts';
import { createEditStore, type EditState, type EditStore } from './edit-store.ts';

/** Begun: the fields are open. Changed: something was written in them. */
export type EditProgress = 'begun' | 'changed';

type StreamChanges = ChangeStore<StreamChange, Output<'streams.plan'>, Output<'streams.apply'>>;
export type PartChanges = ChangeStore<
  PartsChange,
  Output<'values.planParts'>,
  Output<'values.applyParts'>
>;

export interface KeptEdit {
  readonly edits: EditStore;
  /** Of a stream. */
  readonly changes: StreamChanges;
  /** Of several parts of a collection. */
  readonly parts: PartChanges;
  /** It is on screen, and kept without an edit, too, until the end that is given back. */
  show(): () => void;
}

interface Written {
  readonly draft: { readonly parts: readonly { readonly text: string }[] };
  readonly texts: readonly string[];
}

/** What is open of them, to be compared with what it began as. */
const openOf = (
  states: readonly (({ readonly status: string } & Written) | { readonly status: 'idle' })[],
): Written[] => states.flatMap((state) => ('draft' in state ? [state] : []));

function progressOf(edit: EditState, open: readonly Written[]): EditProgress | null {
  if (edit.status === 'conflict') return 'changed';
  if (open.length === 0) return null;
  return open.some(({ draft, texts }) => isWritten(draft, texts)) ? 'changed' : 'begun';
}

function moveChange<Change, Plan extends { readonly plan: PlanId }, Made>(
  from: ChangeStore<Change, Plan, Made>,
  to: ChangeStore<Change, Plan, Made>,
): void {
  const change = from.store.getState();
  if (change.status !== 'open' || change.plan.is === 'applying') return;
  to.store.setState(change, true);
  to.lookAgain();
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
    const changes: StreamChanges = createChangeStore({
      plan: (change, signal) =>
        client.call('streams.plan', { connection, key, change }, { signal }),
      apply: (planId) => client.call('streams.apply', { connection, planId }),
    });
    const parts: PartChanges = createChangeStore({
      plan: (change, signal) =>
        client.call('values.planParts', { connection, key, change }, { signal }),
      apply: (planId) => client.call('values.applyParts', { connection, planId }),
    });
    const id = toBinaryString(key);
    let shown = 0;
    const follow = (): void => {
      const edit = edits.store.getState();
      const now = progressOf(
        edit,
        openOf([edit, changes.store.getState(), parts.store.getState()]),
      );
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
    parts.store.subscribe(follow);
    const kept: KeptEdit = {
      edits,
      changes,
      parts,
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
    kept?.parts.cancel();
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
      const next = of(to);
      all.set(toBinaryString(to), next);
      // What is being sent settles under the old name.
      if (edit.status !== 'saving') next.edits.store.setState(edit, true);
      moveChange(last.changes, next.changes);
      moveChange(last.parts, next.parts);
      discard(from);
    },
    dispose(): void {
      for (const { changes, parts } of all.values()) {
        changes.dispose();
        parts.dispose();
      }
      all.clear();
      progress.setState({ keys: new Map() });
    },
  };
});

import type { ElementRemoval, ValueChange } from '../../src-shared/contract/edits.ts';
import { contract } from '../../src-shared/contract/index.ts';
import { createEditHandlers } from '../modules/values/edit-handlers.ts';
import type { Session } from '../redis/session.ts';
import { UndoJournal } from '../undo/journal.ts';
import { contextOf } from './handler-context.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { undoingOf } from './undoing.ts';

/** Edits of one key as the app makes them, with their undo. */
export async function editingOf(session: Session, key: Uint8Array) {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const edits = createEditHandlers({ journal });
  const { undo } = undoingOf(session, { journal });
  const context = contextOf(session);
  const connection = session.id;
  const change = async (edit: ValueChange) =>
    contract['values.change'].output.parse(
      await edits['values.change']({ connection, key, change: edit }, context),
    );
  const remove = async (removal: ElementRemoval) => {
    const { plan } = await edits['values.planRemove']({ connection, key, removal }, context);
    return contract['values.applyRemove'].output.parse(
      await edits['values.applyRemove']({ connection, planId: plan }, context),
    );
  };
  const done = (outcome: Awaited<ReturnType<typeof change>>) => {
    if (outcome.outcome !== 'done') throw new Error(JSON.stringify(outcome.now));
    return outcome.ticket;
  };
  return {
    change,
    remove,
    done,
    undo: async (outcome: Awaited<ReturnType<typeof change>>) => await undo(done(outcome)),
  };
}

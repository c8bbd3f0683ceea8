import type { Handlers } from '../../rpc/handler-types.ts';
import { latest } from '../../rpc/latest.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { undoTicket } from '../../undo/restore.ts';
import { undoScope } from '../../undo/undo-scope.ts';

export function createUndoHandlers({
  journal,
}: {
  readonly journal: UndoJournal;
}): Pick<Handlers, 'undo.watch' | 'undo.run'> {
  return {
    'undo.watch': (_input, { session, signal }) => {
      const scope = undoScope(session);
      return latest(
        () => journal.list(scope),
        (changed) => journal.watch(changed),
        signal,
      );
    },
    'undo.run': ({ ticket }, { redis, session, signal }) =>
      undoTicket({ redis, session, journal, signal }, ticket),
  };
}

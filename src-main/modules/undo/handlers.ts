import type { TicketId } from '../../../src-shared/contract/define.ts';
import type { JobRunner } from '../../jobs/job-runner.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import { latest } from '../../rpc/latest.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import type { KeptTicket } from '../../undo/kept-ticket.ts';
import { checkTicket, previewTicket } from '../../undo/ticket-preview.ts';
import { undoScope } from '../../undo/undo-scope.ts';
import { followHistory } from './follow-history.ts';
import { startUndo } from './start-undo.ts';

interface Needs {
  readonly journal: UndoJournal;
}

interface UndoNeeds extends Needs {
  readonly jobs: JobRunner;
}

/** What the history of all servers needs beside. */
interface HistoryNeeds extends Needs {
  readonly pool: SessionPool;
}

function keptOf(journal: UndoJournal, id: TicketId): KeptTicket {
  const ticket = journal.find(id);
  if (ticket !== null) return ticket;
  throw new AppFailure({
    code: 'notFound',
    what: 'ticket',
    message: 'Nothing is kept of this change any more',
  });
}

export function createUndoHandlers({
  journal,
  jobs,
}: UndoNeeds): Pick<Handlers, 'undo.watch' | 'undo.run' | 'undo.check'> {
  return {
    'undo.watch': (_input, { session, signal }) => {
      const scope = undoScope(session);
      return latest(
        () => journal.list(scope),
        (changed) => journal.watch(changed),
        signal,
      );
    },
    'undo.run': async ({ ticket }, { redis, session }) => ({
      job: startUndo({ redis, session, journal, jobs }, ticket),
    }),
    'undo.check': async ({ ticket }, { redis, session }) => {
      const kept = keptOf(journal, ticket);
      if (kept.meta.scope !== undoScope(session))
        throw new AppFailure({
          code: 'notFound',
          what: 'ticket',
          message: 'This change was made on another server or database',
        });
      return await checkTicket(kept, redis, session);
    },
  };
}

export function createHistoryHandlers({
  journal,
  pool,
}: HistoryNeeds): Pick<
  Handlers,
  'undo.history' | 'undo.preview' | 'undo.conflicts' | 'undo.forget'
> {
  return {
    'undo.history': (_input, { signal }) => followHistory(journal, pool, signal),
    'undo.preview': async ({ ticket }) => await previewTicket(keptOf(journal, ticket)),
    'undo.conflicts': async ({ ticket }) => ({
      conflicts: journal.history.get(ticket)?.lastUndo?.conflicts ?? [],
    }),
    'undo.forget': async ({ ticket }) => ({ freedBytes: await journal.forget(ticket) }),
  };
}

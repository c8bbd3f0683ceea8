import type { TicketId } from '../../../src-shared/contract/define.ts';
import type { JobId } from '../../../src-shared/contract/jobs.ts';
import type { JobRunner } from '../../jobs/job-runner.ts';
import type { DestroyClient } from '../../redis/clients.ts';
import type { Session } from '../../redis/session.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { countOf, ticketOf } from '../../undo/kept-ticket.ts';
import { undoScope } from '../../undo/undo-scope.ts';
import { undoTicket } from '../../undo/undo-ticket.ts';

interface Undoing {
  readonly redis: DestroyClient;
  readonly session: Session;
  readonly journal: UndoJournal;
  readonly jobs: JobRunner;
}

/** Begins to take a change back; throws when there is nothing to take back on this server, or it runs already. */
export function startUndo({ redis, session, journal, jobs }: Undoing, id: TicketId): JobId {
  const kept = journal.usable(undoScope(session), id);
  const { title, command } = ticketOf(kept);
  return jobs.start(
    {
      connection: session.id,
      kind: 'undo',
      title: `Undo: ${title}`,
      command: `Takes back: ${command}`,
      total: countOf(kept.file),
    },
    async (control) => {
      await undoTicket({ redis, session, journal, control }, id);
      const rest = journal.find(id);
      return { ticket: rest === null ? null : ticketOf(rest) };
    },
  );
}

import type { ChangedServer } from '../../src-shared/contract/undo.ts';
import type { Session } from '../redis/session.ts';

/** The server and database that a ticket belongs to. The sandbox has another port each time; a profile may be edited. */
export function undoScope(session: Session): string {
  const { sandbox, address, db } = session.describe();
  return sandbox ? `sandbox/${db}` : `${session.memoryKey} ${address}/${db}`;
}

/** The same with the names that the history shows, also when the server is not open any more. */
export function undoPlace(session: Session): {
  readonly scope: string;
  readonly server: ChangedServer;
} {
  const { name, address, db, environment, sandbox, profile } = session.describe();
  return {
    scope: undoScope(session),
    server: { name, address, db, environment, sandbox, profile },
  };
}

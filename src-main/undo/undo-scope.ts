import type { Session } from '../redis/session.ts';

/** The server and database that a ticket belongs to. The sandbox has another port each time; a profile may be edited. */
export function undoScope(session: Session): string {
  const { sandbox, address, db } = session.describe();
  return sandbox ? `sandbox/${db}` : `${session.memoryKey} ${address}/${db}`;
}

import type { Session } from '../redis/session.ts';

/** What a handler of a connection gets, with a signal that is never aborted unless one is given. */
export function contextOf(session: Session, signal: AbortSignal = new AbortController().signal) {
  return { signal, session, redis: session.client };
}

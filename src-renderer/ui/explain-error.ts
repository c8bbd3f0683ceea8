import { type AppError, assertNever } from '../../src-shared/result.ts';

export interface Explanation {
  /** What happened, for people. */
  readonly what: string;
  /** The server's or the system's own words; null where there are none. */
  readonly words: string | null;
  /** What to do, or what is true now; null where `what` says it all. */
  readonly hint: string | null;
}

const plain = (what: string, hint: string | null = null): Explanation => ({
  what,
  words: null,
  hint,
});

/** What to do about an error reply, by its first word. */
const replyHints: Readonly<Record<string, string>> = {
  NOPERM: 'Connect as a user that may, or have it granted with ACL SETUSER.',
  READONLY: 'This server is a replica: connect to its primary to write.',
  OOM: 'The server is at its memory limit: free some there, or raise maxmemory.',
  MISCONF: 'The server takes no writes since it could not save its data: its log says why.',
  LOADING: 'The server is loading its data: try again when it has.',
  BUSY: 'A script has been running for long: SCRIPT KILL ends it where it has not written.',
};

/** What a notice says of an error. */
export function explainError(error: AppError): Explanation {
  switch (error.code) {
    case 'redis.offline':
    case 'redis.auth':
      return { what: error.message, words: error.cause, hint: error.hint };
    case 'redis.reply':
      return {
        what: `${error.command.toUpperCase()} was refused.`,
        words: error.message,
        hint: replyHints[error.prefix] ?? null,
      };
    case 'redis.unknownOutcome':
      return plain(error.message, `${error.command.toUpperCase()} may or may not have run.`);
    case 'input.invalid':
      return plain(error.message, error.issues.join('; ') || null);
    case 'unsupported':
      return plain(error.message, `Needs ${error.needs}.`);
    case 'conflict':
      return { what: error.message, words: error.current, hint: null };
    case 'internal':
      return plain(error.message, `This is a fault of Redstart. It is in the log as ${error.ref}.`);
    case 'readonly':
    case 'limit':
    case 'notFound':
    case 'undo.expired':
    case 'cancelled':
      return plain(error.message);
    default:
      return assertNever(error);
  }
}

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
        hint: null,
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

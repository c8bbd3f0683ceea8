/** What went wrong, as a value that survives structured clone. `message` is for people, plain and short. */
export type AppError = { readonly message: string } & ErrorDetails;

export type ErrorDetails =
  | { readonly code: 'input.invalid'; readonly issues: readonly string[] }
  /** No usable connection: `cause` is the system's or Redis's own word (ECONNREFUSED, ENOTFOUND, CERT_*). */
  | {
      readonly code: 'redis.offline';
      readonly cause: string;
      readonly hint: string;
      /** Address of the one node of a cluster that it is about: the others may well answer. */
      readonly node?: string;
    }
  | { readonly code: 'redis.auth'; readonly cause: string; readonly hint: string }
  /** An error reply; `prefix` is its first word (WRONGTYPE, NOPERM, MOVED), `command` the name without arguments. */
  | { readonly code: 'redis.reply'; readonly command: string; readonly prefix: string }
  /** The connection dropped after a write was sent: it may or may not have run. */
  | { readonly code: 'redis.unknownOutcome'; readonly command: string }
  | { readonly code: 'readonly' }
  | { readonly code: 'unsupported'; readonly needs: string }
  | { readonly code: 'limit'; readonly limit: string }
  | { readonly code: 'notFound'; readonly what: string }
  /** What is stored is not what the caller had read; `current` is its text now, null when it is gone. */
  | { readonly code: 'conflict'; readonly current: string | null }
  | { readonly code: 'undo.expired' }
  | { readonly code: 'cancelled' }
  /** A bug of ours; `ref` is found in the log. */
  | { readonly code: 'internal'; readonly ref: string };

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = <T = never>(error: AppError): Result<T> => ({ ok: false, error });

/** Ends a switch over a union: a new member is then a compile error here. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}

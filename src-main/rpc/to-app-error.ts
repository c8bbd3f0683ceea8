import { randomBytes } from 'node:crypto';
import type { AppError } from '../../src-shared/result.ts';
import { log } from '../log.ts';
import { AppFailure } from './app-failure.ts';

/** Whether it was thrown because a signal aborted: by the platform, by Node, or by a handler of ours. */
export function isAbort(thrown: unknown): boolean {
  if (thrown instanceof AppFailure) return thrown.error.code === 'cancelled';
  if (thrown instanceof DOMException) return thrown.name === 'AbortError';
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ABORT_ERR';
}

/** The one place where something thrown becomes a value; a bug is logged and named by a reference. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppFailure) return thrown.error;
  if (isAbort(thrown)) return { code: 'cancelled', message: 'Cancelled' };
  const ref = randomBytes(4).toString('hex');
  log.error(`internal ${ref}`, thrown);
  return {
    code: 'internal',
    ref,
    message: `Something in Redstart itself went wrong (reference ${ref} in the log)`,
  };
}

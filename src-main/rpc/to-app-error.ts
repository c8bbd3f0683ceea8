import { randomBytes } from 'node:crypto';
import type { AppError } from '../../src-shared/result.ts';
import { log } from '../log.ts';
import { AppFailure } from './app-failure.ts';

/** The one place where something thrown becomes a value; a bug is logged and named by a reference. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppFailure) return thrown.error;
  if (thrown instanceof DOMException && thrown.name === 'AbortError')
    return { code: 'cancelled', message: 'Cancelled' };
  const ref = randomBytes(4).toString('hex');
  log.error(`internal ${ref}`, thrown);
  return {
    code: 'internal',
    ref,
    message: `Something in Redstart itself went wrong (reference ${ref} in the log)`,
  };
}

import type { AppError } from '../../src-shared/result.ts';

/** A stream's source failed; what it yielded before stands. */
export class StreamFailure extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.message);
    this.name = 'StreamFailure';
    this.error = error;
  }
}

/** The error of whatever ended a stream's loop; what is not a StreamFailure is a bug and is thrown on. */
export function toStreamError(thrown: unknown): AppError {
  if (thrown instanceof StreamFailure) return thrown.error;
  throw thrown;
}

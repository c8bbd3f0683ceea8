import type { AppError } from '../../src-shared/result.ts';

/** An expected failure on its way to the caller; its `error` crosses, its stack does not. */
export class AppFailure extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.message);
    this.name = 'AppFailure';
    this.error = error;
  }
}

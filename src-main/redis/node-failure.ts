import type { AppError } from '../../src-shared/result.ts';
import { AppFailure } from '../rpc/app-failure.ts';

/** What is lost with one node of a cluster, said as such. */
export function ofNode(error: AppError, address: string): AppError {
  if (error.code !== 'redis.offline' || error.node !== undefined) return error;
  return { ...error, node: address, message: `No connection to ${address}, one of the primaries` };
}

/** It is about one node of a cluster: the others may well answer. */
export const isNodeFailure = (thrown: unknown): thrown is AppFailure =>
  thrown instanceof AppFailure &&
  thrown.error.code === 'redis.offline' &&
  thrown.error.node !== undefined;

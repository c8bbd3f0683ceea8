import { AppFailure } from '../rpc/app-failure.ts';

/** Said while a server loads, a script holds it, or a cluster decides who takes over: it is over by itself. */
const NOT_NOW = /^(?:LOADING|BUSY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN)$/;

/** An error reply that is about this moment, whatever the key. */
export const isNotNow = (thrown: unknown): boolean =>
  thrown instanceof AppFailure &&
  thrown.error.code === 'redis.reply' &&
  NOT_NOW.test(thrown.error.prefix);

import type { OpenConnection } from '../../src-shared/contract/connections.ts';

/** A connection by what stays the same when it is opened again: settings are kept under it. */
export const memoryKey = ({ sandbox, profile, address, db }: OpenConnection): string =>
  sandbox ? 'sandbox' : (profile ?? `${address}/${db}`);

import type { ConnectionId } from '../../src-shared/contract/define.ts';
import type { Client } from './client.ts';

export interface Disposable {
  /** Ends streams and timers; the store is not used again. */
  dispose(): void;
}

const all = new Set<(connection: ConnectionId) => void>();

/**
 * One store per open connection, made when first asked for: leaving a view and coming back finds it as it was.
 * Made once per feature, at module level: `const searchStores = perConnection(createSearchStore)`.
 */
export function perConnection<S extends Disposable>(
  create: (client: Client, connection: ConnectionId) => S,
): (client: Client, connection: ConnectionId) => S {
  const stores = new Map<ConnectionId, S>();
  all.add((connection) => {
    stores.get(connection)?.dispose();
    stores.delete(connection);
  });
  return (client, connection) => {
    const known = stores.get(connection);
    if (known !== undefined) return known;
    const store = create(client, connection);
    stores.set(connection, store);
    return store;
  };
}

/** Ends every store of a connection that was closed. */
export function releaseStores(connection: ConnectionId): void {
  for (const release of all) release(connection);
}

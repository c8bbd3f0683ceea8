import { session } from '../../app/session-store.ts';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Client } from '../../client/client.ts';
import { perConnection } from '../../client/per-connection.ts';
import { createLiveStore } from './live-store.ts';

/** The live view of a connection, kept while it is open. */
export const liveStoreOf = perConnection((client: Client, connection: ConnectionId) =>
  createLiveStore(client, connection, {
    onRunning: (isRunning) => session.setRunning('live', connection, isRunning),
  }),
);

import { session } from '../../app/session-store.ts';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Client } from '../../client/client.ts';
import { perConnection } from '../../client/per-connection.ts';
import { createLiveStore } from './live-store.ts';

const running = new Set<ConnectionId>();

/** The live view of a connection, kept while it is open. */
export const liveStoreOf = perConnection((client: Client, connection: ConnectionId) =>
  createLiveStore(client, connection, {
    onRunning: (isRunning) => {
      if (isRunning) running.add(connection);
      else running.delete(connection);
      session.setRunning('live', running.size > 0);
    },
  }),
);

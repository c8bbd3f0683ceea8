import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Output } from '../../../src-shared/contract/index.ts';
import type { AppError } from '../../../src-shared/result.ts';
import type { Client } from '../../client/client.ts';
import { perConnection } from '../../client/per-connection.ts';

export interface ActiveChannels {
  readonly isLoading: boolean;
  /** What was listed last; kept when listing fails. */
  readonly listed: Output<'pubsub.channels'> | null;
  readonly error: AppError | null;
}

export interface ActiveChannelsStore {
  readonly view: StoreApi<ActiveChannels>;
  readonly refresh: () => Promise<void>;
  readonly dispose: () => void;
}

export function createActiveChannels(
  client: Client,
  connection: ConnectionId,
): ActiveChannelsStore {
  const view = createStore<ActiveChannels>(() => ({ isLoading: false, listed: null, error: null }));
  const abort = new AbortController();
  return {
    view,
    async refresh() {
      // A server that answers slowly is not asked twice.
      if (view.getState().isLoading || abort.signal.aborted) return;
      view.setState({ isLoading: true });
      const result = await client.call('pubsub.channels', { connection }, { signal: abort.signal });
      view.setState(
        result.ok
          ? { isLoading: false, listed: result.value, error: null }
          : { isLoading: false, error: result.error },
      );
    },
    dispose: () => abort.abort(),
  };
}

export const activeChannelsOf = perConnection(createActiveChannels);

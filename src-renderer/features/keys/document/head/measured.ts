import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../../src-shared/contract/define.ts';
import { toBinaryString } from '../../../../../src-shared/redis-value.ts';
import type { AppError } from '../../../../../src-shared/result.ts';
import type { Client } from '../../../../client/client.ts';
import { perConnection } from '../../../../client/per-connection.ts';

export type Measured =
  | { readonly is: 'asking' }
  /** null: the key is gone, or MEMORY USAGE was refused. */
  | { readonly is: 'known'; readonly bytes: number | null; readonly atMs: number }
  | { readonly is: 'failed'; readonly error: AppError };

/** What open keys take in memory, as far as it was asked: MEMORY USAGE costs the server, so nothing asks by itself. */
export const measuredOf = perConnection((client: Client, connection: ConnectionId) => {
  const store = createStore<{ readonly sizes: ReadonlyMap<string, Measured> }>(() => ({
    sizes: new Map(),
  }));
  const put = (id: string, measured: Measured): void =>
    store.setState(({ sizes }) => ({ sizes: new Map([...sizes, [id, measured]]) }));
  return {
    ...store,
    async measure(key: Uint8Array): Promise<void> {
      const id = toBinaryString(key);
      put(id, { is: 'asking' });
      const result = await client.call('keys.measure', { connection, keys: [key] });
      // Its tab was closed meanwhile.
      if (!store.getState().sizes.has(id)) return;
      if (!result.ok) return put(id, { is: 'failed', error: result.error });
      put(id, { is: 'known', bytes: result.value[0] ?? null, atMs: Date.now() });
    },
    /** Its tab is closed. */
    forget(key: Uint8Array): void {
      const sizes = new Map(store.getState().sizes);
      if (sizes.delete(toBinaryString(key))) store.setState({ sizes });
    },
    dispose(): void {
      store.setState({ sizes: new Map() });
    },
  };
});

import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../src-shared/contract/define.ts';

export interface ComparedKey {
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
}

/** What is compared, null while nothing is. */
export interface Compared {
  readonly left: ComparedKey;
  readonly right: ComparedKey;
}

/** Two keys, or one key on two servers, held against each other. */
export function createCompareDialog() {
  const store = createStore<{ readonly compared: Compared | null }>(() => ({ compared: null }));
  return {
    store,
    open: (compared: Compared): void => store.setState({ compared }),
    close: (): void => store.setState({ compared: null }),
  };
}

export type CompareDialog = ReturnType<typeof createCompareDialog>;

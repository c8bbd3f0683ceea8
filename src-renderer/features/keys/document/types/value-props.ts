import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import type { KeyHead } from '../../../../../src-shared/contract/keys.ts';

/** What every view of a value is given. */
export interface ValueProps {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly head: KeyHead;
  /** Read again when it changes. */
  readonly revision: number;
  readonly onReload: () => void;
  /** The key is not there any more. */
  readonly onGone: () => void;
  /** The view has read how long it is now. */
  readonly onLength: (length: number) => void;
}

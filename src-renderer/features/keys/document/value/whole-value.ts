import type { Input } from '../../../../../src-shared/contract/index.ts';
import type { ConnectionId } from '../../../../../src-shared/contract/define.ts';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { toBinaryString } from '../../../../../src-shared/redis-value.ts';
import type { AppError } from '../../../../../src-shared/result.ts';
import type { Client } from '../../../../client/client.ts';
import { formatBytes } from '../../../../ui/format/bytes.ts';

/** What is shown of a value that was not read whole: "10 MB, first 64 KB", "10 MB, not read". */
export const partWords = (shown: number, total: number): string =>
  `${formatBytes(total)}, ${shown === 0 ? 'not read' : `first ${formatBytes(shown)}`}`;

/** Why what is only shown in part is not copied, and what it names not asked for. */
export const unreadLock = (bytes: Uint8Array, total: number): string | null =>
  bytes.byteLength === total ? null : 'Not all of it was read';

/** Tells members apart; those that begin alike, and are not read whole, by their length. */
export const partId = (bytes: Uint8Array, total: number): string =>
  `${toBinaryString(bytes)}${total === bytes.byteLength ? '' : ` of ${total}`}`;

/** How the whole value is had; `locked`: why not. */
export interface WholeValue {
  readonly total: number;
  readonly locked: string | null;
  /** Shows it; gives what failed. */
  readonly read: () => Promise<AppError | null>;
}

interface Wanted {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
  readonly place: Input<'values.element'>['place'];
  readonly total: number;
  readonly onRead: (bytes: Uint8Array) => void;
}

/** Asks for an element that a page left out. */
export function wholeValue(wanted: Wanted): WholeValue {
  const { client, connection, key, place, total, onRead } = wanted;
  return {
    total,
    locked:
      total > LIMITS.elementBytes
        ? `At most ${formatBytes(LIMITS.elementBytes)} are read at once`
        : null,
    async read() {
      const result = await client.call('values.element', { connection, key, place });
      if (!result.ok) return result.error;
      onRead(result.value.bytes);
      return null;
    },
  };
}

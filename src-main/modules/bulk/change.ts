import type { BatchReply, DestroyCall, ReadClient } from '../../redis/clients.ts';
import type { UndoEntry } from '../../undo/entry.ts';
import type { Difference } from './planned-keys.ts';

/** A key that nothing is done to, and why. */
export interface Refused {
  readonly key: Uint8Array;
  readonly reason: string;
}

/** What is known of some keys, and what to do with them in one MULTI/EXEC. */
export interface PreparedChunk {
  /** The undo of each key that is changed. */
  readonly entries: readonly UndoEntry[];
  /** Their commands, in the order of `entries`; how many for each is up to `conclude`. */
  readonly calls: readonly DestroyCall[];
  readonly gone: readonly Uint8Array[];
  readonly failed: readonly Refused[];
  /** Looked at too, and left for a transaction that watches them. */
  readonly toWatch?: readonly Uint8Array[];
  /** Not as they were planned; those of another type are not among the entries. */
  readonly different: readonly Difference[];
  /** How many of the keys were looked at; the others are for the next round. */
  readonly taken: number;
  /** Of these keys, some that were not looked at: their slot of a cluster has more than is read at once. */
  readonly later?: readonly Uint8Array[];
  /** Of keys in several slots: what is sent for each of these, one call, all or nothing of it is done. */
  readonly parts?: readonly PreparedChunk[];
}

/** What became of a chunk that was sent. `refused`, `changed`: nothing was done to any of it. */
export type Concluded =
  | {
      readonly kind: 'done';
      readonly changed: number;
      /** Gone at the last moment, in addition. */
      readonly missing: number;
      readonly failed: readonly Refused[];
      /** For the undo, to be kept beside the entries. */
      readonly notes: readonly UndoEntry[];
      /** Of several parts: entries of those that were not done. */
      readonly again?: readonly UndoEntry[];
    }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'changed' };

/** What became of an entry whose EXEC was not answered. `unclear`: what is there now tells neither. */
export type Fate = 'done' | 'not done' | 'unclear';

export interface FoundOut {
  /** In the order of the entries. */
  readonly fates: readonly Fate[];
  /** As of what is concluded. */
  readonly notes: readonly UndoEntry[];
}

/** One kind of change of many keys. */
export interface Change {
  /** Each key is changed by the same command: who may not run it for one may not for any. */
  readonly byOneCommand: boolean;
  /** All keys whose change by somebody else in between is to be noticed. */
  watched(keys: readonly Uint8Array[]): readonly Uint8Array[];
  /** Reads the first of these keys, as many as fit into memory at once. */
  prepare(redis: ReadClient, keys: readonly Uint8Array[]): Promise<PreparedChunk>;
  /**
   * As `prepare`, for one call that sees for itself whether anything has changed since it was read, and then does nothing:
   * none of it is watched. Absent or null: there is none here.
   */
  checked?(): Change['prepare'] | null;
  conclude(prepared: PreparedChunk, replies: readonly BatchReply[]): Concluded;
  /** After a lost connection: what became of what EXEC was sent for. Throws when any of it cannot be asked. */
  findOut(redis: ReadClient, prepared: PreparedChunk): Promise<FoundOut>;
}

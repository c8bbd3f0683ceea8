import { type BulkWork, runBulk } from './run-bulk.ts';

export interface Removed {
  readonly deleted: number;
  /** Names that are still there, with the server's reason. */
  readonly failed: readonly { readonly key: Uint8Array; readonly reason: string }[];
}

/**
 * Deletes keys: plans, asks where the design says so, applies, and offers to take it back. null: nothing was done,
 * by the user's choice or because it failed, which has been said.
 */
export async function removeKeys(removal: Omit<BulkWork, 'action'>): Promise<Removed | null> {
  const done = await runBulk({ ...removal, action: { kind: 'delete' } });
  return done === null ? null : { deleted: done.changed, failed: done.failed };
}

import { z } from 'zod';
import { environment } from './connections.ts';
import {
  connectionId,
  octets,
  profileId,
  request,
  stream,
  ticket,
  ticketId,
  timestampMs,
} from './define.ts';
import { jobId } from './jobs.ts';

/** The server as it was called when something was changed on it; it need not be open now. */
export const changedServer = z.object({
  name: z.string(),
  /** host:port, for display. */
  address: z.string(),
  db: z.int(),
  environment,
  sandbox: z.boolean(),
  /** null for one opened by URL and not saved. */
  profile: profileId.nullable(),
});
export type ChangedServer = z.infer<typeof changedServer>;

/** What became of the undo of a change. */
export const changeState = z.discriminatedUnion('is', [
  /** `left`: keys that an undo would take back; less than were changed after one that met conflicts. */
  z.object({
    is: z.literal('undoable'),
    untilMs: timestampMs,
    survivesQuit: z.boolean(),
    left: z.int(),
  }),
  z.object({ is: z.literal('undone') }),
  z.object({ is: z.literal('expired') }),
  z.object({ is: z.literal('forgotten') }),
  /** Its undo was kept until the app quit only. */
  z.object({ is: z.literal('lost') }),
  /** It could not be taken back from the start, for the reason said then. */
  z.object({ is: z.literal('never'), reason: z.string() }),
]);
export type ChangeState = z.infer<typeof changeState>;

/** One change made through Redstart. */
export const historyEntry = z.object({
  id: ticketId,
  title: z.string(),
  /** The commands that were run, shortened for display. */
  command: z.string(),
  atMs: timestampMs,
  /** null: made by a version that did not note it. */
  server: changedServer.nullable(),
  /** The open connection on which it can be taken back. */
  connection: connectionId.nullable(),
  keys: z.int(),
  /** What is kept of it on disk. */
  bytes: z.int(),
  state: changeState,
  lastUndo: z.object({ atMs: timestampMs, restored: z.int(), conflictCount: z.int() }).nullable(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** Why a key could not be taken back. */
const conflict = z.object({ key: octets, reason: z.string() });

/** What would come back of one key. No values: those stay in main. */
const previewKey = z.object({
  key: octets,
  /** "Comes back", "Is called a again", ready to show. */
  what: z.string(),
  /** It was deleted: as long as nobody made it again there is no such key. */
  wasDeleted: z.boolean(),
  /** Of a key that was deleted, as far as its dump tells. */
  type: z.string().nullable(),
  /** The expiry it would have; null: none, or not concerned. */
  expiresAtMs: timestampMs.nullable(),
});

export const undo = {
  /** What can be taken back on this connection, newest first, whenever it changes. */
  'undo.watch': stream({
    scope: 'connection',
    overflow: 'pause',
    input: z.strictObject({ connection: connectionId }),
    item: z.array(ticket),
  }),
  /**
   * Begins to take one change back, as a job: `changed` counts what was restored. A key that is there again is a conflict: it is
   * left alone, counts as failed with its reason, and stays in the ticket, as does what a cancelled job did not come to.
   */
  'undo.run': request({
    scope: 'connection',
    effect: 'destroy',
    input: z.strictObject({ connection: connectionId, ticket: ticketId }),
    output: z.object({ job: jobId }),
  }),
  /** Every change made through Redstart, on any server: first all of them in pages, then those that are no longer as sent. */
  'undo.history': stream({
    scope: 'app',
    overflow: 'pause',
    input: z.strictObject({}),
    item: z.object({
      /** New, or no longer as they were; in no order. */
      entries: z.array(historyEntry),
      gone: z.array(ticketId),
      /** false: more of what is there already follows at once. */
      complete: z.boolean(),
      storage: z.object({
        usedBytes: z.int(),
        /** Kept for keys that this keychain cannot open; they go when they expire. */
        sealedBytes: z.int(),
        /** Whether what can be taken back, and this list, outlive the app. */
        survivesQuit: z.boolean(),
        /** What is wrong with the list itself. */
        problem: z.string().nullable(),
      }),
    }),
  }),
  /** What taking one change back would do, from what is kept of it; asks no server. `notFound` when nothing is kept. */
  'undo.preview': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({ ticket: ticketId }),
    output: z.object({
      /** The first 100. */
      keys: z.array(previewKey),
      total: z.int(),
      /** In a part that is too large to be read for this. */
      unread: z.int(),
    }),
  }),
  /** What stood in the way of the last undo: the first 100. */
  'undo.conflicts': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({ ticket: ticketId }),
    output: z.object({ conflicts: z.array(conflict) }),
  }),
  /** Which keys of the preview an undo would leave alone as the server is now; the others may still meet one when it runs. */
  'undo.check': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId, ticket: ticketId }),
    output: z.object({
      conflicts: z.array(conflict),
      checked: z.int(),
      /** Edits and JSON: compared only when they are taken back. */
      comparedLater: z.int(),
    }),
  }),
  /** Removes what is kept of one change: it can then never be taken back. */
  'undo.forget': request({
    scope: 'app',
    effect: 'write',
    input: z.strictObject({ ticket: ticketId }),
    output: z.object({ freedBytes: z.int() }),
  }),
};

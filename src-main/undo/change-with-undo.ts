import type { Ticket } from '../../src-shared/contract/define.ts';
import type { BatchReply, ReadClient, WriteCall, WriteClient } from '../redis/clients.ts';
import type { Reply } from '../redis/reply.ts';
import type { Session } from '../redis/session.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import type { JournalDraft } from './draft.ts';
import type { UndoEntry } from './entry.ts';
import type { UndoJournal } from './journal.ts';
import type { Frame } from './ticket-file.ts';
import { undoPlace } from './undo-scope.ts';

/** Handlers that change something work with these. */
export interface Changing {
  readonly redis: WriteClient;
  readonly session: Session;
  readonly journal: UndoJournal;
}

interface Change<T> {
  readonly key: Uint8Array;
  readonly title: string;
  readonly command: string;
  /** Reads the key as it is and says how to change it and what its undo needs; throws AppFailure to leave it alone. */
  readonly decide: (
    redis: ReadClient,
  ) => Promise<{ readonly entry: UndoEntry; readonly calls: readonly WriteCall[] }>;
  /** Looks at the replies; throws AppFailure when they say that nothing was changed. `note` is kept for the undo. */
  readonly done: (replies: readonly Reply[]) => {
    readonly result: T;
    readonly note: UndoEntry | null;
  };
  /**
   * Some of the commands failed, which EXEC does not stop at: takes back what the others wrote. What is left of it when
   * that was not possible, for the undo; null: nothing.
   */
  readonly partly?: (replies: readonly BatchReply[]) => Promise<UndoEntry | null>;
}

const ATTEMPTS = 4;

/** One change of one key: first its undo on disk, then the change, only if nobody else touched the key in between. */
export async function changeWithUndo<T>(
  { redis, session, journal }: Changing,
  change: Change<T>,
): Promise<{ readonly result: T; readonly ticket: Ticket }> {
  const { key, title, command } = change;
  const draft = await journal.begin({ ...undoPlace(session), title, command });
  let finished: { readonly result: T } | null = null;
  let ticket: Ticket | null = null;
  try {
    for (let attempt = 0; attempt < ATTEMPTS && finished === null; attempt++)
      finished = await attemptOnce(redis, key, change, draft);
  } finally {
    ticket = await draft.finish();
  }
  if (finished === null || ticket === null)
    throw new AppFailure({
      code: 'conflict',
      current: null,
      message: 'The key kept being changed by others: nothing was done. Try again',
    });
  return { result: finished.result, ticket };
}

async function attemptOnce<T>(
  redis: WriteClient,
  key: Uint8Array,
  { decide, done, partly }: Change<T>,
  draft: JournalDraft,
): Promise<{ readonly result: T } | null> {
  const prepared: Frame[] = [];
  try {
    const outcome = await redis.transact(key, async (reader) => {
      const { entry, calls } = await decide(reader);
      prepared.push(await draft.append([entry]));
      return calls;
    });
    if (outcome.done) {
      if (partly !== undefined && outcome.replies.some((reply) => !reply.ok)) {
        const left = await partly(outcome.replies);
        if (left !== null) {
          await draft.append([left], 0);
          prepared.length = 0;
        }
      }
      const { result, note } = done(outcome.replies.map(unwrap));
      if (note !== null) await draft.append([note], 0);
      return { result };
    }
  } catch (thrown) {
    // Not known whether it was done: its undo stays, and compares before it touches anything.
    if (!(thrown instanceof AppFailure && thrown.error.code === 'redis.unknownOutcome'))
      await voidAll(draft, prepared);
    throw thrown;
  }
  await voidAll(draft, prepared);
  return null;
}

async function voidAll(draft: JournalDraft, frames: readonly Frame[]): Promise<void> {
  for (const frame of frames) await draft.void(frame);
}

function unwrap(reply: BatchReply): Reply {
  if (reply.ok) return reply.reply;
  throw reply.failure;
}

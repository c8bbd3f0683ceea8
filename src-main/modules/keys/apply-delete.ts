import { setTimeout as pause } from 'node:timers/promises';
import type { Ticket } from '../../../src-shared/contract/define.ts';
import type { Output } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { DestroyClient } from '../../redis/clients.ts';
import { expiryReader } from '../../redis/expiry.ts';
import { toCount } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { titleName } from '../../undo/name-text.ts';
import { undoPlace } from '../../undo/undo-scope.ts';
import { DeleteReport } from './delete-report.ts';
import { JournaledDelete } from './journaled-delete.ts';
import { isReplyError } from './key-failures.ts';
import { type DeletePlan, removeCommand } from './plan-delete.ts';

interface Applying {
  readonly redis: DestroyClient;
  readonly session: Session;
  readonly signal: AbortSignal;
  readonly journal: UndoJournal;
}

/** One WATCH, one frame of the journal, one EXEC. */
const CHUNK = 1_000;
const GENTLE_CHUNK = LIMITS.describeKeys;
const STOPPED = 'Not deleted: it was stopped before';

/** Journal first, then UNLINK, of what was planned; a key that changes in between is journaled again. */
export async function applyDelete(
  applying: Applying,
  plan: DeletePlan,
): Promise<Output<'keys.applyDelete'>> {
  if (plan.obstacle !== null) return await deleteForGood(applying, plan, plan.obstacle);
  const { redis, session, journal, signal } = applying;
  const { names } = plan;
  const title = names.size === 1 ? `Deleted ${titleName(names.at(0))}` : null;
  const expiry = await expiryReader(redis, session, names.at(0));
  const draft = await journal.begin({ ...undoPlace(session), title, command: plan.command });
  const report = new DeleteReport();
  const work = new JournaledDelete({
    redis,
    expiry,
    draft,
    report,
    command: removeCommand(session),
  });
  const gentle = session.describe().environment === 'production';
  let ticket: Ticket | null = null;
  try {
    const chunk = gentle ? GENTLE_CHUNK : CHUNK;
    for (let from = 0; from < names.size; from += chunk) {
      const startedAt = performance.now();
      if (signal.aborted) {
        report.failFrom(names, from, STOPPED);
        break;
      }
      const stopped = await work.run(names.slice(from, from + chunk));
      if (stopped !== null) {
        report.failFrom(names, from + chunk, stopped);
        break;
      }
      // The server belongs to others for at least as long as to us.
      if (gentle) await pause(performance.now() - startedAt);
    }
  } finally {
    ticket = await draft.finish();
  }
  return report.toOutput(ticket);
}

/** The user was told that there is no way back. */
async function deleteForGood(
  { redis, session, signal, journal }: Applying,
  { names, command: text }: DeletePlan,
  obstacle: string,
): Promise<Output<'keys.applyDelete'>> {
  const report = new DeleteReport();
  const command = removeCommand(session);
  for (let from = 0; from < names.size; from += CHUNK) {
    const keys = names.slice(from, from + CHUNK);
    if (signal.aborted) {
      report.failFrom(names, from, STOPPED);
      break;
    }
    try {
      const replies = await redis.destroyAll(keys.map((key) => [command, key]));
      let lost: string | null = null;
      for (const [i, key] of keys.entries()) {
        const reply = replies[i];
        if (reply?.ok === true && toCount(reply.reply) > 0) report.deleted += 1;
        else if (reply?.ok === true) report.missing += 1;
        else {
          const failure = reply?.failure ?? new Error('no answer');
          report.fail(key, failure.message);
          if (!isReplyError(failure)) lost = failure.message;
        }
      }
      if (lost === null) continue;
      report.failFrom(names, from + keys.length, lost);
    } catch (thrown) {
      if (!(thrown instanceof AppFailure)) throw thrown;
      report.failFrom(names, from, thrown.message);
    }
    break;
  }
  if (report.deleted > 0)
    journal.history.noteForGood({
      ...undoPlace(session),
      title: `Deleted ${report.deleted.toLocaleString('en-US')} ${report.deleted === 1 ? 'key' : 'keys'}`,
      command: text,
      keys: report.deleted,
      never: obstacle,
    });
  return report.toOutput(null);
}

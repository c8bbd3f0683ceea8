import type { TicketId } from '../../src-shared/contract/define.ts';
import type { JobControl } from '../jobs/job.ts';
import { Pace } from '../jobs/pace.ts';
import { atOnce } from '../jobs/side-by-side.ts';
import type { DestroyClient } from '../redis/clients.ts';
import { type ExpiryReader, expiryReader } from '../redis/expiry.ts';
import type { Session } from '../redis/session.ts';
import type { LastUndo } from './change-record.ts';
import { keyOf, keysOf } from './entry-key.ts';
import type { UndoEntry } from './entry.ts';
import { MOST_CONFLICTS } from './history-log.ts';
import type { UndoJournal } from './journal.ts';
import { firstChunk, restoreChunk } from './restore.ts';
import { type Conflict, isLost, leftBy } from './restoring.ts';
import { isIndependent, type Together } from './settle-ticket.ts';
import { undoScope } from './undo-scope.ts';

interface Undo {
  readonly redis: DestroyClient;
  readonly session: Session;
  readonly journal: UndoJournal;
  readonly control: JobControl;
}

/**
 * Takes a ticket back on the server it was made on, as many keys at a time as that takes well. What was taken back goes from
 * the ticket with each part of it, so that after a cancel or a failure the rest can be taken back later.
 */
export async function undoTicket(undo: Undo, id: TicketId): Promise<void> {
  const { session, journal } = undo;
  const work = new TakingBack(undo);
  try {
    const takeBack = work.run.bind(work);
    await journal.settle(undoScope(session), id, takeBack, work.together);
  } finally {
    if (work.report.restored + work.report.conflictCount > 0)
      journal.history.noteUndo(id, work.report);
  }
  // Not before what was done until then is noted in the ticket.
  if (work.failure !== null) throw work.failure.thrown;
}

class TakingBack {
  #undo: Undo;
  #gentle: boolean;
  /** Of changes that are taken back one after another, and of those that are beside each other. */
  #pace: Pace;
  #shared: Pace;
  /** What may be taken back at once when the server answers quickly. */
  readonly together: Together;
  #left: ReadonlyMap<string, string> | null = null;
  #expiry: ExpiryReader | null = null;
  #scripts = { areRefused: false };
  #restored = 0;
  #conflictCount = 0;
  /** The first of them. */
  #conflicts: LastUndo['conflicts'] = [];
  failure: { readonly thrown: unknown } | null = null;

  constructor(undo: Undo) {
    this.#undo = undo;
    this.#gentle = undo.session.describe().environment === 'production';
    const { full, most } = atOnce(this.#gentle);
    this.#pace = new Pace(this.#gentle);
    this.#shared = new Pace(this.#gentle, full);
    this.together = { frames: most, keys: full * this.#shared.size };
  }

  get report(): Omit<LastUndo, 'atMs'> {
    return {
      restored: this.#restored,
      conflictCount: this.#conflictCount,
      conflicts: this.#conflicts,
    };
  }

  async run(
    entries: readonly UndoEntry[],
    notes: readonly UndoEntry[],
  ): Promise<{ readonly rest: readonly UndoEntry[]; readonly goOn: boolean }> {
    const { control } = this.#undo;
    this.#left ??= leftBy(notes);
    const kept: UndoEntry[] = [];
    const isShared = isIndependent(entries);
    const pace = isShared ? this.#shared : this.#pace;
    for (let from = 0; from < entries.length;) {
      const chunk = firstChunk(entries.slice(from), pace.size);
      const startedAt = performance.now();
      const conflicts = await this.#takeBack(chunk, notes);
      if (conflicts === null) return { rest: [...kept, ...entries.slice(from)], goOn: false };
      from += chunk.length;
      kept.push(...conflicts.flatMap(({ lasting, entry }) => (lasting ? [] : [entry])));
      this.#count(chunk.length, conflicts);
      // What a slot of a cluster has, or the end of a frame, tells nothing of the server's pace.
      if (isShared && chunk.length < pace.size && !this.#gentle) continue;
      const keys = isShared ? chunk.length : pace.size;
      await pace.after(performance.now() - startedAt, control.signal, keys);
      control.slow(pace.note);
    }
    return { rest: kept, goOn: true };
  }

  /** What was left alone; null when the work is to end, and then it may be that some of it was taken back. */
  async #takeBack(
    chunk: readonly UndoEntry[],
    notes: readonly UndoEntry[],
  ): Promise<readonly Conflict[] | null> {
    const { redis, session, control } = this.#undo;
    const left = this.#left ?? new Map<string, string>();
    const [first] = chunk;
    if (first === undefined) return [];
    control.touch(chunk.flatMap(keysOf));
    try {
      for (let tries = 0; await control.gate(); tries++)
        try {
          this.#expiry ??= await expiryReader(redis, session, keyOf(first));
          const about = { notes, left, isAgain: tries > 0, scripts: this.#scripts };
          const restoring = { redis, expiry: this.#expiry, ...about };
          return await restoreChunk(restoring, chunk);
        } catch (thrown) {
          if (!isLost(thrown)) throw thrown;
          if (await control.again(tries + 1, thrown.message)) continue;
          if (!control.signal.aborted) throw thrown;
        }
    } catch (thrown) {
      this.failure ??= { thrown };
    }
    return null;
  }

  #count(done: number, conflicts: readonly Conflict[]): void {
    const { control } = this.#undo;
    const restored = done - conflicts.length;
    for (const { key, reason } of conflicts) control.fail(key, reason);
    control.progress(done, { changed: restored });
    this.#restored += restored;
    this.#conflictCount += conflicts.length;
    for (const { key, reason } of conflicts.slice(0, MOST_CONFLICTS - this.#conflicts.length))
      // A copy: the name is a view of a block that holds many others.
      this.#conflicts.push({ key: new Uint8Array(key), reason });
  }
}

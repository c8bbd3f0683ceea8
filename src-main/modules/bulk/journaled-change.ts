import type { JobControl } from '../../jobs/job.ts';
import { log } from '../../log.ts';
import type { DestroyClient, ReadClient, TransactionOutcome } from '../../redis/clients.ts';
import { isNodeFailure } from '../../redis/node-failure.ts';
import { COMPARED_SIZE } from '../../redis/compared-script.ts';
import { isNotNow } from '../../redis/not-now.ts';
import { NO_COMMAND } from '../../redis/transaction-way.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type JournalDraft, UNDO_ROOM } from '../../undo/draft.ts';
import { keyOf } from '../../undo/entry-key.ts';
import type { UndoEntry } from '../../undo/entry.ts';
import type { Frame } from '../../undo/ticket-file.ts';
import type { Change, Fate, FoundOut, PreparedChunk, Refused } from './change.ts';
import { fullWhileWorking, isForMemory } from './full-memory.ts';
import { concludeSlots, findOutSlots, prepareSlots, restOf, seen } from './slots-together.ts';

interface Options {
  readonly redis: DestroyClient;
  readonly control: JobControl;
  readonly change: Change;
  /** null: it was said that it cannot be undone. */
  readonly draft: JournalDraft | null;
}

/** Read, and on disk if there was anything: what EXEC would do. */
interface Prepared {
  readonly chunk: PreparedChunk;
  readonly frame: Frame | null;
}

type Attempt =
  | {
      readonly kind: 'done';
      readonly rest: readonly Uint8Array[];
      readonly toWatch: readonly Uint8Array[];
    }
  /** `again`: somebody changed one of the keys meanwhile; it may work the next time. */
  | { readonly kind: 'refused'; readonly again: boolean; readonly reason: string }
  /** The connection went before anything was sent, or the server could not take it just then. */
  | { readonly kind: 'lost'; readonly reason: string }
  /** It went before EXEC was answered. */
  | { readonly kind: 'unknown'; readonly prepared: Prepared }
  /** The node of a cluster that has these keys is away: those of the others can still be changed. */
  | { readonly kind: 'away'; readonly reason: string }
  /** Nothing more can be done. */
  | { readonly kind: 'stop'; readonly reason: string };

interface Todo {
  readonly keys: readonly Uint8Array[];
  readonly tries: number;
  /** They are watched, also where calls could see for themselves whether anything has changed. */
  readonly isWatched: boolean;
}

const TRIES_ALONE = 5;
/** So many refusals in a row: the rest would be refused too. */
const REFUSALS_ENOUGH = 200;
/** Said of a key in a report. */
export const GONE = 'Gone when its turn came';
const CHANGING = 'It kept being changed by others';
const UNCLEAR = 'what is there now does not tell';
const ENDED = 'the work was ended before that could be looked at';

/**
 * Changes keys so that nothing is lost: WATCH them, read what they are, that on disk, then the change in MULTI/EXEC.
 * EXEC refuses when any of them changed since; then the halves are tried, down to the key that keeps changing. Calls that
 * see for themselves whether anything changed need no WATCH, and those of several slots go together: what they do not do is
 * tried again with it, slot by slot. After a lost connection it goes on when it is back, and what was sent is looked at before
 * it is sent again. What cannot be looked at is told as unknown, and its undo is kept.
 */
export class JournaledChange {
  #options: Options;
  #refusals = 0;
  /** Of the connection, since something was done: one for all chunks that were under way. */
  #losses = 0;
  /** Why the server takes no transaction any more, for want of memory; what needs none goes on. */
  #full: string | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * null, or why nothing more can be done. All these keys are counted, but those that a cancel left alone. Several may run
   * at once, of different keys.
   */
  async run(keys: readonly Uint8Array[]): Promise<string | null> {
    this.#options.control.touch(keys);
    const todo: Todo[] = [{ keys, tries: 0, isWatched: false }];
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      const slots = this.#options.redis.together(next.keys);
      const split = (): void => {
        for (const some of slots) todo.push({ ...next, keys: some });
      };
      // A transaction takes keys of one slot.
      if (slots.length > 1 && this.#checkedFor(next) === null) {
        split();
        continue;
      }
      const losses = this.#losses;
      const result = await this.#attempt(next);
      if (result.kind === 'stop') {
        for (const one of [next, ...todo]) this.#failAll(one.keys, result.reason);
        return result.reason;
      }
      // One of the slots may be where the others are not.
      if (result.kind === 'away' && slots.length > 1) split();
      else if (result.kind === 'away') this.#failAll(next.keys, result.reason);
      else if (result.kind === 'lost' || result.kind === 'unknown') {
        if (result.kind === 'lost' && this.#losses === losses) this.#losses += 1;
        const rest = await this.#goOn(next, result);
        if (this.#options.control.signal.aborted) return null;
        if (rest.length > 0) todo.push({ keys: rest, tries: 0, isWatched: next.isWatched });
      } else {
        const stopped = this.#next(todo, next, result);
        if (stopped === null) continue;
        for (const one of todo) this.#failAll(one.keys, stopped);
        return stopped;
      }
    }
    return null;
  }

  #next(
    todo: Todo[],
    { keys, tries, isWatched }: Todo,
    result: Exclude<Attempt, { kind: 'stop' | 'lost' | 'unknown' | 'away' }>,
  ): string | null {
    const add = (some: readonly Uint8Array[], watched: boolean, tried = 0): void => {
      if (some.length > 0) todo.push({ keys: some, tries: tried, isWatched: watched });
    };
    if (result.kind === 'done') {
      add(result.rest, isWatched);
      add(result.toWatch, true);
    } else if (keys.length > 1) {
      const middle = keys.length >> 1;
      add(keys.slice(middle), true);
      add(keys.slice(0, middle), true);
    } else if (result.again && tries < TRIES_ALONE) add(keys, true, tries + 1);
    else return this.#refuse(keys, result.reason);
    return null;
  }

  /** Once the connection is back, or the job cancelled: what is still to be done of it. */
  async #goOn(
    { keys }: Todo,
    result: Extract<Attempt, { kind: 'lost' | 'unknown' }>,
  ): Promise<readonly Uint8Array[]> {
    if (result.kind === 'lost') {
      const { control } = this.#options;
      const mayGoOn = (await control.gate()) && (await control.again(this.#losses, result.reason));
      if (mayGoOn || control.signal.aborted) return keys;
      // Each time it is lost again: something about these keys may be why.
      this.#failAll(keys, result.reason);
      return [];
    }
    const { chunk } = result.prepared;
    const found = await this.#findOut(chunk);
    const again =
      typeof found === 'string'
        ? await this.#settle(result.prepared, unknown(chunk), found)
        : await this.#settle(result.prepared, found, UNCLEAR);
    return [...again, ...(chunk.toWatch ?? []), ...restOf(chunk, keys)];
  }

  /** Or why it cannot be found out. A connection is waited for, a node of a cluster only so long. */
  async #findOut(chunk: PreparedChunk): Promise<FoundOut | string> {
    const { control, redis, change } = this.#options;
    let cause = ENDED;
    for (let tries = 1; await control.gate(); tries++) {
      try {
        return await findOutSlots(change, redis, chunk);
      } catch (thrown) {
        if (!(thrown instanceof AppFailure)) throw thrown;
        cause = thrown.message;
      }
      if (!(await control.again(tries, cause))) break;
    }
    return cause;
  }

  /** Counts what was done and what is not known; gives the keys that nothing was done to. */
  async #settle(
    { chunk, frame }: Prepared,
    { fates, notes }: FoundOut,
    cause: string,
  ): Promise<readonly Uint8Array[]> {
    const of = (fate: Fate): UndoEntry[] =>
      chunk.entries.filter((_entry, i) => (fates[i] ?? 'unclear') === fate);
    const [done, again, unclear] = [of('done'), of('not done'), of('unclear')];
    if (frame !== null && again.length > 0) await this.#keepOnly([...done, ...unclear], frame);
    await this.#note(notes);
    const failed = unclear.map((entry) => ({
      key: sourceOf(entry),
      reason: notKnown(entry, cause),
    }));
    return this.#countWithout(chunk, again, { changed: done.length, missing: 0, failed });
  }

  /** Counts a chunk but for what is still to be done of it, whose names it gives. */
  #countWithout(
    chunk: PreparedChunk,
    again: readonly UndoEntry[],
    more: {
      readonly changed: number;
      readonly missing: number;
      readonly failed: readonly Refused[];
    },
  ): readonly Uint8Array[] {
    const rest = again.map(sourceOf);
    const different = chunk.different.filter(({ key }) => !rest.includes(key));
    this.#count({ ...chunk, different }, more, rest.length);
    return rest;
  }

  /** Of what was journaled in `frame`. */
  async #keepOnly(entries: readonly UndoEntry[], frame: Frame): Promise<void> {
    const { draft } = this.#options;
    try {
      if (entries.length > 0) await draft?.append(entries);
      await draft?.void(frame);
    } catch (thrown) {
      // All of it stays: undo leaves alone what was not done.
      log.error('the undo journal could not note that a part was not done', thrown);
    }
  }

  /** What was done stays done when this fails: undo then says that it does not know what was left. */
  async #note(notes: readonly UndoEntry[]): Promise<void> {
    if (notes.length === 0) return;
    try {
      await this.#options.draft?.append(notes, 0);
    } catch (thrown) {
      log.error('the undo journal could not note what was left', thrown);
    }
  }

  #failAll(keys: readonly Uint8Array[], reason: string): void {
    const { control } = this.#options;
    for (const key of keys) control.fail(key, reason);
    control.progress(keys.length, {});
  }

  #refuse(keys: readonly Uint8Array[], reason: string): string | null {
    this.#failAll(keys, reason);
    this.#refusals += keys.length;
    return this.#refusals < REFUSALS_ENOUGH
      ? null
      : `Not tried: the ${this.#refusals} before it were refused. ${reason}`;
  }

  /** `again`: so many of the chunk are still to be done. */
  #count(
    chunk: PreparedChunk,
    more: {
      readonly changed: number;
      readonly missing: number;
      readonly failed: readonly Refused[];
    },
    again = 0,
  ): void {
    const { control } = this.#options;
    const { gone, failed, different } = chunk;
    for (const { key, reason } of [...failed, ...more.failed]) control.fail(key, reason);
    for (const key of gone) control.tell('gone', key, GONE);
    for (const { part, key, reason } of different) control.tell(part, key, reason);
    const missing = gone.length + more.missing;
    control.progress(seen(chunk) - again, { changed: more.changed, missing });
  }

  #checkedFor({ isWatched }: Todo): Change['prepare'] | null {
    return isWatched ? null : (this.#options.change.checked?.() ?? null);
  }

  async #attempt(todo: Todo): Promise<Attempt> {
    const { redis, change, control, draft } = this.#options;
    const { keys } = todo;
    const checked = this.#checkedFor(todo);
    // Not read in vain: it may be much.
    if (checked === null && this.#full !== null) return { kind: 'away', reason: this.#full };
    const found: Prepared[] = [];
    const decide = async (reader: ReadClient): Promise<PreparedChunk['calls'] | null> => {
      const chunk = await (checked === null
        ? change.prepare(reader, keys)
        : prepareSlots(reader, keys, checked));
      // Of a rename these are the new names.
      control.touch(chunk.entries.map(keyOf));
      const isIdle = chunk.entries.length === 0;
      const frame = isIdle || draft === null ? null : await draft.append(chunk.entries);
      found.push({ chunk, frame });
      return isIdle ? null : chunk.calls;
    };
    try {
      const outcome =
        checked === null
          ? await redis.transactDestroy(change.watched(keys), decide)
          : await redis.destroyChecked(decide);
      return await this.#conclude(keys, found[0], outcome);
    } catch (thrown) {
      if (!(thrown instanceof AppFailure)) throw thrown;
      return await this.#giveUp(keys, found[0], thrown);
    }
  }

  async #conclude(
    keys: readonly Uint8Array[],
    prepared: Prepared | undefined,
    outcome: TransactionOutcome,
  ): Promise<Attempt> {
    if (prepared === undefined) throw new Error('nothing was decided');
    const { draft, change } = this.#options;
    const { chunk, frame } = prepared;
    const after = { rest: restOf(chunk, keys), toWatch: chunk.toWatch ?? [] };
    if (chunk.entries.length === 0) {
      this.#count(chunk, { changed: 0, missing: 0, failed: [] });
      return { kind: 'done', ...after };
    }
    const concluded = outcome.done ? concludeSlots(change, chunk, outcome.replies) : null;
    if (concluded?.kind !== 'done') {
      if (frame !== null) await draft?.void(frame);
      return {
        kind: 'refused',
        again: concluded?.kind !== 'refused',
        reason: concluded?.kind === 'refused' ? concluded.reason : CHANGING,
      };
    }
    this.#refusals = 0;
    this.#losses = 0;
    const { again = [] } = concluded;
    if (frame !== null && again.length > 0)
      await this.#keepOnly(
        chunk.entries.filter((entry) => !again.includes(entry)),
        frame,
      );
    await this.#note(concluded.notes);
    const notDone = this.#countWithout(chunk, again, concluded);
    return { kind: 'done', ...after, toWatch: [...after.toWatch, ...notDone] };
  }

  async #giveUp(
    [key]: readonly Uint8Array[],
    prepared: Prepared | undefined,
    failure: AppFailure,
  ): Promise<Attempt> {
    const { error, message } = failure;
    if (error.code === 'redis.unknownOutcome' && prepared !== undefined)
      return { kind: 'unknown', prepared };
    if (prepared?.frame !== undefined && prepared.frame !== null)
      await this.#options.draft?.void(prepared.frame);
    if (isNotNow(failure)) return { kind: 'lost', reason: message };
    // Then it is this node only: the others may well have room, or take writes.
    const isCluster = key !== undefined && this.#options.redis.placeOf(key) !== null;
    if (isForMemory(failure)) {
      const isDelete = prepared?.chunk.entries[0]?.kind === 'delete';
      const reason = fullWhileWorking(message, isDelete);
      if (isCluster) return { kind: 'away', reason };
      this.#full = reason;
      const isAll = (this.#options.change.checked?.() ?? null) === null;
      return { kind: isAll ? 'stop' : 'away', reason };
    }
    if (isForAll(failure, this.#options.change))
      return { kind: isCluster ? 'away' : 'stop', reason: message };
    if (error.code === 'redis.reply') return { kind: 'refused', again: false, reason: message };
    if (error.code === 'limit' && OF_A_KEY.has(error.limit))
      return { kind: 'refused', again: false, reason: message };
    if (isNodeFailure(failure)) return { kind: 'away', reason: message };
    return isLost(failure) ? { kind: 'lost', reason: message } : { kind: 'stop', reason: message };
  }
}

/** Others may be small enough. */
const OF_A_KEY: ReadonlySet<string> = new Set([UNDO_ROOM, COMPARED_SIZE]);

/** Whether what was refused for one chunk would be for every other: no writes at all, or not by this user's command. */
const isForAll = ({ error, message }: AppFailure, { byOneCommand }: Change): boolean =>
  error.code === 'redis.reply' &&
  (error.prefix === 'READONLY' ||
    (byOneCommand && error.prefix === 'NOPERM' && NO_COMMAND.test(message)));

/** The name it had, by which it was asked for. */
const sourceOf = (entry: UndoEntry): Uint8Array =>
  entry.kind === 'rename' ? entry.from : keyOf(entry);

const unknown = ({ entries }: PreparedChunk): FoundOut => ({
  fates: entries.map(() => 'unclear'),
  notes: [],
});

function notKnown({ kind }: UndoEntry, cause: string): string {
  const reason = `Not known whether it was done: the answer was lost with the connection, and ${cause}`;
  // What a copy left is not known either, and without that undo leaves it alone.
  return kind === 'copied' ? reason : `${reason}. If it was done, undo takes it back`;
}

const isLost = (thrown: unknown): boolean =>
  thrown instanceof AppFailure &&
  (thrown.error.code === 'redis.offline' || thrown.error.code === 'redis.unknownOutcome');

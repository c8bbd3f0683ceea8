import type { JobControl } from '../../jobs/job.ts';
import type { DestroyClient, TransactionOutcome } from '../../redis/clients.ts';
import { isNodeFailure } from '../../redis/node-failure.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type JournalDraft, UNDO_ROOM } from '../../undo/draft.ts';
import type { Frame } from '../../undo/ticket-file.ts';
import type { Change, PreparedChunk } from './change.ts';

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
  | { readonly kind: 'done'; readonly rest: readonly Uint8Array[] }
  /** `again`: somebody changed one of the keys meanwhile; it may work the next time. */
  | { readonly kind: 'refused'; readonly again: boolean; readonly reason: string }
  /** The connection went before anything was sent. */
  | { readonly kind: 'lost' }
  /** It went before EXEC was answered. */
  | { readonly kind: 'unknown'; readonly prepared: Prepared }
  /** The node of a cluster that has these keys is away: those of the others can still be changed. */
  | { readonly kind: 'away'; readonly reason: string }
  /** Nothing more can be done. */
  | { readonly kind: 'stop'; readonly reason: string };

interface Todo {
  readonly keys: readonly Uint8Array[];
  readonly tries: number;
}

const TRIES_ALONE = 5;
/** So many refusals in a row: the rest would be refused too. */
const REFUSALS_ENOUGH = 200;
const CHANGING = 'It kept being changed by others';
const UNKNOWN =
  'The connection was lost in between: it is not known whether it was done. If it was, undo takes it back';

/**
 * Changes keys so that nothing is lost: WATCH them, read what they are, that on disk, then the change in MULTI/EXEC.
 * EXEC refuses when any of them changed since; then the halves are tried, down to the key that keeps changing. After a
 * lost connection it goes on when it is back, and what was sent is looked at before it is sent again.
 */
export class JournaledChange {
  #options: Options;
  #refusals = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** null, or why nothing more can be done. All these keys are counted, but those that a cancel left alone. */
  async run(keys: readonly Uint8Array[]): Promise<string | null> {
    const todo: Todo[] = [{ keys, tries: 0 }];
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      const result = await this.#attempt(next.keys);
      if (result.kind === 'stop') {
        for (const one of [next, ...todo]) this.#failAll(one.keys, result.reason);
        return result.reason;
      }
      if (result.kind === 'away') this.#failAll(next.keys, result.reason);
      else if (result.kind === 'lost' || result.kind === 'unknown') {
        const rest = await this.#goOn(next, result);
        if (rest === null) return null;
        if (rest.length > 0) todo.push({ keys: rest, tries: 0 });
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
    { keys, tries }: Todo,
    result: Exclude<Attempt, { kind: 'stop' | 'lost' | 'unknown' | 'away' }>,
  ): string | null {
    if (result.kind === 'done') {
      if (result.rest.length > 0) todo.push({ keys: result.rest, tries: 0 });
    } else if (keys.length > 1) {
      const middle = keys.length >> 1;
      todo.push({ keys: keys.slice(middle), tries: 0 }, { keys: keys.slice(0, middle), tries: 0 });
    } else if (result.again && tries < TRIES_ALONE) todo.push({ keys, tries: tries + 1 });
    else return this.#refuse(keys, result.reason);
    return null;
  }

  /** Once the connection is back: what is still to be done of it; null when it was cancelled while waiting. */
  async #goOn(
    { keys }: Todo,
    result: Extract<Attempt, { kind: 'lost' | 'unknown' }>,
  ): Promise<readonly Uint8Array[] | null> {
    const { control, redis, change, draft } = this.#options;
    const prepared = result.kind === 'unknown' ? result.prepared : null;
    while (await control.gate()) {
      if (prepared === null) return keys;
      try {
        if (await change.wasDone(redis, prepared.chunk)) {
          const { entries, missing, failed, taken } = prepared.chunk;
          this.#count(entries.length, missing, failed, taken);
          return keys.slice(taken);
        }
        if (prepared.frame !== null) await draft?.void(prepared.frame);
        return keys;
      } catch (thrown) {
        if (isNodeFailure(thrown)) {
          this.#failAll(keys, UNKNOWN);
          return [];
        }
        if (!isLost(thrown)) throw thrown;
      }
    }
    if (prepared !== null) this.#failAll(keys.slice(0, prepared.chunk.taken), UNKNOWN);
    return null;
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

  #count(changed: number, missing: number, failed: PreparedChunk['failed'], taken: number): void {
    const { control } = this.#options;
    for (const { key, reason } of failed) control.fail(key, reason);
    control.progress(taken, { changed, missing });
  }

  async #attempt(keys: readonly Uint8Array[]): Promise<Attempt> {
    const { redis, change, draft } = this.#options;
    const found: Prepared[] = [];
    try {
      const outcome = await redis.transactDestroy(change.watched(keys), async (reader) => {
        const chunk = await change.prepare(reader, keys);
        const isIdle = chunk.entries.length === 0;
        const frame = isIdle || draft === null ? null : await draft.append(chunk.entries);
        found.push({ chunk, frame });
        return isIdle ? null : chunk.calls;
      });
      return await this.#conclude(keys, found[0], outcome);
    } catch (thrown) {
      if (!(thrown instanceof AppFailure)) throw thrown;
      return await this.#giveUp(found[0], thrown);
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
    const rest = keys.slice(chunk.taken);
    if (chunk.entries.length === 0) {
      this.#count(0, chunk.missing, chunk.failed, chunk.taken);
      return { kind: 'done', rest };
    }
    const concluded = outcome.done ? change.conclude(chunk, outcome.replies) : null;
    if (concluded?.kind !== 'done') {
      if (frame !== null) await draft?.void(frame);
      return {
        kind: 'refused',
        again: concluded === null,
        reason: concluded?.reason ?? CHANGING,
      };
    }
    this.#refusals = 0;
    if (concluded.notes.length > 0) await draft?.append(concluded.notes, 0);
    const failed = [...chunk.failed, ...concluded.failed];
    this.#count(concluded.changed, chunk.missing + concluded.missing, failed, chunk.taken);
    return { kind: 'done', rest };
  }

  async #giveUp(prepared: Prepared | undefined, failure: AppFailure): Promise<Attempt> {
    const { error, message } = failure;
    if (error.code === 'redis.unknownOutcome' && prepared !== undefined)
      return { kind: 'unknown', prepared };
    if (prepared?.frame !== undefined && prepared.frame !== null)
      await this.#options.draft?.void(prepared.frame);
    if (error.code === 'redis.reply') return { kind: 'refused', again: false, reason: message };
    if (error.code === 'limit' && error.limit === UNDO_ROOM)
      return { kind: 'refused', again: false, reason: message };
    if (isNodeFailure(failure)) return { kind: 'away', reason: message };
    return isLost(failure) ? { kind: 'lost' } : { kind: 'stop', reason: message };
  }
}

const isLost = (thrown: unknown): boolean =>
  thrown instanceof AppFailure &&
  (thrown.error.code === 'redis.offline' || thrown.error.code === 'redis.unknownOutcome');

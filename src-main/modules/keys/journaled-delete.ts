import type { DestroyClient, TransactionOutcome } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { isNodeFailure } from '../../redis/node-failure.ts';
import { toCount } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type JournalDraft, UNDO_ROOM } from '../../undo/draft.ts';
import type { Frame } from '../../undo/ticket-file.ts';
import type { DeleteReport } from './delete-report.ts';
import { type Snapshot, snapshotChunk } from './snapshot-chunk.ts';

interface Options {
  readonly redis: DestroyClient;
  readonly expiry: ExpiryReader;
  readonly draft: JournalDraft;
  readonly report: DeleteReport;
  readonly command: 'unlink' | 'del';
}

/** Read, and on disk if there was anything: what EXEC would remove. */
interface Prepared {
  readonly snapshot: Snapshot;
  readonly frame: Frame | null;
}

type Attempt =
  | { readonly kind: 'done'; readonly rest: readonly Uint8Array[] }
  /** `again`: somebody changed one of the keys meanwhile; it may work the next time. */
  | { readonly kind: 'refused'; readonly again: boolean; readonly reason: string }
  /** Nothing more can be done; what became of this attempt's keys is in the report. */
  | { readonly kind: 'stop'; readonly reason: string };

const TRIES_ALONE = 5;
/** So many refusals in a row: the rest would be refused too. */
const REFUSALS_ENOUGH = 200;
const CHANGING = 'It kept being changed by others while it was to be deleted';
const MAYBE_GONE =
  'The connection was lost while it was being deleted: if it is gone, undo brings it back';
const LOST = 'Not deleted: the connection was lost before';

/**
 * Removes keys so that nothing is lost: WATCH them, DUMP them, their dumps on disk, then UNLINK in MULTI/EXEC. EXEC
 * refuses when any of them changed since its DUMP; then the halves are tried, down to the key that keeps changing.
 */
export class JournaledDelete {
  #options: Options;
  #refusals = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** null, or why nothing more can be done. Either way all these keys are in the report. */
  async run(keys: readonly Uint8Array[]): Promise<string | null> {
    const todo: { readonly keys: readonly Uint8Array[]; readonly tries: number }[] = [
      { keys, tries: 0 },
    ];
    let stopped: string | null = null;
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      if (stopped !== null) {
        this.#failAll(next.keys, stopped);
        continue;
      }
      const result = await this.#attempt(next.keys);
      if (result.kind === 'stop') stopped = result.reason;
      else if (result.kind === 'done') {
        if (result.rest.length > 0) todo.push({ keys: result.rest, tries: 0 });
      } else if (next.keys.length > 1) {
        const middle = next.keys.length >> 1;
        todo.push(
          { keys: next.keys.slice(middle), tries: 0 },
          { keys: next.keys.slice(0, middle), tries: 0 },
        );
      } else if (result.again && next.tries < TRIES_ALONE)
        todo.push({ keys: next.keys, tries: next.tries + 1 });
      else stopped = this.#refuse(next.keys, result.reason);
    }
    return stopped;
  }

  #failAll(keys: readonly Uint8Array[], reason: string): void {
    for (const key of keys) this.#options.report.fail(key, reason);
  }

  #refuse(keys: readonly Uint8Array[], reason: string): string | null {
    this.#failAll(keys, reason);
    this.#refusals += keys.length;
    return this.#refusals < REFUSALS_ENOUGH
      ? null
      : `Not tried: the ${this.#refusals} before it were refused. ${reason}`;
  }

  async #attempt(keys: readonly Uint8Array[]): Promise<Attempt> {
    const { redis, expiry, draft, command } = this.#options;
    const prepared: Prepared[] = [];
    try {
      const outcome = await redis.transactDestroy(keys, async (reader) => {
        const snapshot = await snapshotChunk(reader, expiry, keys);
        const { entries } = snapshot;
        prepared.push({
          snapshot,
          frame: entries.length === 0 ? null : await draft.append(entries),
        });
        return entries.length === 0 ? null : [[command, ...entries.map(({ key }) => key)]];
      });
      return await this.#conclude(keys, prepared[0], outcome);
    } catch (thrown) {
      if (!(thrown instanceof AppFailure)) throw thrown;
      return await this.#giveUp(keys, prepared[0], thrown);
    }
  }

  async #conclude(
    keys: readonly Uint8Array[],
    prepared: Prepared | undefined,
    outcome: TransactionOutcome,
  ): Promise<Attempt> {
    if (prepared === undefined) throw new Error('nothing was decided');
    const { report } = this.#options;
    const { snapshot, frame } = prepared;
    if (frame !== null) {
      const reply = outcome.done ? outcome.replies[0] : undefined;
      if (reply?.ok !== true) {
        await this.#options.draft.void(frame);
        return {
          kind: 'refused',
          again: !outcome.done,
          reason: reply?.failure.message ?? CHANGING,
        };
      }
      const deleted = toCount(reply.reply);
      this.#refusals = 0;
      report.deleted += deleted;
      // Expired between its DUMP and EXEC, on a server that does not count that as a change.
      report.missing += snapshot.entries.length - deleted;
    }
    report.missing += snapshot.missing;
    for (const { key, reason } of snapshot.failed) this.#refuse([key], reason);
    return { kind: 'done', rest: keys.slice(snapshot.taken) };
  }

  async #giveUp(
    keys: readonly Uint8Array[],
    prepared: Prepared | undefined,
    failure: AppFailure,
  ): Promise<Attempt> {
    const { error, message } = failure;
    const frame = prepared?.frame ?? null;
    if (error.code === 'redis.unknownOutcome' && prepared !== undefined) {
      const { entries, failed, missing, taken } = prepared.snapshot;
      this.#failAll(
        entries.map(({ key }) => key),
        MAYBE_GONE,
      );
      for (const one of failed) this.#failAll([one.key], one.reason);
      this.#options.report.missing += missing;
      this.#failAll(keys.slice(taken), LOST);
      return { kind: 'stop', reason: LOST };
    }
    if (frame !== null) await this.#options.draft.void(frame);
    if (error.code === 'redis.reply') return { kind: 'refused', again: false, reason: message };
    if (error.code === 'limit' && error.limit === UNDO_ROOM)
      return { kind: 'refused', again: false, reason: message };
    this.#failAll(keys, message);
    // The keys of a cluster's other nodes may well be deleted.
    if (isNodeFailure(failure)) return { kind: 'done', rest: [] };
    return { kind: 'stop', reason: error.code === 'redis.offline' ? LOST : message };
  }
}

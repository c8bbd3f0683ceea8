import type { Job, JobId, JobKind, ReportPart } from '../../src-shared/contract/jobs.ts';
import { REPORT_PARTS } from '../../src-shared/report-parts.ts';
import type { ConnectionId, Ticket } from '../../src-shared/contract/define.ts';
import { KeyList } from './key-list.ts';
import { Rate } from './rate.ts';
import { Touched } from './touched.ts';

export interface JobAbout {
  readonly connection: ConnectionId;
  /** Another connection that the work needs. */
  readonly also?: ConnectionId;
  readonly kind: JobKind;
  readonly title: string;
  readonly command: string;
  /** Keys to deal with; null when that is not known. */
  readonly total: number | null;
}

/** What a chunk came to; each count is added to the job's. */
export interface ChunkReport {
  readonly changed?: number;
  readonly missing?: number;
}

/** What the work of a job is given. */
export interface JobControl {
  /** Aborted when the job is cancelled or its connection closed; the work then ends by returning what it has. */
  readonly signal: AbortSignal;
  /**
   * Before each chunk: false when the work is to end. Waits while the job is paused, and while its connection is being
   * made again.
   */
  gate(): Promise<boolean>;
  /**
   * Before what failed is tried again: says why and rests, longer each time. `tries` is how often it was tried; false
   * when that was enough, or the work is to end.
   */
  again(tries: number, reason: string): Promise<boolean>;
  /** Before they are changed: names that may be there, be gone or be another key from now on. */
  touch(keys: readonly Uint8Array[]): void;
  /** After each chunk: how many keys were dealt with, failed ones among them. */
  progress(keys: number, report: ChunkReport): void;
  /** How many keys were changed so far. */
  changed(): number;
  /** Counted among the failed; `progress` counts it among those dealt with. */
  fail(key: Uint8Array, reason: string): void;
  /** Names a key in another part of the report; those of `missing` are counted by `progress`. */
  tell(part: Exclude<ReportPart, 'failed'>, key: Uint8Array, reason: string): void;
  /** Something to know, also when it has ended; null takes it back. */
  note(text: string | null): void;
  /** Why it is slow, as long as it runs and there is nothing else to say; null: it is not. */
  slow(text: string | null): void;
}

/** What is given back at the end; also when it was cancelled in between. */
export interface JobResult {
  /** It could not go on, for the reason in its note; what was done until then stays. */
  readonly isFailed?: boolean;
  readonly ticket: Ticket | null;
}

type Status = Job['status'];

/** One job: its counts, and whether it may go on. */
export class RunningJob {
  readonly id: JobId;
  readonly failures = new KeyList();
  readonly touched = new Touched();
  readonly abort = new AbortController();
  #others = { gone: new KeyList(), otherType: new KeyList(), otherTtl: new KeyList() };
  #about: JobAbout;
  #changedNow: (atOnce: boolean) => void;
  #status: Status = 'running';
  #done = 0;
  #changed = 0;
  #missing = 0;
  #rate = new Rate();
  #startedAtMs = Date.now();
  #endedAtMs: number | null = null;
  #note: string | null = null;
  #slow: string | null = null;
  #ticket: Ticket | null = null;
  #resumed: PromiseWithResolvers<void> | null = null;

  constructor(id: JobId, about: JobAbout, changed: (atOnce: boolean) => void) {
    this.id = id;
    this.#about = about;
    this.#changedNow = changed;
  }

  /** All that its work needs. */
  get connections(): readonly ConnectionId[] {
    const { connection, also } = this.#about;
    return also === undefined ? [connection] : [connection, also];
  }

  get hasEnded(): boolean {
    return this.#endedAtMs !== null;
  }

  describe(): Job {
    const { connection, also = null, kind, title, command, total } = this.#about;
    const perSecond = this.#status === 'running' ? this.#rate.perSecond() : null;
    return {
      id: this.id,
      connection,
      also,
      kind,
      title,
      command,
      status: this.#status,
      done: this.#done,
      total,
      changed: this.#changed,
      missing: this.#missing,
      failedCount: this.failures.total,
      otherType: this.#others.otherType.total,
      otherTtl: this.#others.otherTtl.total,
      perSecond,
      remainingMs:
        total === null || perSecond === null || perSecond === 0
          ? null
          : (Math.max(0, total - this.#done) / perSecond) * 1_000,
      startedAtMs: this.#startedAtMs,
      endedAtMs: this.#endedAtMs,
      note: this.#note ?? (this.#status === 'running' ? this.#slow : null),
      ticket: this.#ticket,
    };
  }

  get changed(): number {
    return this.#changed;
  }

  /** The keys of a part of its report. */
  named(part: ReportPart): KeyList {
    return part === 'failed' ? this.failures : this.#others[part];
  }

  /** How many keys a part is about, named or not. */
  countOf(part: ReportPart): number {
    return part === 'gone' ? this.#missing : this.named(part).total;
  }

  /** Of its report, in memory. */
  get bytes(): number {
    return REPORT_PARTS.reduce((sum, part) => sum + this.named(part).bytes, 0);
  }

  progress(keys: number, { changed = 0, missing = 0 }: ChunkReport): void {
    this.#done += keys;
    this.#changed += changed;
    this.#missing += missing;
    this.#rate.add(keys);
    this.#changedNow(false);
  }

  note(text: string | null): void {
    if (text === this.#note) return;
    this.#note = text;
    this.#changedNow(true);
  }

  slow(text: string | null): void {
    if (text === this.#slow) return;
    this.#slow = text;
    this.#changedNow(false);
  }

  pause(): void {
    if (this.#status !== 'running') return;
    this.#resumed = Promise.withResolvers();
    this.#setStatus('paused');
  }

  resume(): void {
    if (this.#status !== 'paused') return;
    this.#rate.restart();
    this.#setStatus('running');
    this.#resumed?.resolve();
    this.#resumed = null;
  }

  cancel(note: string | null = null): void {
    if (this.hasEnded) return;
    if (note !== null) this.#note = note;
    this.abort.abort();
    this.#resumed?.resolve();
    this.#resumed = null;
  }

  /** Resolves when it is not paused, or cancelled. */
  async untilRunning(): Promise<void> {
    await this.#resumed?.promise;
  }

  end(status: Extract<Status, 'done' | 'cancelled' | 'failed'>, ticket: Ticket | null): void {
    this.#ticket = ticket;
    this.#endedAtMs = Date.now();
    this.#setStatus(status);
  }

  #setStatus(status: Status): void {
    this.#status = status;
    this.#changedNow(true);
  }
}

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Job, type JobId, jobId } from '../../src-shared/contract/jobs.ts';
import type { SessionPool } from '../redis/session-pool.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { toAppError } from '../rpc/to-app-error.ts';
import { type JobAbout, type JobControl, type JobResult, RunningJob } from './job.ts';

export type JobWork = (control: JobControl) => Promise<JobResult>;

const MOST_JOBS = 100;
/** Of the reports of jobs that have ended: above it the oldest go off the list. */
const MOST_REPORT_BYTES = 268_435_456;
const TELL_EVERY_MS = 100;
/** Before each further try: long enough in all for a replica to take over. */
const PAUSES_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000];
const LOST = 'The connection was lost: it goes on when it is back';
const CLOSED = 'The connection was closed';

/** Work on many keys that outlives the call that began it: it can be watched, paused and cancelled. */
export class JobRunner {
  #pool: Pick<SessionPool, 'list' | 'get' | 'watch'>;
  #pausesMs: readonly number[];
  #jobs: RunningJob[] = [];
  #running = new Set<Promise<void>>();
  #watchers = new Set<() => void>();
  #timer: NodeJS.Timeout | null = null;

  constructor(
    pool: Pick<SessionPool, 'list' | 'get' | 'watch'>,
    pausesMs: readonly number[] = PAUSES_MS,
  ) {
    this.#pool = pool;
    this.#pausesMs = pausesMs;
  }

  /** Begins in the next turn. What `work` throws ends the job as failed, with the reason in its note. */
  start(about: JobAbout, work: JobWork): JobId {
    const job = new RunningJob(jobId.parse(randomUUID()), about, (atOnce) => this.#changed(atOnce));
    this.#jobs = [job, ...this.#jobs.filter(fits(MOST_JOBS - 1, MOST_REPORT_BYTES))];
    const running = this.#run(job, work).finally(() => this.#running.delete(running));
    this.#running.add(running);
    this.#changed(true);
    return job.id;
  }

  list(): Job[] {
    return this.#jobs.map((job) => job.describe());
  }

  /** Calls back after changes, at most ten times a second, until the function it gives is called. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  /** Throws `notFound` when there is no such job any more. */
  get(id: JobId): RunningJob {
    const job = this.#jobs.find((one) => one.id === id);
    if (job !== undefined) return job;
    throw new AppFailure({
      code: 'notFound',
      what: 'job',
      message: 'This work is no longer on the list',
    });
  }

  dismiss(id: JobId): void {
    if (!this.get(id).hasEnded) return;
    this.#jobs = this.#jobs.filter((one) => one.id !== id);
    this.#changed(true);
  }

  /** Before the app ends: each job finishes the chunk it is at, if that is done within `mostMs`. */
  async close(mostMs: number): Promise<void> {
    for (const job of this.#jobs) job.cancel();
    const enough = new AbortController();
    const all = Promise.all(this.#running).then(() => enough.abort());
    const end = pause(mostMs, undefined, { signal: enough.signal }).catch((thrown: unknown) => {
      if (!enough.signal.aborted) throw thrown;
    });
    await Promise.race([all, end]);
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #run(job: RunningJob, work: JobWork): Promise<void> {
    const { signal } = job.abort;
    const unwatch = this.#pool.watch(() => {
      if (this.#isClosed(job)) job.cancel(CLOSED);
    });
    // The answer to the call that began it goes first.
    await Promise.resolve();
    try {
      const { ticket, isFailed = false } = await work({
        signal,
        gate: () => this.#gate(job),
        again: (tries, reason) => this.#again(job, tries, reason),
        touch: (keys) => job.touched.add(keys),
        progress: (keys, report) => job.progress(keys, report),
        changed: () => job.changed,
        fail: (key, reason) => job.failures.add(key, reason),
        tell: (part, key, reason) => job.named(part).add(key, reason),
        note: (text) => job.note(text),
        slow: (text) => job.slow(text),
      });
      job.end(signal.aborted ? 'cancelled' : isFailed ? 'failed' : 'done', ticket);
    } catch (thrown) {
      job.note(toAppError(thrown).message);
      job.end('failed', null);
    } finally {
      unwatch();
    }
  }

  async #gate(job: RunningJob): Promise<boolean> {
    const { signal } = job.abort;
    while (!signal.aborted) {
      await job.untilRunning();
      if (signal.aborted || this.#isReady(job)) break;
      job.note(LOST);
      await this.#untilReady(job);
      job.note(null);
    }
    return !signal.aborted;
  }

  async #again(job: RunningJob, tries: number, reason: string): Promise<boolean> {
    const { signal } = job.abort;
    const ms = this.#pausesMs[tries - 1];
    if (ms === undefined || signal.aborted) return false;
    job.note(`${reason}: it is tried again`);
    try {
      await pause(ms, undefined, { signal });
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    }
    job.note(null);
    return !signal.aborted;
  }

  #isClosed(job: RunningJob): boolean {
    const open = this.#pool.list().map(({ id }) => id);
    return !job.connections.every((id) => open.includes(id));
  }

  #isReady(job: RunningJob): boolean {
    return job.connections.every((id) => this.#pool.get(id).describe().state.status === 'ready');
  }

  /** Or until the job is cancelled. */
  async #untilReady(job: RunningJob): Promise<void> {
    const { signal } = job.abort;
    const { promise, resolve } = Promise.withResolvers<void>();
    const unwatch = this.#pool.watch(() => {
      if (this.#isClosed(job) || this.#isReady(job)) resolve();
    });
    signal.addEventListener('abort', () => resolve(), { once: true });
    // It may have come back before anybody watched.
    if (signal.aborted || this.#isReady(job)) resolve();
    await promise;
    unwatch();
  }

  #changed(atOnce: boolean): void {
    if (!atOnce) {
      this.#timer ??= setTimeout(() => this.#changed(true), TELL_EVERY_MS);
      return;
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const watcher of this.#watchers) watcher();
  }
}

/** Of jobs, newest first: those that run, and as many that have ended as may be kept. */
function fits(jobs: number, bytes: number): (job: RunningJob) => boolean {
  let [ended, taken] = [0, 0];
  return (job) => {
    if (!job.hasEnded) return true;
    ended += 1;
    taken += job.bytes;
    return ended <= jobs && taken <= bytes;
  };
}

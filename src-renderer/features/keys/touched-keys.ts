import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Output } from '../../../src-shared/contract/index.ts';
import type { Job, JobId } from '../../../src-shared/contract/jobs.ts';
import { toBinaryString } from '../../../src-shared/redis-value.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { hasEnded, jobsStore } from '../../app/jobs/jobs-store.ts';
import type { Client } from '../../client/client.ts';
import { perConnection } from '../../client/per-connection.ts';

export type Touched = Output<'jobs.touched'>;
type Packed = Touched['gone'];

export function namesOf({ names, ends }: Packed): Uint8Array[] {
  return Array.from(ends, (end, i) => names.subarray(ends[i - 1] ?? 0, end));
}

/** Whether it may be another key than it was: where that is not known, or not all were named, it may. */
export function mayBeTouched(touched: Result<Touched>, key: Uint8Array): boolean {
  if (!touched.ok || !touched.value.isAll) return true;
  const name = toBinaryString(key);
  const { there, gone } = touched.value;
  return [gone, ...there].some((packed) =>
    namesOf(packed).some(
      (one) => one.byteLength === key.byteLength && toBinaryString(one) === name,
    ),
  );
}

/**
 * What becomes of the keys that work on many keys touched on a connection, wherever it was begun: here, in the list of another
 * server, in History. Asked for once as each ends, for the lists and the open keys alike.
 */
export function createTouchedKeys(client: Client, connection: ConnectionId) {
  const listeners = new Set<(touched: Result<Touched>) => void>();
  const ended = new AbortController();
  const { signal } = ended;
  const isOver = (job: Job): boolean =>
    job.connection === connection && job.kind !== 'export' && hasEnded(job);
  let known = new Set<JobId>();

  async function follow(job: Job): Promise<void> {
    const touched = await client.call('jobs.touched', { connection, job: job.id }, { signal });
    if (signal.aborted) return;
    for (const listener of listeners) listener(touched);
  }

  const look = (jobs: readonly Job[]): readonly Job[] => {
    const over = jobs.filter(isOver);
    const fresh = over.filter(({ id }) => !known.has(id));
    known = new Set(over.map(({ id }) => id));
    return fresh;
  };
  look(jobsStore.getState().jobs);
  const unsubscribe = jobsStore.subscribe(({ jobs }) => {
    for (const job of look(jobs)) {
      const { changed, missing, failedCount } = job;
      if (changed + missing + failedCount > 0 && listeners.size > 0) void follow(job);
    }
  });

  return {
    /** Returns the end of it. */
    listen(listener: (touched: Result<Touched>) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** A key that was made by the way of something else. */
    made(name: Uint8Array, type: string): void {
      const nothing = { names: new Uint8Array(), ends: new Uint32Array() };
      const there = [{ type, names: name, ends: Uint32Array.of(name.byteLength) }];
      for (const listener of listeners) listener(ok({ there, gone: nothing, isAll: true }));
    },
    dispose(): void {
      unsubscribe();
      ended.abort();
    },
  };
}

export const touchedKeysOf = perConnection(createTouchedKeys);

import type { JobControl } from '../../jobs/job.ts';
import { Pace } from '../../jobs/pace.ts';
import { atOnce, SideBySide } from '../../jobs/side-by-side.ts';
import type { DestroyClient } from '../../redis/clients.ts';
import type { NameSet } from '../../scan/name-set.ts';
import { chunksByNode } from './by-node.ts';

type Act = (keys: readonly Uint8Array[]) => Promise<string | null>;

interface Pacing {
  readonly control: JobControl;
  /** One after another. */
  readonly gentle: boolean;
  /** Changes these keys; gives why nothing more can be done, else null. */
  readonly act: Act;
}

/** Chunks of keys that are changed beside each other, as many at a time as the server takes well. */
export class PacedChunks {
  #pacing: Pacing;
  #full: number;
  #pace: Pace;
  #chunks: SideBySide;
  /** Why nothing more can be done. */
  stopped: string | null = null;

  constructor(pacing: Pacing) {
    const { full, most } = atOnce(pacing.gentle);
    this.#pacing = pacing;
    this.#full = full;
    this.#pace = new Pace(pacing.gentle, full);
    this.#chunks = new SideBySide(most);
  }

  /** Keys of the next chunk, at most. */
  get size(): number {
    return this.#pace.size;
  }

  /** Keys that may be under way together. */
  get room(): number {
    return this.#full * this.#pace.size;
  }

  /** When there is room for it. False: the work is to end, and they were left alone. */
  async begin(keys: readonly Uint8Array[]): Promise<boolean> {
    const { control } = this.#pacing;
    await this.#chunks.untilRoom(keys.length, () => this.room);
    if (this.stopped !== null) {
      for (const key of keys) control.fail(key, this.stopped);
      control.progress(keys.length, {});
      return true;
    }
    if (this.#chunks.hasFailed || !(await control.gate())) return false;
    this.#chunks.begin(keys.length, () => this.#change(keys));
    return true;
  }

  /** Until all that were begun are done. */
  async all(): Promise<void> {
    await this.#chunks.all();
  }

  async #change(keys: readonly Uint8Array[]): Promise<void> {
    const { control, gentle, act } = this.#pacing;
    const startedAt = performance.now();
    const reason = await act(keys);
    this.stopped ??= reason;
    // The last of a node has its own number of keys: only a full chunk tells of the server's pace.
    if (keys.length < this.#pace.size && !gentle) return;
    await this.#pace.after(performance.now() - startedAt, control.signal, keys.length);
    control.slow(this.#pace.note);
  }
}

interface Chunking extends Pacing {
  readonly redis: DestroyClient;
  readonly names: NameSet;
}

/** All names. */
export async function inChunks({ redis, names, ...pacing }: Chunking): Promise<void> {
  const chunks = new PacedChunks(pacing);
  for (const keys of chunksByNode(redis, names, () => chunks.size))
    if (!(await chunks.begin(keys))) break;
  await chunks.all();
}

import type { JobControl } from '../../jobs/job.ts';
import { Pace } from '../../jobs/pace.ts';
import { atOnce, SideBySide } from '../../jobs/side-by-side.ts';
import type { DestroyClient } from '../../redis/clients.ts';
import type { NameSet } from '../../scan/name-set.ts';
import { chunksBySlot } from './by-slot.ts';

interface Chunking {
  readonly redis: DestroyClient;
  readonly names: NameSet;
  readonly control: JobControl;
  /** One after another. */
  readonly gentle: boolean;
}

/** All names, as many at a time as the server takes well. `act` gives why nothing more can be done, else null. */
export async function inChunks(
  { redis, names, control, gentle }: Chunking,
  act: (keys: readonly Uint8Array[]) => Promise<string | null>,
): Promise<void> {
  const { full, most } = atOnce(gentle);
  const pace = new Pace(gentle, full);
  const chunks = new SideBySide(most);
  let stopped: string | null = null;

  const change = async (keys: readonly Uint8Array[]): Promise<void> => {
    const startedAt = performance.now();
    const reason = await act(keys);
    stopped ??= reason;
    // A slot of a cluster has its own number of keys: only a full chunk tells of the server's pace.
    if (keys.length < pace.size && !gentle) return;
    await pace.after(performance.now() - startedAt, control.signal, keys.length);
    control.slow(pace.note);
  };

  for (const keys of chunksBySlot(redis, names, () => pace.size)) {
    await chunks.untilRoom(keys.length, () => full * pace.size);
    if (stopped !== null) {
      for (const key of keys) control.fail(key, stopped);
      control.progress(keys.length, {});
      continue;
    }
    if (chunks.hasFailed || !(await control.gate())) break;
    chunks.begin(keys.length, () => change(keys));
  }
  await chunks.all();
}

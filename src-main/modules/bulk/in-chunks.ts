import type { JobControl } from '../../jobs/job.ts';
import { Pace } from '../../jobs/pace.ts';
import type { DestroyClient } from '../../redis/clients.ts';
import type { NameSet } from '../../scan/name-set.ts';
import { chunksBySlot } from './by-slot.ts';

/** Full chunks under way together: while one goes to the disk the server reads the next, and one sync serves several. */
const FULL_AT_ONCE = 4;
/** Of chunks that are not full: most slots of a cluster have a few keys only. */
const MOST_AT_ONCE = 32;

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
  const fullAtOnce = gentle ? 1 : FULL_AT_ONCE;
  const mostAtOnce = gentle ? 1 : MOST_AT_ONCE;
  const pace = new Pace(gentle, fullAtOnce);
  const underWay = new Set<Promise<void>>();
  let keysUnderWay = 0;
  let stopped: string | null = null;
  /** Of our own. */
  const faults: unknown[] = [];

  const begin = (keys: readonly Uint8Array[]): void => {
    const one = change(keys)
      .catch((thrown: unknown) => {
        faults.push(thrown);
      })
      .finally(() => {
        underWay.delete(one);
        keysUnderWay -= keys.length;
      });
    underWay.add(one);
    keysUnderWay += keys.length;
  };
  const change = async (keys: readonly Uint8Array[]): Promise<void> => {
    const startedAt = performance.now();
    const reason = await act(keys);
    stopped ??= reason;
    // A slot of a cluster has its own number of keys: only a full chunk tells of the server's pace.
    if (keys.length < pace.size && !gentle) return;
    await pace.after(performance.now() - startedAt, control.signal, keys.length);
    control.note(pace.note);
  };
  const hasRoom = (keys: readonly Uint8Array[]): boolean =>
    underWay.size === 0 ||
    (underWay.size < mostAtOnce && keysUnderWay + keys.length <= fullAtOnce * pace.size);

  for (const keys of chunksBySlot(redis, names, () => pace.size)) {
    while (!hasRoom(keys)) await Promise.race(underWay);
    if (stopped !== null) {
      for (const key of keys) control.fail(key, stopped);
      control.progress(keys.length, {});
      continue;
    }
    if (faults.length > 0 || !(await control.gate())) break;
    begin(keys);
  }
  await Promise.all(underWay);
  if (faults.length > 0) throw faults[0];
}

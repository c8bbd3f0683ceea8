import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

const loads: (() => Promise<unknown>)[] = [];

/** A component whose code is read when it is first drawn, or by `loadNow`, so that the first screen does not wait for it. */
export function loadLater<P>(
  load: () => Promise<ComponentType<P>>,
): LazyExoticComponent<ComponentType<P>> {
  loads.push(load);
  return lazy(async () => ({ default: await load() }));
}

/** Reads all that is still to be read, one after the other: nothing that is opened afterwards has to wait. */
export async function loadNow(): Promise<void> {
  for (const load of loads.splice(0)) await load();
}

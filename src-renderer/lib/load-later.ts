import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

const loads = new WeakMap<object, () => Promise<unknown>>();

/** A component whose code is read when it is first drawn, or by `loadAhead`, so that the first screen does not wait for it. */
export function loadLater<P>(
  load: () => Promise<ComponentType<P>>,
): LazyExoticComponent<ComponentType<P>> {
  const component = lazy(async () => ({ default: await load() }));
  loads.set(component, load);
  return component;
}

/** Reads the code of a component of `loadLater` now: it will be wanted. */
export async function loadAhead(component: object): Promise<void> {
  try {
    await loads.get(component)?.();
  } catch {
    // It is read again when it is drawn, and what fails then is shown there.
  }
}

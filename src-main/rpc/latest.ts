/**
 * Yields `read()` now and after each change, the newest state only: a slow reader skips what was in between.
 * Ends when the signal aborts.
 */
export async function* latest<T>(
  read: () => T,
  watch: (changed: () => void) => () => void,
  signal: AbortSignal,
): AsyncGenerator<T> {
  let wake = (): void => undefined;
  let dirty = true;
  const changed = (): void => {
    dirty = true;
    wake();
  };
  const unwatch = watch(changed);
  signal.addEventListener('abort', changed, { once: true });
  try {
    while (!signal.aborted) {
      if (dirty) {
        dirty = false;
        yield read();
      } else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    unwatch();
    signal.removeEventListener('abort', changed);
  }
}

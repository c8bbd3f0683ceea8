import { useCallback, useLayoutEffect, useRef } from 'react';

/** One function for the life of the component that always runs the latest one given. */
export function useLatest<Args extends readonly unknown[], Value>(
  run: (...args: Args) => Value,
): (...args: Args) => Value {
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}

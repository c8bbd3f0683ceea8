import { useEffect } from 'react';
import { useLatest } from '../../../../ui/use-latest.ts';

/** A byte that is to be brought in sight; a new object each time that is asked for. */
export interface Reveal {
  /** In the whole value. */
  readonly offset: number;
}

/** Scrolls once for each time that something is to be brought in sight. */
export function useReveal(reveal: Reveal | null, scrollTo: (reveal: Reveal) => void): void {
  const scroll = useLatest(scrollTo);
  useEffect(() => {
    if (reveal !== null) scroll(reveal);
  }, [reveal, scroll]);
}

import { useEffect, useRef } from 'react';
import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import type { AppError } from '../../src-shared/result.ts';

/** What a lost connection cut goes on, once each time the connection is back; `error` is what ended it. */
export function useResumed(
  error: AppError | null,
  { state }: OpenConnection,
  resume: () => void,
): void {
  const resumedAt = useRef(0);
  const isCut = error?.code === 'redis.offline';
  const sinceMs = state.status === 'ready' ? state.sinceMs : 0;
  useEffect(() => {
    if (!isCut || sinceMs <= resumedAt.current) return;
    resumedAt.current = sinceMs;
    resume();
  }, [isCut, sinceMs, resume]);
}

import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { AppError, Result } from '../../../../../src-shared/result.ts';
import { useLatest } from '../../../../ui/use-latest.ts';

export type ReadState<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: AppError }
  /** `isReading`: the value is the last one, the next is under way. */
  | { readonly status: 'ready'; readonly value: T; readonly isReading: boolean };

export interface ReadOptions<T> {
  /** What is read, as text: read again when it changes. */
  readonly variant: string;
  readonly revision: number;
  readonly read: (signal: AbortSignal) => Promise<Result<T>>;
  readonly onGone: () => void;
}

/** One read of a value; the last answer stays in sight until the next has come. */
export function useRead<T>({ variant, revision, read, onGone }: ReadOptions<T>): ReadState<T> {
  const [store] = useState(() => createStore<ReadState<T>>(() => ({ status: 'loading' })));
  const latestRead = useLatest(read);
  const latestGone = useLatest(onGone);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const run = async (): Promise<void> => {
      const last = store.getState();
      store.setState(
        last.status === 'ready' ? { ...last, isReading: true } : { status: 'loading' },
        true,
      );
      const result = await latestRead(signal);
      if (signal.aborted) return;
      if (result.ok)
        store.setState({ status: 'ready', value: result.value, isReading: false }, true);
      else if (result.error.code === 'notFound') latestGone();
      else store.setState({ status: 'failed', error: result.error }, true);
    };
    void run();
    return () => {
      controller.abort();
    };
  }, [store, variant, revision, latestRead, latestGone]);
  return useStore(store);
}

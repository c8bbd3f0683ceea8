import { describe, expect, test } from 'vitest';
import { latest } from './latest.ts';

/** A value that can be changed and watched. */
function box(first: number) {
  let value = first;
  const watchers = new Set<() => void>();
  let reads = 0;
  return {
    watchers,
    reads: () => reads,
    read: (): number => {
      reads += 1;
      return value;
    },
    watch(changed: () => void): () => void {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    set(next: number): void {
      value = next;
      for (const watcher of watchers) watcher();
    },
  };
}

describe('latest', () => {
  test('gives what is there, then each change', async () => {
    const state = box(1);
    const values = latest(state.read, state.watch, new AbortController().signal);
    expect(await values.next()).toEqual({ done: false, value: 1 });
    const second = values.next();
    state.set(2);
    expect(await second).toEqual({ done: false, value: 2 });
    await values.return(undefined);
    expect(state.watchers.size).toBe(0);
  });

  test('a slow reader gets the newest only, and each change is told', async () => {
    const state = box(1);
    const values = latest(state.read, state.watch, new AbortController().signal);
    await values.next();
    for (let n = 2; n <= 1_000; n++) state.set(n);
    expect(await values.next()).toEqual({ done: false, value: 1_000 });
    expect(state.reads()).toBe(2);
    const next = values.next();
    state.set(1_001);
    expect(await next).toEqual({ done: false, value: 1_001 });
    await values.return(undefined);
  });

  test('a change that is made while the reader is given the last one is not lost', async () => {
    const state = box(1);
    const values = latest(state.read, state.watch, new AbortController().signal);
    const seen: number[] = [];
    for await (const value of values) {
      seen.push(value);
      if (value < 3) state.set(value + 1);
      else break;
    }
    expect(seen).toEqual([1, 2, 3]);
    expect(state.watchers.size).toBe(0);
  });

  test('ends when the signal aborts, also while it waits', async () => {
    const state = box(1);
    const controller = new AbortController();
    const values = latest(state.read, state.watch, controller.signal);
    await values.next();
    const waiting = values.next();
    controller.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(state.watchers.size).toBe(0);
  });

  test('gives nothing when the signal has aborted already', async () => {
    const state = box(1);
    const values = latest(state.read, state.watch, AbortSignal.abort());
    expect(await values.next()).toEqual({ done: true, value: undefined });
    expect(state.watchers.size).toBe(0);
    expect(state.reads()).toBe(0);
  });
});

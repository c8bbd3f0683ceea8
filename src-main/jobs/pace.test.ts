import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

const { signal } = new AbortController();
/** Sizes after chunks that took so long each. */
async function sizesAfter(pace: Pace, ...tookMs: number[]): Promise<number[]> {
  const sizes = [pace.size];
  for (const ms of tookMs) {
    await pace.after(ms, signal);
    sizes.push(pace.size);
  }
  return sizes;
}

test('a chunk that takes twice the time it may makes the next one half as large, and says so', async () => {
  const pace = new Pace(false);
  expect(pace.note).toBeNull();
  expect(await sizesAfter(pace, 1_000, 1_000, 60_000, 60_000, 60_000)).toEqual([
    1_000, 500, 250, 125, 63, 50,
  ]);
  expect(pace.note).toMatch(/slowly/);
  expect(await sizesAfter(pace, 1, 1, 1, 1, 1)).toEqual([50, 100, 200, 400, 800, 1_000]);
  expect(pace.note).toBeNull();
});

test('several chunks under way share what one would take, also the least of it', async () => {
  const pace = new Pace(false, 4);
  expect(await sizesAfter(pace, 500, 1_000, 60_000, 60_000, 60_000, 60_000)).toEqual([
    250, 250, 125, 63, 32, 16, 13,
  ]);
});

test('a chunk that began before the others made it smaller does not make it larger again', async () => {
  const pace = new Pace(false, 4);
  // Four of 250 keys that were under way together, and the server has become slow.
  const sizes: number[] = [];
  for (const ms of [2_000, 2_000, 2_000, 2_000]) {
    await pace.after(ms, signal, 250);
    sizes.push(pace.size);
  }
  expect(sizes).toEqual([125, 125, 125, 125]);
});

test('on production it rests as long as it worked, and an abort ends the rest', async () => {
  const pace = new Pace(true);
  const startedAt = performance.now();
  await pace.after(30, signal);
  expect(performance.now() - startedAt).toBeGreaterThan(25);
  const controller = new AbortController();
  const resting = pace.after(3_600_000, controller.signal);
  controller.abort();
  await resting;
});

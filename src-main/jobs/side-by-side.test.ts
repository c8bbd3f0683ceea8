import { expect, test } from 'vitest';
import { SideBySide } from './side-by-side.ts';

/** Pieces that end when they are told to. */
function setUp(most: number) {
  const pieces = new SideBySide(most);
  const ends: (() => void)[] = [];
  const begin = (keys: number): void => {
    const { promise, resolve } = Promise.withResolvers<void>();
    ends.push(resolve);
    pieces.begin(keys, () => promise);
  };
  /** Whether it resolves before anything else ends. */
  const isFree = async (keys: number, mostKeys: number): Promise<boolean> =>
    await Promise.race([
      pieces.untilRoom(keys, () => mostKeys).then(() => true),
      new Promise<boolean>((done) => setImmediate(() => done(false))),
    ]);
  return { pieces, ends, begin, isFree };
}

test('one piece always fits; beside others only as many keys as are allowed together', async () => {
  const { ends, begin, isFree } = setUp(10);
  expect(await isFree(5_000, 1_000)).toBe(true);
  begin(600);
  expect(await isFree(400, 1_000)).toBe(true);
  expect(await isFree(401, 1_000)).toBe(false);
  ends[0]?.();
  expect(await isFree(401, 1_000)).toBe(true);
});

test('no more pieces than are allowed, however small', async () => {
  const { ends, begin, isFree } = setUp(2);
  begin(1);
  begin(1);
  expect(await isFree(1, 1_000)).toBe(false);
  ends[1]?.();
  expect(await isFree(1, 1_000)).toBe(true);
});

test('all are waited for, and what one of them throws is thrown then', async () => {
  const { pieces, ends, begin } = setUp(4);
  begin(1);
  pieces.begin(1, () => Promise.reject(new Error('of its own')));
  await pieces.untilRoom(1, () => 1_000);
  let isOver = false;
  const all = pieces.all().finally(() => (isOver = true));
  await new Promise((done) => setImmediate(done));
  expect(pieces.hasFailed).toBe(true);
  expect(isOver).toBe(false);
  ends[0]?.();
  await expect(all).rejects.toThrow('of its own');
});

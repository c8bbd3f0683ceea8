import { describe, expect, test } from 'vitest';
import { pushedMessage } from '../../test-support/pushed-message.ts';
import { ChannelCounts } from './channel-counts.ts';
import { SecondCounts } from './second-counts.ts';

describe('counts by channel', () => {
  test('tell what changed, with names once', () => {
    const counts = new ChannelCounts(10);
    for (const name of ['a', 'b', 'a']) counts.add(pushedMessage(name, ''));
    expect(counts.take()).toEqual({
      added: [Uint8Array.of(97), Uint8Array.of(98)],
      changed: Uint32Array.of(0, 1),
      totals: Float64Array.of(2, 1),
      elsewhere: 0,
    });
    counts.add(pushedMessage('b', ''));
    expect(counts.take()).toEqual({
      added: [],
      changed: Uint32Array.of(1),
      totals: Float64Array.of(2),
      elsewhere: 0,
    });
    expect(counts.take().changed.length).toBe(0);
  });

  test('keep names apart that are not UTF-8', () => {
    const counts = new ChannelCounts(10);
    counts.add(pushedMessage(Uint8Array.of(0xff), ''));
    counts.add(pushedMessage(Uint8Array.of(0xfe), ''));
    expect(counts.take().totals).toEqual(Float64Array.of(1, 1));
  });

  test('count together what is beyond the bound', () => {
    const counts = new ChannelCounts(2);
    for (const name of ['a', 'b', 'c', 'd', 'a']) counts.add(pushedMessage(name, ''));
    expect(counts.take()).toMatchObject({ totals: Float64Array.of(2, 1), elsewhere: 2 });
  });
});

describe('counts by second', () => {
  test('come again while the second runs and end exact', () => {
    const seconds = new SecondCounts();
    seconds.add(1_000);
    seconds.add(1_999.9);
    expect(seconds.take()).toEqual({ at: Float64Array.of(1), counts: Float64Array.of(2) });
    expect(seconds.take().at.length).toBe(0);
    seconds.add(1_999.95);
    seconds.add(2_000);
    seconds.add(4_500);
    expect(seconds.take()).toEqual({
      at: Float64Array.of(1, 2, 4),
      counts: Float64Array.of(3, 1, 1),
    });
  });

  test('of long ago are left out for a reader that was away', () => {
    const seconds = new SecondCounts();
    for (let second = 0; second < 1_000; second++) seconds.add(second * 1_000);
    const { at } = seconds.take();
    expect(at.length).toBeLessThanOrEqual(301);
    expect(at.at(-1)).toBe(999);
  });
});

import { describe, expect, test } from 'vitest';
import { keySlot } from './key-slot.ts';

describe('the slot of a key', () => {
  test.each([
    // As CLUSTER KEYSLOT answers.
    ['123456789', 12_739],
    ['', 0],
    ['foo', 12_182],
    ['{foo}bar', 12_182],
    ['x{foo}{bar}', 12_182],
    ['foo{}{bar}', 8_363],
    ['foo{{bar}}zap', 4_015],
    ['foo{bar', 15_278],
  ])('%j', (key, slot) => {
    expect(keySlot(Buffer.from(key))).toBe(slot);
  });
});

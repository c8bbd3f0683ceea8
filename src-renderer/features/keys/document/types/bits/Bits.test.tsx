import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { toBytes } from '../../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../../../client/fake-client.ts';
import { fakeLayout } from '../../../../../ui/testing/fake-layout.ts';
import { headOf, renderPane, testTicket } from '../../test-support/render-pane.tsx';
import { bitAt, readOffset, WINDOW_BYTES, windowOf } from './bit-window.ts';

beforeAll(fakeLayout);
afterEach(cleanup);

const answersOf = (value: Uint8Array, total = value.byteLength): FakeAnswers => ({
  'keys.head': () => ok(headOf('string', { length: total })),
  'values.string': ({ offset, limit }) => ok({ bytes: value.slice(offset, offset + limit), total }),
  'bitmaps.count': () => ok({ set: 3, bits: total * 8 }),
  'bitmaps.next': ({ from }) => ok({ offset: from > 1 ? null : 1 }),
  'values.change': () => ok({ outcome: 'done', ticket: testTicket('Changed bit 1') }),
});
const showBits = async () => fireEvent.click(await screen.findByRole('radio', { name: 'Bits' }));

test('bits are painted, counted, found and flipped with the command shown', async () => {
  const { calls } = renderPane(answersOf(toBytes('ab')));
  await showBits();
  expect(await screen.findByText('3 of 16 bits set')).not.toBeNull();
  const region = await screen.findByRole('region', { name: 'Value as bits' });
  await waitFor(() => expect(region.textContent).toContain('0110000101100010'));
  fireEvent.click(screen.getByRole('button', { name: 'Next set bit' }));
  expect(await screen.findByText('Bit 1 is 1')).not.toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Next clear bit' }));
  expect(await screen.findByText('No clear bit after it')).not.toBeNull();
  const run = within(region).getByText('1', { selector: '[data-bit="7"]' });
  fireEvent.mouseDown(run);
  expect(await screen.findByText('Bit 7 is 1')).not.toBeNull();
  fireEvent.change(screen.getByRole('textbox', { name: 'Bit offset' }), {
    target: { value: '16' },
  });
  expect(screen.getByText('From 0 to 15')).not.toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Flip' }));
  const bar = screen.getByRole('region', { name: 'Edit' });
  expect(within(bar).getByText('SETBIT product:1 7 0')).not.toBeNull();
  fireEvent.click(within(bar).getByRole('button', { name: /^Save/ }));
  await waitFor(() =>
    expect(calls.findLast(({ name }) => name === 'values.change')?.input).toMatchObject({
      change: { kind: 'string.setbit', offset: 7, before: 1, value: 0 },
    }),
  );
});

test('of a large value only a window is read, and its bits are counted when that is asked for', async () => {
  const value = new Uint8Array(LIMITS.valueChunkBytes);
  const { calls } = renderPane(answersOf(value, 12_582_912));
  await showBits();
  const count = await screen.findByRole('button', { name: /^Count set bits in 12/ });
  expect(calls.some(({ name }) => name === 'bitmaps.count')).toBe(false);
  fireEvent.change(screen.getByRole('textbox', { name: 'Bit offset' }), {
    target: { value: '100,000' },
  });
  await waitFor(() =>
    expect(calls.findLast(({ name }) => name === 'values.string')?.input).toMatchObject({
      offset: 8_192 + 4_096,
      limit: WINDOW_BYTES,
    }),
  );
  fireEvent.click(count);
  expect(await screen.findByText(/3 of 100,663,296 bits set/)).not.toBeNull();
});

test('a HyperLogLog is told from its bytes, without PFCOUNT', async () => {
  const header = [0x48, 0x59, 0x4c, 0x4c, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80];
  // One register of value 1 (VAL), 16,383 of zero (XZERO).
  const value = Uint8Array.from([...header, 0x80, 0x7f, 0xfe]);
  const { calls } = renderPane(answersOf(value));
  const facts = await screen.findByRole('region', { name: 'HyperLogLog' });
  expect(facts.textContent).toContain('about 1');
  expect(facts.textContent).toContain('the next PFCOUNT writes it');
  expect(facts.textContent).toContain('1 of 16,384');
  expect(new Set(calls.map(({ name }) => name))).toEqual(
    new Set(['bookmarks.get', 'keys.head', 'values.string']),
  );
  fireEvent.click(screen.getByRole('radio', { name: 'Hex' }));
  expect(await screen.findByRole('region', { name: 'Value as hex' })).not.toBeNull();
  fireEvent.click(screen.getByRole('radio', { name: 'HyperLogLog' }));
  expect(screen.getByRole('region', { name: 'HyperLogLog' })).not.toBeNull();
});

test('a bit is where GETBIT has it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.nat(200), (bytes, bit) => {
      const all = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
      expect(String(bitAt(bytes, bit))).toBe(all[bit] ?? 'null');
      expect(windowOf(bit + WINDOW_BYTES * 8)).toBe(WINDOW_BYTES);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      const offset = readOffset(text, 100);
      if (offset !== null) expect(offset >= 0 && offset < 100).toBe(true);
    }),
  );
});

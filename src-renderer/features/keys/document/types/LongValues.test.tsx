import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toBytes } from '../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../src-shared/result.ts';
import { fakeLayout } from '../../../../ui/testing/fake-layout.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import { headOf, renderPane } from '../test-support/render-pane.tsx';
import {
  removeElementsDraft,
  removeFieldsDraft,
  removeMembersDraft,
  removeScoredDraft,
} from './parts/part-drafts.ts';

beforeAll(fakeLayout);
afterEach(cleanup);

describe('values that a page leaves out', () => {
  it('says what of a long value was read, changes nothing of it, and reads it whole when asked', async () => {
    const MB = 1_048_576;
    const long = new Uint8Array(5 * MB).fill(0x61);
    const { calls } = renderPane({
      'keys.head': () => ok(headOf('hash')),
      'values.hash': () =>
        ok({
          fields: [
            { field: toBytes('long'), value: new Uint8Array(), total: 5 * MB, ttlMs: null },
            { field: toBytes('other'), value: new Uint8Array(), total: 3 * MB, ttlMs: null },
            { field: toBytes('huge'), value: new Uint8Array(), total: 500 * MB, ttlMs: null },
          ],
          next: null,
          total: 3,
        }),
      'values.element': () => ok({ bytes: long }),
    });
    const cell = await screen.findByText('5.0 MB, not read');
    fireEvent.click(cell);
    const panel = await screen.findByRole('region', { name: 'Value of long' });
    expect(within(panel).getByText('Value of 5.0 MB.')).not.toBeNull();
    const edit = within(panel).getByRole('button', { name: 'Edit' });
    expect(edit.getAttribute('aria-disabled')).toBe('true');
    fireEvent.doubleClick(cell);
    expect(toasts.getState().toasts.at(-1)?.message).toMatch(/at most 4.0 MB are changed/);
    fireEvent.doubleClick(screen.getByText('3.0 MB, not read'));
    expect(toasts.getState().toasts.at(-1)?.message).toMatch(/read it whole first/);
    fireEvent.click(cell);
    expect(screen.queryByRole('region', { name: 'Edit' })).toBeNull();
    expect(calls.filter(({ name }) => name === 'values.element')).toEqual([]);
    fireEvent.click(within(panel).getByRole('button', { name: 'Read it whole' }));
    await waitFor(() => expect(screen.queryByText('5.0 MB, not read')).toBeNull());
    expect(within(panel).queryByText('Value of 5.0 MB.')).toBeNull();
    expect(calls.at(-1)?.input).toMatchObject({ place: { kind: 'hash' } });
    fireEvent.click(screen.getByText('500 MB, not read'));
    const other = await screen.findByRole('region', { name: 'Value of huge' });
    const button = within(other).getByRole('button', { name: 'Read it whole' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
  });

  it('reads the rest of a long member of a sorted set at its rank', async () => {
    const long = new Uint8Array(5 * 1_048_576).fill(0x61);
    const begins = long.slice(0, 65_536);
    const { calls } = renderPane({
      'keys.head': () => ok(headOf('zset')),
      'values.zset': () =>
        ok({ members: [{ member: begins, total: long.byteLength, score: '7' }], total: 1 }),
      'values.element': () => ok({ bytes: long }),
    });
    fireEvent.click(await screen.findByText(/^5.0 MB, first 64/));
    fireEvent.click(await screen.findByRole('button', { name: 'Read it whole' }));
    await waitFor(() => expect(screen.queryByText(/^5.0 MB, first 64/)).toBeNull());
    expect(calls.at(-1)?.input).toMatchObject({
      place: { kind: 'zset', rank: 0, begins, total: long.byteLength },
    });
  });

  it('is not removed with others by what was read of it', () => {
    const names = { field: toBytes('f'), member: toBytes('m'), value: toBytes('v') };
    const row = { ...names, index: 0, score: '1', expiresAtMs: null };
    const whole = { ...row, index: 1, total: 1 };
    const cut = { ...row, index: 1, total: 1_000 };
    for (const [draft, kind] of [
      [removeFieldsDraft, 'hash.removeFields'],
      [removeElementsDraft, 'list.removeElements'],
      [removeMembersDraft, 'set.removeMembers'],
      [removeScoredDraft, 'zset.removeMembers'],
    ] as const) {
      expect(draft([row, whole]).change([], false)).toMatchObject({
        kind,
      });
      expect(draft([row, cut]).change([], false)).toMatch(/not all was read/);
    }
  });

  it('is not copied, nor a command with its name', async () => {
    renderPane({
      'keys.head': () => ok(headOf('set')),
      'values.set': () =>
        ok({
          members: [toBytes('begins')],
          cut: [{ at: 0, total: 5_000_000 }],
          next: null,
          total: 1,
        }),
    });
    fireEvent.click(await screen.findByText('begins'));
    fireEvent.keyDown(screen.getByRole('grid', { name: 'Members' }), { key: '.' });
    for (const name of [/^Copy member(?! as)/, /as base64/, /^Copy as redis-cli/, /^Edit member/]) {
      const item = await screen.findByRole('menuitem', { name });
      expect([name, item.getAttribute('aria-disabled')]).toEqual([name, 'true']);
    }
  });

  it('an element that was gone to is read from itself where the page ends before it', async () => {
    const { calls } = renderPane({
      'keys.head': () => ok(headOf('list')),
      'values.list': ({ start }) => ok({ elements: [toBytes(`at ${start}`)], total: 300 }),
    });
    await screen.findByText('at 0');
    const field = screen.getByRole('textbox', { name: /^Go to index/ });
    fireEvent.change(field, { target: { value: '200' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(await screen.findByText('at 200')).not.toBeNull();
    const starts = calls.flatMap((call) => (call.name === 'values.list' ? [call.input] : []));
    expect(starts).toMatchObject([{ start: 0 }, { start: 150 }, { start: 200 }]);
  });
});

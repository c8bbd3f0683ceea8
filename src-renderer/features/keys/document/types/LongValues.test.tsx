// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toBytes } from '../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../src-shared/result.ts';
import { fakeLayout } from '../../../../ui/testing/fake-layout.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import { headOf, renderPane } from '../test-support/render-pane.tsx';

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
            { field: toBytes('huge'), value: new Uint8Array(), total: 500 * MB, ttlMs: null },
          ],
          next: null,
          total: 2,
        }),
      'values.element': () => ok({ bytes: long }),
    });
    const cell = await screen.findByText('5.0 MB, not read');
    fireEvent.click(cell);
    const panel = await screen.findByRole('region', { name: 'Value of long' });
    expect(within(panel).getByText('Value of 5.0 MB.')).not.toBeNull();
    fireEvent.doubleClick(cell);
    expect(toasts.getState().toasts.at(-1)?.message).toMatch(/read it whole first/);
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
});

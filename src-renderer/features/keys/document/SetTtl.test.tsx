import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../../src-shared/result.ts';
import { fakeLayout } from '../../../ui/testing/fake-layout.ts';
import { headOf, renderPane, testConnection, testTicket } from './test-support/render-pane.tsx';

const DAY_MS = 86_400_000;

beforeAll(fakeLayout);

const stringOf = (text: string) => ({
  'values.string': () => ok({ bytes: toBytes(text), total: text.length }),
});

describe('Set TTL', () => {
  const open = async (ttlMs: number | null, lock = false) => {
    const rendered = renderPane(
      {
        'keys.head': () => ok(headOf('string', { ttlMs })),
        ...stringOf('x'),
        'keys.setTtl': () => ok(testTicket('Changed the TTL')),
      },
      { connection: testConnection({ readOnly: lock }) },
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Set TTL' }));
    return rendered;
  };

  it('takes a duration and shows the command', async () => {
    const { calls } = await open(null);
    const form = screen.getByRole('dialog', { name: 'Set TTL' });
    fireEvent.change(within(form).getByRole('textbox', { name: 'Expires in' }), {
      target: { value: '15 min' },
    });
    expect(form.textContent).toContain('PEXPIRE product:1 900000');
    expect(form.textContent).toContain('in 15 min 00 s');
    fireEvent.click(within(form).getByRole('button', { name: 'Set TTL' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(calls.find(({ name }) => name === 'keys.setTtl')?.input).toMatchObject({
      ttlMs: 900_000,
    });
    expect(await screen.findByRole('button', { name: /Undo/ })).not.toBeNull();
  });

  it('takes it away', async () => {
    const { calls } = await open(60_000);
    const form = screen.getByRole('dialog', { name: 'Set TTL' });
    const field = within(form).getByRole<HTMLInputElement>('textbox', { name: 'Expires in' });
    // What is typed takes its place.
    await waitFor(() => expect(field.selectionEnd).toBe(field.value.length));
    expect([field.selectionStart, field.value.length > 0]).toEqual([0, true]);
    fireEvent.click(within(form).getByRole('radio', { name: 'Never' }));
    expect(form.textContent).toContain('PERSIST product:1');
    fireEvent.click(within(form).getByRole('button', { name: 'Remove the TTL' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(calls.find(({ name }) => name === 'keys.setTtl')?.input).toMatchObject({ ttlMs: null });
  });

  it('shows the TTL that somebody else has set, and overwrites it only when told to', async () => {
    let isFirst = true;
    const { calls } = renderPane({
      'keys.head': () => ok(headOf('string', { ttlMs: DAY_MS + 1_800_000 })),
      ...stringOf('x'),
      'keys.setTtl': () => {
        if (!isFirst) return ok(testTicket('Changed the TTL'));
        isFirst = false;
        return fail({
          code: 'conflict',
          current: String(2 * DAY_MS + 1_800_000),
          message: 'Its TTL was changed',
        });
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Set TTL' }));
    const form = screen.getByRole('dialog', { name: 'Set TTL' });
    fireEvent.click(within(form).getByRole('button', { name: 'Set TTL' }));
    const over = await within(form).findByRole('button', { name: 'Overwrite with mine' });
    const side = async (name: string) =>
      (await within(form).findByRole('region', { name })).textContent;
    const texts = [await side('As read here'), await side('On the server now'), await side('Mine')];
    for (const told of texts) expect(told).toMatch(/\d\d:\d\d/);
    expect(new Set(texts.slice(0, 2)).size).toBe(2);
    fireEvent.click(over);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const asked = calls.flatMap(({ name, input }) => (name === 'keys.setTtl' ? [input] : []));
    // Within minutes: the test may have had to wait.
    const inMs = (ms: number) => expect.closeTo(Date.now() + ms, -6);
    expect(asked).toMatchObject([
      { readAsMs: inMs(DAY_MS + 1_800_000) },
      { readAsMs: inMs(2 * DAY_MS + 1_800_000) },
    ]);
  });

  it('says what is accepted', async () => {
    const { calls } = await open(null);
    const form = screen.getByRole('dialog', { name: 'Set TTL' });
    fireEvent.change(within(form).getByRole('textbox', { name: 'Expires in' }), {
      target: { value: 'soon' },
    });
    expect(form.textContent).toContain('Write seconds, or 15 min, 1h 30m, 2 d');
    fireEvent.click(within(form).getByRole('button', { name: 'Set TTL' }));
    expect(calls.some(({ name }) => name === 'keys.setTtl')).toBe(false);
  });

  it('stays closed on a locked connection', async () => {
    await open(null, true);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByRole('button', { name: 'Set TTL' }).getAttribute('aria-disabled')).toBe(
      'true',
    );
  });
});

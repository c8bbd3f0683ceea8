import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { streams } from '../../../../../../src-shared/contract/series.ts';
import { toBytes } from '../../../../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../../../client/fake-client.ts';
import { fakeLayout } from '../../../../../ui/testing/fake-layout.ts';
import { headOf, renderPane } from '../../test-support/render-pane.tsx';
import { readEntryId } from './entry-range.ts';

beforeAll(fakeLayout);
afterEach(cleanup);

const group = Uint8Array.of(0x67, 0xff);
const bob = toBytes('bob');
const fields = [{ field: toBytes('f'), value: toBytes('v') }];
const answers: FakeAnswers = {
  'keys.head': () => ok(headOf('stream')),
  'values.stream': () =>
    ok({
      entries: [{ id: '1700000000000-0', fields }],
      total: 1,
      groups: [
        { name: group, consumers: 1, pending: 2, lastDeliveredId: '2-0', lag: '0' },
        { name: toBytes('idle'), consumers: 0, pending: 0, lastDeliveredId: '0-0', lag: null },
      ],
    }),
  'streams.range': ({ from, to }) =>
    ok({ entries: from === to ? [] : [{ id: '5-0', fields }], next: null, total: 9 }),
  'streams.consumers': () =>
    ok({ consumers: [{ name: bob, pending: 2, idleMs: '61000', inactiveMs: '-1' }], total: 1 }),
  'streams.pending': ({ consumer }) =>
    ok({
      entries: [{ id: '2-0', consumer: consumer ?? bob, idleMs: '3600000', deliveries: '7' }],
      next: null,
      total: 2,
    }),
  'streams.facts': () =>
    fail({ code: 'redis.reply', command: 'XINFO', prefix: 'NOPERM', message: 'NOPERM no xinfo' }),
};

test('groups with their consumers and what is pending, and a pending entry that was deleted', async () => {
  const { calls } = renderPane(answers);
  fireEvent.click(await screen.findByRole('radio', { name: /^Groups/ }));
  const pending = await screen.findByRole('grid', { name: 'Pending entries' });
  expect(pending.textContent).toContain('1 h 00 min');
  expect(pending.textContent).toContain('7');
  const consumers = screen.getByRole('grid', { name: 'Consumers' });
  fireEvent.click(within(consumers).getByText('bob'));
  await waitFor(() =>
    expect(calls.findLast(({ name }) => name === 'streams.pending')?.input).toMatchObject({
      group,
      consumer: bob,
    }),
  );
  const row = await screen.findByRole('grid', { name: 'Pending entries' });
  fireEvent.click(within(row).getByText('2-0'));
  expect(await screen.findByText('The entry was deleted from the stream')).not.toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'All consumers' }));
  await waitFor(() =>
    expect(calls.findLast(({ name }) => name === 'streams.pending')?.input).toMatchObject({
      consumer: null,
    }),
  );
});

test('pending entries are narrowed to what is idle, entries read from the oldest', async () => {
  const { calls } = renderPane(answers);
  const last = (called: string) => calls.findLast(({ name }) => name === called)?.input;
  fireEvent.change(await screen.findByRole('combobox', { name: 'Order of the entries' }), {
    target: { value: 'oldest' },
  });
  await waitFor(() => expect(last('values.stream')).toMatchObject({ order: 'oldest', past: null }));
  fireEvent.click(await screen.findByRole('radio', { name: /^Groups/ }));
  const idle = await screen.findByRole('textbox', { name: 'Idle for at least' });
  fireEvent.change(idle, { target: { value: 'soon' } });
  expect(screen.getByText(/^Seconds, or/)).not.toBeNull();
  fireEvent.change(idle, { target: { value: '5 min' } });
  await waitFor(() => expect(last('streams.pending')).toMatchObject({ minIdleMs: 300_000 }));
});

test('entries between two IDs are read by the server', async () => {
  const { calls } = renderPane(answers);
  fireEvent.change(await screen.findByRole('textbox', { name: 'From ID or time' }), {
    target: { value: '4' },
  });
  expect(await screen.findByText('5-0')).not.toBeNull();
  expect(calls.findLast(({ name }) => name === 'streams.range')?.input).toMatchObject({
    from: '4',
    to: '+',
  });
  expect(screen.getByText('1 of 9 entries match')).not.toBeNull();
  fireEvent.change(screen.getByRole('textbox', { name: 'To ID or time' }), {
    target: { value: 'soon' },
  });
  expect(screen.getByText('An ID, milliseconds or a date')).not.toBeNull();
});

test('facts that are refused say why', async () => {
  renderPane(answers);
  fireEvent.click(await screen.findByRole('radio', { name: 'Facts' }));
  expect(within(await screen.findByRole('alert')).getByText(/NOPERM no xinfo/)).not.toBeNull();
});

test('what is typed is an ID that main takes, or none', () => {
  const { from } = streams['streams.range'].input.shape;
  const typed = fc.oneof(fc.string(), fc.stringMatching(/^[-+\d :T]{0,44}$/));
  fc.assert(
    fc.property(typed, (text) => {
      const id = readEntryId(text, '-');
      if (id !== null) expect(from.safeParse(id).success).toBe(true);
    }),
  );
  expect(readEntryId('18446744073709551616', '-')).toBeNull();
});

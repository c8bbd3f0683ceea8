import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { zsetRange } from '../../../../../src-shared/contract/ranges.ts';
import { escapeBytes, toBytes } from '../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../../client/fake-client.ts';
import { fakeLayout } from '../../../../ui/testing/fake-layout.ts';
import { headOf, renderPane } from '../test-support/render-pane.tsx';
import { readZsetRange } from './zset-range.ts';

beforeAll(fakeLayout);
afterEach(cleanup);

const zset: FakeAnswers = {
  'keys.head': () => ok(headOf('zset')),
  'values.zset': () => ok({ members: [{ member: toBytes('all'), score: '1' }], total: 9 }),
  'values.zsetRange': ({ range }) =>
    ok({
      members: [{ member: toBytes(`by ${range.by}`), score: '2' }],
      found: 1,
      total: 9,
      hasOneScore: false,
    }),
};

test('a sorted set by score and by name, read by the server once both ends can be read', async () => {
  const { calls } = renderPane(zset);
  await screen.findByText('all');
  const kind = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Read' });
  fireEvent.change(kind, { target: { value: 'score' } });
  fireEvent.change(screen.getByRole('textbox', { name: 'From' }), { target: { value: '(1.5' } });
  fireEvent.change(screen.getByRole('textbox', { name: 'To' }), { target: { value: 'much' } });
  expect(screen.getByText('A number, (number, inf or -inf')).not.toBeNull();
  fireEvent.change(screen.getByRole('textbox', { name: 'To' }), { target: { value: 'inf' } });
  expect(await screen.findByText('by score')).not.toBeNull();
  expect(screen.getByText('1 of 9 members match')).not.toBeNull();
  const sent = () => calls.findLast(({ name }) => name === 'values.zsetRange')?.input;
  expect(sent()).toMatchObject({
    range: {
      by: 'score',
      min: { score: '1.5', exclusive: true },
      max: { score: 'inf', exclusive: false },
    },
  });
  fireEvent.change(kind, { target: { value: 'lex' } });
  expect(await screen.findByText('by lex')).not.toBeNull();
  expect(screen.getByText(/Redis does not say what a range by name gives/)).not.toBeNull();
});

test('a list is read from its right end, with the index of each element', async () => {
  const { calls } = renderPane({
    'keys.head': () => ok(headOf('list')),
    'values.list': () => ok({ elements: [toBytes('first')], total: 2_000_000 }),
    'values.listTail': ({ skip }) =>
      ok({
        elements: [{ index: 1_999_999 - skip, value: toBytes(`last ${skip}`) }],
        total: 2_000_000,
      }),
  });
  await screen.findByText('first');
  fireEvent.click(screen.getByRole('radio', { name: 'From the right' }));
  const row = (await screen.findByText('last 0')).closest('[role="row"]');
  expect(row?.textContent).toContain('1,999,999');
  fireEvent.click(screen.getByRole('button', { name: /^Load/ }));
  await waitFor(() =>
    expect(calls.findLast(({ name }) => name === 'values.listTail')?.input).toMatchObject({
      skip: 1,
    }),
  );
  fireEvent.contextMenu(screen.getByText('last 0'));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Move to the left end' }));
  const bar = screen.getByRole('region', { name: 'Edit' });
  expect(within(bar).getByText('LPUSHX product:1 "last 0"')).not.toBeNull();
});

test('what is typed as a range is one that main takes, and any name can be typed', () => {
  const typed = fc.oneof(fc.string(), fc.stringMatching(/^[-+([\d.einf]{0,12}$/));
  fc.assert(
    fc.property(fc.constantFrom('score', 'lex'), typed, typed, (by, min, max) => {
      const range = readZsetRange(by, { min, max });
      if (range !== null) expect(zsetRange.safeParse(range).error).toBeUndefined();
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (member) => {
      const text = `[${escapeBytes(member)}`;
      expect(readZsetRange('lex', { min: text, max: '' })?.min).toEqual({
        member,
        exclusive: false,
      });
    }),
  );
});

test('a list whose length is refused is read on to its end, and says so', async () => {
  const { calls } = renderPane({
    'keys.head': () => ok(headOf('list')),
    'values.list': ({ start }) =>
      ok({ elements: start < 2 ? [toBytes(`at ${start}`)] : [], total: null }),
  });
  await screen.findByText('at 0');
  const unknown = '1 element read; how many there are is not known: LLEN is refused';
  expect(screen.getAllByText(unknown)).toHaveLength(2);
  fireEvent.click(screen.getByRole('button', { name: 'Load more' }));
  await screen.findByText('at 1');
  fireEvent.click(screen.getByRole('button', { name: 'Load more' }));
  // Its end is there: so many there are.
  expect(await screen.findByText('2 elements')).not.toBeNull();
  expect(calls.findLast(({ name }) => name === 'values.list')?.input).toMatchObject({ start: 2 });
});

import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { toBytes } from '../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../../client/fake-client.ts';
import { fakeLayout } from '../../../../ui/testing/fake-layout.ts';
import { headOf, type Rendered, renderPane } from '../test-support/render-pane.tsx';

const b = toBytes;
beforeAll(fakeLayout);
afterEach(cleanup);

const TOTAL = 3_000_000;
const page = (start: number) =>
  Array.from({ length: Math.min(LIMITS.pageElements, TOTAL - start) }, (_, at) => start + at);
const list = {
  'keys.head': () => ok(headOf('list')),
  'values.list': ({ start }) =>
    ok({ elements: page(start).map((at) => b(`element ${at}`)), total: TOTAL }),
  'values.listTail': ({ skip }) =>
    ok({
      elements: page(skip).map((at) => ({ index: TOTAL - 1 - at, value: b('from the right') })),
      total: TOTAL,
    }),
} satisfies FakeAnswers;
const zset = {
  'keys.head': () => ok(headOf('zset')),
  'values.zset': ({ start, reverse }) =>
    ok({
      members: page(start).map((at) => {
        const rank = reverse ? TOTAL - 1 - at : at;
        return { member: b(`member ${rank}`), score: String(rank) };
      }),
      total: TOTAL,
    }),
} satisfies FakeAnswers;

const textbox = (name: string) => screen.getByRole('textbox', { name });
const enter = (element: HTMLElement, value: string) => {
  fireEvent.change(element, { target: { value } });
  fireEvent.keyDown(element, { key: 'Enter' });
};
const sent = (name: string, { calls }: Rendered) =>
  calls.findLast((call) => call.name === name)?.input;
const active = () => document.querySelector('[data-active]')?.textContent ?? '';

test('a list is gone to at an index, also one from the end, with what is around it', async () => {
  const pane = renderPane(list);
  await screen.findByText('element 0');
  enter(textbox('Go to index'), '1,000,000');
  await waitFor(() => expect(active()).toContain('element 1000000'));
  expect(sent('values.list', pane)).toMatchObject({ start: 999_950, count: LIMITS.pageElements });
  expect(screen.getAllByText('999,951 to 1,000,450 of 3,000,000 elements')).not.toEqual([]);
  enter(textbox('Go to index'), '-1');
  await waitFor(() => expect(active()).toContain('element 2999999'));
  enter(textbox('Go to index'), '3000000');
  expect(screen.getByText('There are 3,000,000 elements')).not.toBeNull();
  fireEvent.click(screen.getByRole('radio', { name: 'From the right' }));
  await waitFor(() => expect(sent('values.listTail', pane)).toMatchObject({ skip: 0 }));
  enter(textbox('Go to index'), '1000');
  await waitFor(() => expect(active()).toContain('1,000'));
  expect(sent('values.listTail', pane)).toMatchObject({ skip: TOTAL - 1 - 1_000 - 50 });
});

test('a value is looked for in a list in steps, shown where it is, and the next one after it', async () => {
  const pane = renderPane({
    ...list,
    'values.findElement': ({ most, skip }) =>
      ok({
        indexes: most < 400_000 ? [] : [250_000, 260_000].slice(skip),
        looked: most,
        total: TOTAL,
      }),
  });
  await screen.findByText('element 0');
  const find = screen.getByRole('searchbox', { name: 'Find a value' });
  enter(find, String.raw`\q`);
  expect(screen.getByText(/A backslash starts an escape/)).not.toBeNull();
  enter(find, String.raw`\xff`);
  expect(
    await screen.findByText('Not found, the first 100,000 of 3,000,000 compared'),
  ).not.toBeNull();
  expect(Object.values(Object(sent('values.findElement', pane)).value)).toEqual([0xff]);
  fireEvent.click(screen.getByRole('button', { name: 'Search on' }));
  await waitFor(() => expect(active()).toContain('element 250000'));
  expect(screen.getByText(/At index 250,000: 1 of 2 found/)).not.toBeNull();
  fireEvent.keyDown(find, { key: 'Enter' });
  await waitFor(() => expect(active()).toContain('element 260000'));
  fireEvent.click(screen.getByRole('button', { name: 'Search on' }));
  await waitFor(() =>
    expect(sent('values.findElement', pane)).toMatchObject({ skip: 2, most: 1_600_000 }),
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Search on' }));
  expect(await screen.findByText(/the first 2,000,000 .* read from the right/)).not.toBeNull();
  expect(screen.queryByRole('button', { name: 'Search on' })).toBeNull();
});

test('a member is found by its name or a part of it, and shown at its rank', async () => {
  const pane = renderPane({
    ...zset,
    'values.findRank': () => ok({ found: { score: '1234', rank: 1_234 }, total: TOTAL }),
    'values.zsetScan': () =>
      ok({
        members: [{ member: b('member 12345'), score: '12345' }],
        next: null,
        total: TOTAL,
        looked: 500,
      }),
  });
  await screen.findByText('member 0');
  const kind = screen.getByRole('combobox', { name: 'Read' });
  fireEvent.change(kind, { target: { value: 'find' } });
  fireEvent.change(textbox('Member'), { target: { value: 'member 1234' } });
  const exact = await screen.findByText('member 1234');
  expect(screen.getByText('member 12345')).not.toBeNull();
  expect(screen.getAllByText('2 of 3,000,000 members match')).not.toEqual([]);
  fireEvent.contextMenu(exact);
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Show at its rank' }));
  await waitFor(() => expect(active()).toContain('member 1234'));
  expect(sent('values.zset', pane)).toMatchObject({ start: 1_184 });
  fireEvent.click(screen.getByRole('radio', { name: 'Highest first' }));
  await screen.findByText('member 2999999');
  enter(textbox('Go to rank'), '1000');
  await waitFor(() => expect(active()).toContain('member 1000'));
  expect(sent('values.zset', pane)).toMatchObject({ start: TOTAL - 1 - 1_000 - 50 });
});

test('an exact name is shown at once, however far the scan of the others is', async () => {
  renderPane({
    'keys.head': () => ok(headOf('hash')),
    'values.hash': ({ match }) =>
      ok({
        fields: match === null ? [{ field: b('other'), value: b(''), ttlMs: null }] : [],
        next: match === null ? '9' : null,
        total: TOTAL,
      }),
    'values.findField': ({ field }) => ok({ found: { value: field, ttlMs: null } }),
  });
  await screen.findByText('other');
  fireEvent.change(screen.getByRole('searchbox', { name: 'Filter fields' }), {
    target: { value: 'price' },
  });
  expect((await screen.findAllByText('price')).length).toBe(2);
  cleanup();
  renderPane({
    'keys.head': () => ok(headOf('set')),
    'values.set': ({ match }) =>
      ok({
        members: match === null ? [b('other')] : [],
        next: match === null ? '9' : null,
        total: TOTAL,
      }),
    'values.hasMember': () => ok({ isMember: true }),
  });
  await screen.findByText('other');
  fireEvent.change(screen.getByRole('searchbox', { name: 'Filter members' }), {
    target: { value: 'price' },
  });
  expect(await screen.findByText('price')).not.toBeNull();
});

/** A search through a hash of which each page waits to be let through. */
function searchedHash(
  pages: readonly { readonly found: readonly string[]; readonly next: string | null }[],
) {
  const waiting: (() => void)[] = [];
  const positions: string[] = [];
  renderPane({
    'keys.head': () => ok(headOf('hash')),
    'values.hash': async ({ match, position }) => {
      if (match === null)
        return ok({
          fields: [{ field: b('all'), value: b(''), ttlMs: null }],
          next: null,
          total: TOTAL,
        });
      positions.push(position);
      await new Promise<void>((resolve) => void waiting.push(resolve));
      const { found, next } = pages[Number(position)] ?? { found: [], next: null };
      return ok({
        fields: found.map((name) => ({ field: b(name), value: b(''), ttlMs: null })),
        next,
        total: TOTAL,
        looked: 1_000_000,
      });
    },
  });
  const search = async (text: string) => {
    await screen.findByText('all');
    fireEvent.change(screen.getByRole('searchbox', { name: 'Filter fields' }), {
      target: { value: text },
    });
    await waitFor(() => expect(waiting).toHaveLength(1));
  };
  const letThrough = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  return { positions, waiting, search, letThrough };
}

test('a search goes on by itself, says how far it is, and that nothing matches only at its end', async () => {
  const { positions, search, letThrough } = searchedHash([
    { found: [], next: '1' },
    { found: [], next: '2' },
    { found: [], next: null },
  ]);
  await search('a*z');
  letThrough();
  expect(await screen.findAllByText('0 found in about 1,000,000 of 3,000,000 fields')).not.toEqual(
    [],
  );
  expect(screen.getByText('Searching')).not.toBeNull();
  await waitFor(() => expect(positions).toEqual(['0', '1']));
  letThrough();
  expect(await screen.findAllByText('0 found in about 2,000,000 of 3,000,000 fields')).not.toEqual(
    [],
  );
  await waitFor(() => expect(positions).toEqual(['0', '1', '2']));
  expect(screen.queryByText(/None of/)).toBeNull();
  letThrough();
  expect(await screen.findByText('None of 3,000,000 fields matches')).not.toBeNull();
  expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
});

test('a search stops when told to, keeps what it found, and goes on from there', async () => {
  const { positions, waiting, search, letThrough } = searchedHash([
    { found: ['abz'], next: '1' },
    { found: ['acz'], next: null },
  ]);
  await search('a*z');
  letThrough();
  expect(await screen.findByText('abz')).not.toBeNull();
  await waitFor(() => expect(positions).toEqual(['0', '1']));
  fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
  letThrough();
  const on = await screen.findByRole('button', { name: 'Search on' });
  expect(screen.queryByText('acz')).toBeNull();
  expect(screen.getAllByText('1 found in about 1,000,000 of 3,000,000 fields')).not.toEqual([]);
  fireEvent.click(on);
  await waitFor(() => expect(waiting).toHaveLength(1));
  expect(positions).toEqual(['0', '1', '1']);
  letThrough();
  expect(await screen.findByText('acz')).not.toBeNull();
  expect(screen.getByText('2 of 3,000,000 fields match')).not.toBeNull();
});

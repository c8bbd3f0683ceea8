import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { probes } from '../../../../../../src-shared/contract/series.ts';
import { escapeBytes, toBytes } from '../../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../../../client/fake-client.ts';
import { fakeLayout } from '../../../../../ui/testing/fake-layout.ts';
import { headOf, renderPane } from '../../test-support/render-pane.tsx';
import { parseFigures, parseItems } from './parse-items.ts';

beforeAll(fakeLayout);
afterEach(cleanup);

const answersOf = (type: string): FakeAnswers => ({
  'keys.head': () => ok(headOf(type)),
  'values.module': () =>
    ok({
      command: 'X.INFO',
      facts: [{ name: 'Capacity', value: '100' }],
    }),
  'probes.ask': ({ items }) => ok({ answers: items.map((_, i) => (i === 0 ? '1' : '0')) }),
  'probes.top': () => ok({ items: [{ item: Uint8Array.of(0xff), count: '41' }], total: 1 }),
  'probes.digest': ({ quantiles, values }) =>
    ok({
      min: '1',
      max: '9.50',
      quantiles: quantiles.map((quantile) => `${quantile}1`),
      shares: values.map(() => '0.25'),
    }),
});

test('a Bloom filter is asked for items of any bytes', async () => {
  const { calls } = renderPane(answersOf('MBbloom--'));
  expect(await screen.findByText('Capacity')).not.toBeNull();
  const box = screen.getByRole('textbox', { name: 'Items, one a line' });
  fireEvent.change(box, { target: { value: 'x\\xff\nother' } });
  fireEvent.click(screen.getByRole('button', { name: /^Ask/ }));
  expect(await screen.findByText('probably')).not.toBeNull();
  expect(screen.getByText('certainly not')).not.toBeNull();
  expect(calls.findLast(({ name }) => name === 'probes.ask')?.input).toMatchObject({
    command: 'BF.MEXISTS',
    items: [Uint8Array.of(0x78, 0xff), Uint8Array.from(toBytes('other'))],
  });
  fireEvent.change(box, { target: { value: '\\q' } });
  expect(screen.getByRole('button', { name: /^Ask/ }).getAttribute('aria-disabled')).toBe('true');
});

test('a Top-K lists its items', async () => {
  renderPane(answersOf('TopK-TYPE'));
  expect(await screen.findByText('\\xff')).not.toBeNull();
  expect(screen.getByText('41')).not.toBeNull();
});

test('a t-digest tells quantiles and shares as written', async () => {
  const { calls } = renderPane(answersOf('TDIS-TYPE'));
  expect(await screen.findByText('9.50')).not.toBeNull();
  expect(screen.getByText('0.9991')).not.toBeNull();
  fireEvent.change(screen.getByRole('textbox', { name: /^Share of samples/ }), {
    target: { value: '100' },
  });
  expect(await screen.findByText('Share at or below 100')).not.toBeNull();
  fireEvent.change(screen.getByRole('textbox', { name: /^Quantiles/ }), { target: { value: '2' } });
  expect(screen.getByText('2 is not between 0 and 1')).not.toBeNull();
  await waitFor(() =>
    expect(calls.findLast(({ name }) => name === 'probes.digest')?.input).toMatchObject({
      values: ['100'],
    }),
  );
});

test('any item can be typed as it is shown, and what is typed is what main takes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (item) => {
      expect(parseItems(escapeBytes(item))).toEqual({ ok: true, items: [item] });
    }),
  );
  const { values } = probes['probes.digest'].input.shape;
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+\d.eE ,]{0,30}$/)), (text) => {
      const parsed = parseFigures(text, false);
      if (parsed.ok) expect(values.safeParse([...parsed.items]).success).toBe(true);
    }),
  );
});

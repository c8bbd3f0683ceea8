import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { SeriesInfo } from '../../../../../../src-shared/contract/series.ts';
import { toBytes } from '../../../../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../../../client/fake-client.ts';
import { fakeLayout } from '../../../../../ui/testing/fake-layout.ts';
import { headOf, renderPane } from '../../test-support/render-pane.tsx';
import { readTime } from '../read-time.ts';
import { rangeOf } from './series-range.ts';

beforeAll(fakeLayout);
afterEach(cleanup);

const LAST = 1_700_000_000_000;
const info: SeriesInfo = {
  totalSamples: '3',
  memoryBytes: '4288',
  firstAtMs: String(LAST - 90_000_000),
  lastAtMs: String(LAST),
  retentionMs: '86400000',
  chunkCount: '1',
  chunkBytes: '4096',
  chunkType: 'compressed',
  duplicatePolicy: null,
  labels: [{ name: toBytes('shop'), value: Uint8Array.of(0xff) }],
  sourceKey: null,
  rules: [{ key: toBytes('price:hourly'), bucketMs: '3600000', aggregator: 'avg', alignMs: '0' }],
};
const samples = ['1.50', '9007199254740993', 'nan'].map((value, i) => ({
  atMs: String(LAST - 2 + i),
  value,
}));
const answers: FakeAnswers = {
  'keys.head': () => ok(headOf('TSDB-TYPE')),
  'series.info': () => ok(info),
  'series.range': ({ aggregation }) =>
    ok(
      aggregation === null
        ? { samples, bucketMs: null, cut: false }
        : { samples: samples.slice(0, 1), bucketMs: '60000', cut: false },
    ),
};

test('shows samples as written, facts, labels and rules', async () => {
  const { calls } = renderPane(answers);
  const table = await screen.findByRole('grid', { name: 'Samples, newest first' });
  expect(table.textContent).toContain('9007199254740993');
  expect(table.textContent).toContain('1.50');
  const facts = screen.getByRole('region', { name: 'Facts' }).textContent;
  for (const fact of ['Retention1 d 0 h', 'shop\\xff', 'avg, 1 h 00 minprice:hourly', '4.0 KB'])
    expect(facts).toContain(fact);
  expect(calls.findLast(({ name }) => name === 'series.range')?.input).toMatchObject({
    from: info.firstAtMs,
    to: info.lastAtMs,
    aggregation: null,
  });
});

test('range and aggregation are asked of the server', async () => {
  const { calls } = renderPane(answers);
  const last = () => calls.findLast(({ name }) => name === 'series.range')?.input;
  fireEvent.change(await screen.findByRole('combobox', { name: 'Aggregation' }), {
    target: { value: 'max' },
  });
  expect(await screen.findByText('1 bucket of 1 min 00 s')).not.toBeNull();
  expect(last()).toMatchObject({ aggregation: 'max' });
  fireEvent.change(screen.getByRole('combobox', { name: 'Range' }), { target: { value: 'hour' } });
  await waitFor(() => expect(last()).toMatchObject({ from: String(LAST - 3_600_000) }));
  fireEvent.change(screen.getByRole('combobox', { name: 'Range' }), { target: { value: 'own' } });
  fireEvent.change(screen.getByRole('textbox', { name: 'From' }), { target: { value: 'soon' } });
  expect(screen.getByText(/Write a date or milliseconds/)).not.toBeNull();
  fireEvent.change(screen.getByRole('textbox', { name: 'From' }), {
    target: { value: String(LAST - 5) },
  });
  await waitFor(() => expect(last()).toMatchObject({ from: String(LAST - 5), to: String(LAST) }));
});

test('a length of buckets is asked for as far as it makes few enough', async () => {
  const { calls } = renderPane(answers);
  const last = () => calls.findLast(({ name }) => name === 'series.range')?.input;
  fireEvent.change(await screen.findByRole('combobox', { name: 'Aggregation' }), {
    target: { value: 'twa' },
  });
  const length = screen.getByRole('textbox', { name: 'Length of a bucket' });
  fireEvent.change(length, { target: { value: '15 min' } });
  await waitFor(() => expect(last()).toMatchObject({ aggregation: 'twa', bucketMs: '900000' }));
  fireEvent.change(screen.getByRole('combobox', { name: 'Counted' }), {
    target: { value: 'start' },
  });
  await waitFor(() => expect(last()).toMatchObject({ align: 'start' }));
  fireEvent.change(length, { target: { value: '1000' } });
  expect(screen.getByText('90,002 buckets: at most 2,000 are read')).not.toBeNull();
  expect(last()).toMatchObject({ bucketMs: '900000' });
});

test('the chart is read by arrow keys', async () => {
  renderPane(answers);
  const chart = await screen.findByRole('slider');
  fireEvent.keyDown(chart, { key: 'Home' });
  expect(chart.getAttribute('aria-valuetext')).toMatch(/, 1\.50$/);
  fireEvent.keyDown(chart, { key: 'ArrowRight' });
  expect(chart.getAttribute('aria-valuetext')).toMatch(/, 9007199254740993$/);
});

test('an empty series, and one that is refused', async () => {
  renderPane({
    ...answers,
    'series.info': () => ok({ ...info, totalSamples: '0', firstAtMs: '0', lastAtMs: '0' }),
    'series.range': () => ok({ samples: [], bucketMs: null, cut: false }),
  });
  expect(await screen.findByText('No samples')).not.toBeNull();
  cleanup();
  renderPane({
    ...answers,
    'series.info': () =>
      fail({ code: 'redis.reply', command: 'TS.INFO', prefix: 'NOPERM', message: 'NOPERM no' }),
  });
  expect(within(await screen.findByRole('alert')).getByText(/NOPERM no/)).not.toBeNull();
});

test('whatever is typed as a time is one in milliseconds, or none', () => {
  expect(readTime('1700000000000')).toBe('1700000000000');
  expect(readTime('2023-11-14T22:13:20Z')).toBe('1700000000000');
  expect(readTime('2023-11-14')).toBe(String(new Date(2023, 10, 14).getTime()));
  expect(readTime('9223372036854775808')).toBeNull();
  const typed = fc.oneof(fc.string(), fc.stringMatching(/^[-\d :TZ.]{4,24}$/));
  fc.assert(
    fc.property(typed, typed, (from, to) => {
      const range = rangeOf(info, 'own', { from, to });
      if (range !== null) expect(BigInt(range.from)).toBeLessThanOrEqual(BigInt(range.to));
    }),
  );
});

import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { planId } from '../../../../../../src-shared/contract/define.ts';
import type { SeriesInfo } from '../../../../../../src-shared/contract/series.ts';
import { toBytes } from '../../../../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../../../client/fake-client.ts';
import { fakeLayout } from '../../../../../ui/testing/fake-layout.ts';
import { toasts } from '../../../../../ui/toast-store.ts';
import { headOf, renderPane, testTicket } from '../../test-support/render-pane.tsx';

beforeAll(fakeLayout);
afterEach(() => {
  cleanup();
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
});

const LAST = 1_700_000_000_000;
const info: SeriesInfo = {
  totalSamples: '3',
  memoryBytes: '4288',
  firstAtMs: String(LAST - 2),
  lastAtMs: String(LAST),
  retentionMs: '0',
  chunkCount: '1',
  chunkBytes: '4096',
  chunkType: 'compressed',
  duplicatePolicy: null,
  labels: [
    { name: toBytes('metric'), value: toBytes('price') },
    { name: toBytes('shop'), value: toBytes('nord') },
  ],
  sourceKey: null,
  rules: [],
};
const sample = (value: string, back = 0) => ({ atMs: String(LAST - back), value });
const answers: FakeAnswers = {
  'keys.head': () => ok(headOf('TSDB-TYPE')),
  'series.info': () => ok(info),
  'series.range': () => ok({ samples: [sample('1.50')], bucketMs: null, cut: false }),
  'series.several': () =>
    ok({
      total: 12,
      bucketMs: '60000',
      series: [
        { key: toBytes('price:nord'), samples: [sample('1', 2), sample('9007199254740993')] },
        { key: toBytes('price:tech'), samples: [sample('7.50', 1)] },
        { key: toBytes('price:secret'), samples: null },
      ],
    }),
};
const button = (name: string) => screen.findByRole('button', { name });

test('series with the same labels: how many of how many, with their values in the legend', async () => {
  const { calls } = renderPane(answers);
  fireEvent.click(await button('Series with the same labels'));
  expect(await screen.findByText(/3 of 12 series with these labels/)).not.toBeNull();
  const legend = screen.getByRole('table', { name: 'Legend' });
  for (const text of ['price:nord this one9007199254740993', 'price:tech7.50', 'may not be read'])
    expect(legend.textContent).toContain(text);
  fireEvent.keyDown(screen.getByRole('slider'), { key: 'Home' });
  await waitFor(() => expect(legend.textContent).toContain('price:nord this one1'));
  expect(legend.textContent).toContain('price:tech–');
  const last = () => calls.findLast(({ name }) => name === 'series.several')?.input;
  expect(last()).toMatchObject({ filters: [{ name: toBytes('metric') }], aggregation: 'avg' });
  fireEvent.click(screen.getByRole('checkbox', { name: 'shop=nord' }));
  await waitFor(() => expect(last()).toMatchObject({ filters: [{}, { name: toBytes('shop') }] }));
});

test('a sample is added by the command that is shown', async () => {
  const { calls } = renderPane({
    ...answers,
    'series.add': () => ok({ ticket: testTicket('Added a sample') }),
  });
  fireEvent.click(await button('Add a sample'));
  const dialog = await screen.findByRole('dialog');
  fireEvent.change(within(dialog).getByRole('textbox', { name: 'Time' }), {
    target: { value: '1500' },
  });
  const value = within(dialog).getByRole('textbox', { name: 'Value' });
  fireEvent.change(value, { target: { value: '1.50' } });
  expect(dialog.textContent).toContain('TS.ADD product:1 1500 1.50');
  fireEvent.keyDown(value, { key: 'Enter' });
  expect(await screen.findByText('Added a sample')).not.toBeNull();
  expect(calls.find(({ name }) => name === 'series.add')?.input).toMatchObject({
    atMs: '1500',
    value: '1.50',
  });
});

test('a range is counted before it is deleted, and what cannot be undone is said', async () => {
  let canUndo = true;
  const plan = planId.parse('p1');
  renderPane({
    ...answers,
    'series.planDelete': () =>
      ok({
        plan,
        command: '',
        count: canUndo ? 3 : 20_001,
        canUndo,
        firstAtMs: '1',
        lastAtMs: '3',
        expiresAtMs: 0,
      }),
    'series.applyDelete': () => fail({ code: 'conflict', current: null, message: 'They changed' }),
  });
  fireEvent.click(await button('Delete a range'));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain(`TS.DEL product:1 ${LAST - 2} ${LAST}`);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Count the samples' }));
  fireEvent.click(await within(dialog).findByRole('button', { name: 'Delete 3 samples' }));
  expect(await within(dialog).findByText('They changed')).not.toBeNull();
  canUndo = false;
  fireEvent.click(within(dialog).getByRole('button', { name: 'Count the samples' }));
  expect(await within(dialog).findByText(/cannot be undone/)).not.toBeNull();
  expect(within(dialog).getByRole('button', { name: 'Delete for good' })).not.toBeNull();
  fireEvent.change(within(dialog).getByRole('textbox', { name: 'From' }), {
    target: { value: '5' },
  });
  expect(within(dialog).queryByRole('button', { name: 'Delete for good' })).toBeNull();
});

test('retention, policy and labels are changed by the command that is shown, with what stays said before', async () => {
  const { calls } = renderPane({
    ...answers,
    'series.alter': () => ok({ ticket: testTicket('Changed retention, labels') }),
  });
  fireEvent.click(await button('Retention, duplicates and labels'));
  const dialog = await screen.findByRole('dialog');
  const change = () => within(dialog).getByRole('button', { name: /^Change/ });
  expect(change().getAttribute('aria-disabled')).toBe('true');
  const labels = within(dialog).getByRole('textbox', { name: 'Labels, one a line' });
  fireEvent.change(labels, { target: { value: 'metric=price\nretention=5' } });
  expect(dialog.textContent).toContain('for its option of that name');
  fireEvent.change(labels, { target: { value: 'metric=price\nx=\\xff' } });
  fireEvent.change(within(dialog).getByRole('textbox', { name: 'Retention' }), {
    target: { value: '30 d' },
  });
  fireEvent.change(within(dialog).getByRole('combobox', { name: 'Duplicates' }), {
    target: { value: 'last' },
  });
  const command =
    'TS.ALTER product:1 RETENTION 2592000000 DUPLICATE_POLICY last LABELS metric price x "\\xff"';
  expect(dialog.textContent).toContain(command);
  expect(dialog.textContent).toContain('undo brings back the retention, not them');
  expect(dialog.textContent).toContain('A policy can be changed, not taken away again');
  fireEvent.click(change());
  expect(await screen.findByText('Changed retention, labels')).not.toBeNull();
  expect(calls.findLast(({ name }) => name === 'series.alter')?.input).toMatchObject({
    before: { retentionMs: '0', duplicatePolicy: null, labels: info.labels },
    after: {
      retentionMs: '2592000000',
      duplicatePolicy: 'last',
      labels: [
        { name: Uint8Array.from(toBytes('metric')), value: Uint8Array.from(toBytes('price')) },
        { name: Uint8Array.from(toBytes('x')), value: Uint8Array.of(0xff) },
      ],
    },
  });
});

test('a rule to a series that is not there creates it first, with the commands of both shown', async () => {
  let isRefused = true;
  let isThere = false;
  const refusal = {
    code: 'redis.reply',
    command: 'TS.CREATERULE',
    prefix: 'NOPERM',
    message: 'NOPERM no rules',
  } as const;
  const { calls } = renderPane({
    ...answers,
    'keys.describe': () =>
      ok([
        isThere
          ? { state: 'present', type: 'TSDB-TYPE', ttlMs: null, length: null }
          : { state: 'gone' },
      ]),
    'keys.create': () => {
      isThere = true;
      return ok({ outcome: 'done', ticket: testTicket('Created daily'), noUndo: null });
    },
    'series.changeRule': ({ action }) =>
      isRefused ? fail(refusal) : ok({ ticket: testTicket(`Rule: ${action}`) }),
  });
  fireEvent.click(await button('Add a rule'));
  const dialog = await screen.findByRole('dialog');
  fireEvent.change(within(dialog).getByRole('textbox', { name: 'To series' }), {
    target: { value: 'daily' },
  });
  const fields = await within(dialog).findByRole('group', { name: 'The series that is created' });
  const type = (name: RegExp, value: string) => {
    fireEvent.change(within(fields).getByRole('textbox', { name }), { target: { value } });
  };
  type(/^Retention/, 'long');
  expect(within(dialog).queryByRole('group', { name: 'Commands' })).toBeNull();
  type(/^Retention/, '30 d');
  const lines = () => [...within(dialog).getByRole('group', { name: 'Commands' }).children];
  expect(lines().map(({ textContent }) => textContent)).toEqual([
    'TS.CREATE daily RETENTION 2592000000 LABELS metric price shop nord',
    'TS.CREATERULE product:1 daily AGGREGATION avg 3600000',
  ]);
  fireEvent.click(within(dialog).getByRole('button', { name: /^Add/ }));
  expect(await within(dialog).findByText(/NOPERM no rules/)).not.toBeNull();
  // What was made before it is offered to be taken back.
  expect(screen.getByText('Created daily')).not.toBeNull();
  isRefused = false;
  // A second try makes the rule alone.
  await within(dialog).findByText(/^It is there/);
  fireEvent.click(within(dialog).getByRole('button', { name: /^Add/ }));
  expect(await screen.findByText('Rule: create')).not.toBeNull();
  const daily = Uint8Array.from(toBytes('daily'));
  const sent = calls.flatMap(({ name, input }) =>
    name === 'keys.create' || name === 'series.changeRule' ? [{ name, input }] : [],
  );
  const rule = { name: 'series.changeRule', input: { action: 'create', rule: { key: daily } } };
  const value = { kind: 'emptySeries', retentionMs: '2592000000' };
  expect(sent).toMatchObject([{ name: 'keys.create', input: { key: daily, value } }, rule, rule]);
});

test('rules are added and deleted by the commands that are shown', async () => {
  const rule = { key: toBytes('daily'), aggregator: 'max', bucketMs: '86400000', alignMs: '0' };
  const { calls } = renderPane({
    ...answers,
    'series.info': () => ok({ ...info, rules: [rule] }),
    'series.changeRule': ({ action }) => ok({ ticket: testTicket(`Rule: ${action}`) }),
  });
  fireEvent.click(await button('Add a rule'));
  const dialog = await screen.findByRole('dialog');
  const type = (name: string, value: string) => {
    fireEvent.change(within(dialog).getByRole('textbox', { name }), { target: { value } });
  };
  type('To series', String.raw`w\xff`);
  fireEvent.change(within(dialog).getByRole('combobox', { name: 'Aggregation' }), {
    target: { value: 'var.s' },
  });
  type('Buckets of', '15 min');
  expect(dialog.textContent).toContain(
    String.raw`TS.CREATERULE product:1 "w\xff" AGGREGATION var.s 900000`,
  );
  fireEvent.click(within(dialog).getByRole('button', { name: /^Add/ }));
  expect(await screen.findByText('Rule: create')).not.toBeNull();
  fireEvent.click(await button('Delete the rule to daily'));
  const asked = await screen.findByRole('alertdialog');
  expect(asked.textContent).toContain('TS.DELETERULE product:1 daily');
  fireEvent.click(within(asked).getByRole('button', { name: 'Delete' }));
  expect(await screen.findByText('Rule: delete')).not.toBeNull();
  expect(
    calls.filter(({ name }) => name === 'series.changeRule').map(({ input }) => input),
  ).toMatchObject([
    {
      action: 'create',
      rule: { key: Uint8Array.of(0x77, 0xff), bucketMs: '900000', alignMs: '0' },
    },
    { action: 'delete', rule },
  ]);
});

import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { planId } from '../../../../../../src-shared/contract/define.ts';
import { toBytes } from '../../../../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../../../client/fake-client.ts';
import { fakeLayout } from '../../../../../ui/testing/fake-layout.ts';
import { headOf, renderPane, testConnection, testTicket } from '../../test-support/render-pane.tsx';

beforeAll(fakeLayout);
afterEach(cleanup);

const odd = Uint8Array.of(0x00, 0xff);
const answers: FakeAnswers = {
  'keys.head': () => ok(headOf('vectorset')),
  'vectors.info': () =>
    ok({
      size: 1_200,
      dimension: 300,
      quantization: 'int8',
      reducedFrom: 960,
      withAttributes: 7,
      links: 16,
      maxLevel: 2,
    }),
  'vectors.sample': () => ok({ elements: [odd, toBytes('alien')], total: 1_200 }),
  'vectors.element': () =>
    ok({
      attributes: toBytes('{"year":1986}'),
      attributesBytes: 13,
      dimension: 300,
      values: ['0.25', '-9.1e-05'],
    }),
  'vectors.similar': () => ok({ found: [{ element: odd, score: '0.9999999403953552' }] }),
  'vectors.setAttributes': () => ok({ ticket: testTicket('Changed attributes') }),
  'vectors.planRemove': () =>
    ok({
      plan: planId.parse('p'),
      command: 'VREM product:1 "\\x00\\xff"',
      isLast: false,
      undo: { kind: 'none', reason: 'The vector set is too large for a copy' },
      expiresAtMs: Date.now() + 60_000,
    }),
  'vectors.applyRemove': () => ok({ ticket: null }),
};
const lastInput = (calls: ReturnType<typeof renderPane>['calls'], of: string) =>
  calls.findLast(({ name }) => name === of)?.input;

const chooseRow = async (text: string) => {
  const grid = await screen.findByRole('grid', { name: 'Elements' });
  fireEvent.mouseDown(within(grid).getByText(text));
  fireEvent.click(within(grid).getByText(text));
  return await screen.findByRole('region', { name: `Element ${text}` });
};

test('a sample says that it is one, and the facts what VINFO says', async () => {
  const { calls } = renderPane(answers);
  expect(await screen.findByText('a random sample: 2 of 1,200 elements')).not.toBeNull();
  expect(screen.getByText('VRANDMEMBER product:1 2')).not.toBeNull();
  expect(await screen.findByText(/300, reduced from 960/)).not.toBeNull();
  expect(screen.getByText('16 links a node, 3 levels')).not.toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Another sample' }));
  await waitFor(() => {
    expect(calls.filter(({ name }) => name === 'vectors.sample')).toHaveLength(2);
  });
});

test('an element shows its vector as written, and asks for what is similar by its bytes', async () => {
  const { calls } = renderPane(answers);
  const panel = await chooseRow('\\x00\\xff');
  expect(await within(panel).findByText('-9.1e-05')).not.toBeNull();
  expect(within(panel).getByText('Vector, the first 2 of 300 dimensions')).not.toBeNull();
  fireEvent.click(within(panel).getByRole('button', { name: 'Find similar' }));
  expect(await screen.findByText('0.9999999403953552')).not.toBeNull();
  expect(lastInput(calls, 'vectors.similar')).toMatchObject({
    to: { kind: 'element', element: odd },
    count: 20,
    filter: null,
  });
  const form = within(screen.getByRole('form', { name: 'Similar elements' }));
  fireEvent.change(form.getByRole('textbox', { name: 'Filter by attributes' }), {
    target: { value: '.year > 1980' },
  });
  fireEvent.click(form.getByRole('button', { name: 'Find' }));
  await waitFor(() => {
    expect(lastInput(calls, 'vectors.similar')).toMatchObject({ filter: '.year > 1980' });
  });
  expect(
    await screen.findByText(
      'VSIM product:1 ELE "\\x00\\xff" WITHSCORES COUNT 20 FILTER ".year > 1980"',
    ),
  ).not.toBeNull();
});

test('a question that cannot be read is not asked, and the server’s words are shown', async () => {
  const { calls } = renderPane({
    ...answers,
    'vectors.similar': () =>
      fail({
        code: 'redis.reply',
        command: 'vsim',
        prefix: 'ERR',
        message: 'ERR element not found in set',
      }),
  });
  fireEvent.click(await screen.findByRole('radio', { name: 'Similar' }));
  expect(screen.getByText('Nothing asked yet')).not.toBeNull();
  const form = screen.getByRole('form', { name: 'Similar elements' });
  fireEvent.submit(form);
  expect(lastInput(calls, 'vectors.similar')).toBeUndefined();
  fireEvent.change(within(form).getByRole('textbox', { name: 'Element' }), {
    target: { value: 'nobody' },
  });
  fireEvent.submit(form);
  expect(await screen.findByText(/element not found in set/)).not.toBeNull();
});

test('attributes are edited as they were read, and only to what filters read', async () => {
  const { calls } = renderPane(answers);
  const panel = await chooseRow('alien');
  const edit = within(panel).getByRole('button', { name: 'Edit attributes' });
  await waitFor(() => expect(edit.getAttribute('aria-disabled')).not.toBe('true'));
  fireEvent.click(edit);
  const dialog = within(await screen.findByRole('dialog'));
  const box = dialog.getByRole('textbox', { name: 'JSON' });
  const save = () => dialog.getByRole('button', { name: /^Save/ });
  expect(save().getAttribute('aria-disabled')).toBe('true');
  fireEvent.change(box, { target: { value: '[1]' } });
  expect(dialog.getByText('Write a JSON object, or nothing')).not.toBeNull();
  fireEvent.change(box, { target: { value: '{"year":1.50}' } });
  expect(dialog.getByText(/VSETATTR product:1 alien/)).not.toBeNull();
  fireEvent.click(save());
  await waitFor(() => {
    expect(lastInput(calls, 'vectors.setAttributes')).toMatchObject({
      element: toBytes('alien'),
      before: toBytes('{"year":1986}'),
      after: toBytes('{"year":1.50}'),
    });
  });
  expect(await screen.findByText('Changed attributes')).not.toBeNull();
});

test('nothing at all removes the attributes', async () => {
  const { calls } = renderPane(answers);
  const panel = await chooseRow('alien');
  const edit = within(panel).getByRole('button', { name: 'Edit attributes' });
  await waitFor(() => expect(edit.getAttribute('aria-disabled')).not.toBe('true'));
  fireEvent.click(edit);
  const dialog = within(await screen.findByRole('dialog'));
  fireEvent.change(dialog.getByRole('textbox', { name: 'JSON' }), { target: { value: '' } });
  fireEvent.click(dialog.getByRole('button', { name: /^Remove attributes/ }));
  await waitFor(() => {
    expect(lastInput(calls, 'vectors.setAttributes')).toMatchObject({ after: null });
  });
});

test('a removal without undo says so before, with its reason', async () => {
  const { calls } = renderPane(answers);
  await chooseRow('\\x00\\xff');
  fireEvent.keyDown(screen.getByRole('grid', { name: 'Elements' }), { key: 'Delete' });
  const dialog = within(await screen.findByRole('alertdialog'));
  expect(
    await dialog.findByText('It cannot be undone. The vector set is too large for a copy.'),
  ).not.toBeNull();
  fireEvent.click(dialog.getByRole('button', { name: 'Remove for good' }));
  await waitFor(() => {
    expect(lastInput(calls, 'vectors.applyRemove')).toMatchObject({ planId: 'p' });
  });
  await waitFor(() => expect(screen.queryByRole('region', { name: /^Element/ })).toBeNull());
});

test('nothing is changed on a connection that is read-only', async () => {
  renderPane(answers, { connection: testConnection({ readOnly: true }) });
  const panel = within(await chooseRow('alien'));
  for (const name of ['Edit attributes', 'Remove element'])
    await waitFor(() => {
      expect(panel.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true');
    });
});

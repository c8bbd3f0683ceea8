import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { planId } from '../../../../../../src-shared/contract/define.ts';
import type { Output } from '../../../../../../src-shared/contract/index.ts';
import { partsChange } from '../../../../../../src-shared/contract/part-changes.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { toBytes } from '../../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../../../client/fake-client.ts';
import { fakeLayout } from '../../../../../ui/testing/fake-layout.ts';
import {
  headOf,
  type Rendered,
  renderPane,
  testConnection,
  testTicket,
} from '../../test-support/render-pane.tsx';
import {
  removeByNameDraft,
  removeByRankDraft,
  removeByScoreDraft,
  removeElementsDraft,
  removeMembersDraft,
  trimDraft,
} from './part-drafts.ts';

const b = toBytes;
beforeAll(fakeLayout);
afterEach(cleanup);

const plan = (change: Partial<Output<'values.planParts'>>): Output<'values.planParts'> => ({
  plan: planId.parse('p1'),
  parts: 2,
  left: 0,
  total: 3,
  undo: { kind: 'place' },
  step: null,
  expiresAtMs: 1,
  ...change,
});
const planned = (change: Partial<Output<'values.planParts'>> = {}, ticket = true) =>
  ({
    'values.planParts': () => ok(plan(change)),
    'values.applyParts': () =>
      ok({ ticket: ticket ? testTicket('Removed 2') : null, parts: 2, left: 0, stopped: null }),
  }) satisfies FakeAnswers;

const field = (name: string, ttlMs: number | null = null) => ({
  field: b(name),
  value: b(`of ${name}`),
  ttlMs,
});
const hash = {
  'keys.head': () => ok(headOf('hash', { length: 3 })),
  'values.hash': () =>
    ok({ fields: [field('one'), field('two', 60_000), field('three')], next: null, total: 3 }),
} satisfies FakeAnswers;
const list = {
  'keys.head': () => ok(headOf('list', { length: 3 })),
  'values.list': () => ok({ elements: [b('a'), b('b'), b('c')], total: 3 }),
} satisfies FakeAnswers;

const bar = () => screen.getByRole('region', { name: 'Change' });
const press = (name: string, key: string, more = {}) =>
  fireEvent.keyDown(screen.getByRole('grid', { name }), { key, ...more });
/** jsdom has a Uint8Array of its own, which is not equal to ours. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const sent = (name: string, { calls }: Rendered) =>
  plain(calls.findLast((call) => call.name === name)?.input ?? null);
const confirm = (label: string) => {
  const button = within(bar()).getByRole('button', { name: new RegExp(`^${label}`) });
  fireEvent.click(button);
};

test('fields that are selected by the keyboard go together, with what was read and one undo', async () => {
  const pane = renderPane({ ...hash, ...planned() });
  fireEvent.click(await screen.findByText('one'));
  press('Fields', 'x');
  press('Fields', 'ArrowDown', { shiftKey: true });
  expect(screen.getAllByRole('row', { selected: true })).toHaveLength(2);
  press('Fields', 'Delete');
  expect(bar().textContent).toContain('HDEL product:1 one two');
  expect(await within(bar()).findByText('2 of 3 fields go.')).not.toBeNull();
  expect(within(bar()).getByText('Can be taken back')).not.toBeNull();
  confirm('Remove');
  await waitFor(() => expect(sent('values.applyParts', pane)).toMatchObject({ planId: 'p1' }));
  expect(sent('values.planParts', pane)).toMatchObject({
    change: plain({
      kind: 'hash.removeFields',
      fields: ['one', 'two'].map((name) => ({ field: b(name), before: b(`of ${name}`) })),
    }),
  });
  expect(await screen.findByRole('button', { name: /Undo/ })).not.toBeNull();
});

test('all loaded rows are selected at once, and one TTL is set on all of them', async () => {
  const pane = renderPane({ ...hash, ...planned({ parts: 3 }) });
  fireEvent.click(await screen.findByText('one'));
  press('Fields', 'a', { ctrlKey: true });
  expect(screen.getByRole('button', { name: 'Remove 3' })).not.toBeNull();
  press('Fields', '.');
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Set TTL of 3 fields' }));
  const ttl = within(bar()).getByRole('textbox');
  fireEvent.change(ttl, { target: { value: '15 min' } });
  expect(bar().textContent).toContain('HPEXPIRE product:1 900000 FIELDS 3 one two three');
  expect(await within(bar()).findByText('3 of 3 fields get another TTL.')).not.toBeNull();
  confirm('Set TTL');
  await waitFor(() => expect(sent('values.applyParts', pane)).not.toBeNull());
  expect(sent('values.planParts', pane)).toMatchObject({ change: { ttlMs: 900_000 } });
});

test('a change of several rows and an edit of one do not stand side by side', async () => {
  renderPane({ ...hash, ...planned() });
  fireEvent.click(await screen.findByText('one'));
  press('Fields', 'a', { ctrlKey: true });
  press('Fields', 'Delete');
  expect(bar()).not.toBeNull();
  press('Fields', 'F2');
  expect(screen.queryByRole('region', { name: 'Change' })).toBeNull();
  expect(screen.getByRole('region', { name: 'Edit' })).not.toBeNull();
});

test('what cannot be taken back is asked about once more', async () => {
  const none = planned(
    { parts: 2, undo: { kind: 'none', reason: 'More than 100,000 at once are not kept' } },
    false,
  );
  const pane = renderPane({ ...list, ...none }, { connection: testConnection() });
  await screen.findByText('a');
  fireEvent.click(screen.getByRole('button', { name: 'Trim' }));
  fireEvent.change(within(bar()).getByRole('textbox', { name: 'First index to keep' }), {
    target: { value: '-1' },
  });
  expect(bar().textContent).toContain('Whole numbers');
  fireEvent.change(within(bar()).getByRole('textbox', { name: 'Last index to keep' }), {
    target: { value: '-1' },
  });
  expect(bar().textContent).toContain('LTRIM product:1 -1 -1');
  expect(await within(bar()).findByText(/Cannot be taken back: More than/)).not.toBeNull();
  confirm('Trim');
  expect(sent('values.applyParts', pane)).toBeNull();
  const dialog = await screen.findByRole('alertdialog');
  fireEvent.click(within(dialog).getByRole('button', { name: /^Trim/ }));
  expect(await screen.findByText('2 elements removed for good')).not.toBeNull();
});

test('what is selected of a list is selected no more once it was read again', async () => {
  renderPane({ ...list, ...planned() });
  fireEvent.click(await screen.findByText('b'));
  press('Elements', 'x');
  press('Elements', 'ArrowDown', { shiftKey: true });
  press('Elements', 'Delete');
  const lines = within(within(bar()).getByRole('group', { name: 'Commands' }));
  expect(lines.getByText('LSET product:1 1 __redstart_this_one__')).not.toBeNull();
  expect(lines.getByText('LREM product:1 2 __redstart_this_one__')).not.toBeNull();
  await within(bar()).findByText('2 of 3 elements go.');
  confirm('Remove');
  await waitFor(() => expect(screen.queryAllByRole('row', { selected: true })).toEqual([]));
});

test('what drafts make is what main takes; too much is said', () => {
  const texts = ['', '1', '(2', '-1', 'inf', 'a', '[b', String.raw`\xff`];
  for (const draft of [removeByScoreDraft, removeByNameDraft, removeByRankDraft, trimDraft])
    for (const from of texts)
      for (const to of texts) {
        const change = draft.change([from, to], false);
        if (typeof change !== 'string') expect(partsChange.safeParse(change).error).toBeUndefined();
      }
  expect(removeByScoreDraft.change(['', ''], false)).toContain('Both ends');
  const rows = [
    { index: 3, value: b('x') },
    { index: 1, value: b('y') },
  ];
  expect(removeElementsDraft(rows).change([], false)).toMatchObject({
    elements: [{ index: 1 }, { index: 3 }],
  });
  const many = Array.from({ length: LIMITS.partsTogether + 1 }, (_, at) => ({
    member: b(String(at)),
  }));
  expect(removeMembersDraft(many).change([], false)).toContain('At most 5,000 at once');
  const large = { member: new Uint8Array(LIMITS.partsBytes / 2) };
  expect(removeMembersDraft([large, large, large]).change([], false)).toContain('MB at once');
});

import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { planId } from '../../../../../../src-shared/contract/define.ts';
import type { Item } from '../../../../../../src-shared/contract/index.ts';
import {
  type StreamChange,
  streamChange,
} from '../../../../../../src-shared/contract/stream-changes.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { escapeBytes, toBytes } from '../../../../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../../../../src-shared/result.ts';
import { createFakeClient, type FakeAnswers } from '../../../../../client/fake-client.ts';
import { StreamFailure } from '../../../../../client/stream-failure.ts';
import { fakeLayout } from '../../../../../ui/testing/fake-layout.ts';
import { headOf, renderPane, testConnection, testTicket } from '../../test-support/render-pane.tsx';
import { addDraft, claimDraft, newGroupDraft, trimBelowDraft } from './change/drafts.ts';
import { keepNewest } from './follow.ts';
import { LiveEntries } from './LiveEntries.tsx';

beforeAll(fakeLayout);
afterEach(cleanup);

const group = Uint8Array.of(0x67, 0xff);
const bob = toBytes('bob');
const fields = [{ field: toBytes('f'), value: toBytes('v') }];
const none = { entries: 0, entriesAre: 'exact', missing: 0, pending: 0, consumers: 0 } as const;
const impacts: Readonly<Record<string, object>> = {
  delete: { entries: 1, entriesAre: 'atMost' },
  trim: { entries: 7 },
  ack: { entries: 1 },
  'consumer.delete': { pending: 2, consumers: 1 },
};

async function* pagesOf(...pages: readonly Item<'streams.follow'>[]) {
  for (const page of pages) yield await Promise.resolve(page);
  await new Promise(() => undefined);
}

/** One entry, and the connection is lost. */
async function* losing() {
  yield await Promise.resolve({
    entries: [{ id: '6-0', fields }],
    isBehind: false,
    isThere: true,
    everyMs: 500,
    length: 9,
  });
  throw new StreamFailure({
    code: 'redis.offline',
    cause: 'ECONNRESET',
    hint: '',
    message: 'The connection was lost',
  });
}

const answers: FakeAnswers = {
  'keys.head': () => ok(headOf('stream')),
  'values.stream': () =>
    ok({
      entries: [{ id: '5-0', fields }],
      total: 1,
      groups: [{ name: group, consumers: 1, pending: 2, lastDeliveredId: '2-0', lag: '0' }],
    }),
  'streams.consumers': () =>
    ok({ consumers: [{ name: bob, pending: 2, idleMs: '61000', inactiveMs: '-1' }], total: 1 }),
  'streams.pending': () =>
    ok({
      entries: [{ id: '2-0', consumer: bob, idleMs: '3600000', deliveries: '7' }],
      next: null,
      total: 1,
    }),
  'streams.plan': ({ change }) =>
    ok({
      plan: planId.parse(`plan of ${change.kind}`),
      command: '',
      impact: { ...none, ...impacts[change.kind] },
      undo:
        change.kind === 'trim'
          ? { kind: 'none', reason: 'The stream is too large for a copy' }
          : { kind: 'place' },
      expiresAtMs: 0,
    }),
  'streams.apply': ({ planId: plan }) =>
    ok({
      ticket: plan.includes('trim') ? null : testTicket(`Made ${plan}`),
      entries: 1,
      deletedIds: plan.includes('autoclaim') ? ['7-0'] : [],
      id: null,
    }),
};

const bar = () => screen.getByRole('region', { name: 'Change' });
const named = (name: string, { calls }: ReturnType<typeof renderPane>) =>
  calls.filter((call) => call.name === name).map(({ input }) => input);

test('an entry is deleted only after its command and what it means were shown', async () => {
  const pane = renderPane(answers);
  fireEvent.click(await screen.findByText('5-0'));
  fireEvent.keyDown(screen.getByRole('grid', { name: 'Entries' }), { key: 'Delete' });
  expect(within(bar()).getByText('XDEL product:1 5-0')).not.toBeNull();
  expect(await within(bar()).findByText(/At most 1 entry goes/)).not.toBeNull();
  expect(within(bar()).getByText(/Can be taken back/)).not.toBeNull();
  expect(named('streams.apply', pane)).toEqual([]);
  fireEvent.click(within(bar()).getByRole('button', { name: /^Delete/ }));
  await waitFor(() =>
    expect(named('streams.apply', pane)).toMatchObject([{ planId: 'plan of delete' }]),
  );
  expect(await screen.findByRole('button', { name: /Undo/ })).not.toBeNull();
  expect(screen.queryByRole('region', { name: 'Change' })).toBeNull();
});

test('a trim that cannot be taken back says so, and what it means is looked up when typing rests', async () => {
  const pane = renderPane(answers);
  await screen.findByText('5-0');
  fireEvent.pointerDown(screen.getByRole('button', { name: 'Change' }), {
    button: 0,
    ctrlKey: false,
  });
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Trim to a length' }));
  expect(within(bar()).getByRole('alert').textContent).toContain('a whole number');
  const keep = within(bar()).getByRole('textbox', { name: 'Newest entries to keep' });
  for (const value of ['1', '10', '100']) fireEvent.change(keep, { target: { value } });
  fireEvent.click(within(bar()).getByRole('checkbox'));
  expect(await within(bar()).findByText('XTRIM product:1 MAXLEN ~ 100')).not.toBeNull();
  expect(
    await within(bar()).findByText('Cannot be taken back: The stream is too large for a copy'),
  ).not.toBeNull();
  expect(named('streams.plan', pane)).toHaveLength(1);
  fireEvent.keyDown(keep, { key: 'Enter' });
  const dialog = await screen.findByRole('alertdialog');
  expect(dialog.textContent).toContain('7 entries go');
  expect(named('streams.apply', pane)).toEqual([]);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Trim' }));
  await waitFor(() => expect(named('streams.apply', pane)).toHaveLength(1));
});

test('a consumer is made by the menu of its group; what a claim found deleted is told', async () => {
  const pane = renderPane(answers);
  fireEvent.click(await screen.findByRole('radio', { name: /^Groups/ }));
  const groupRow = within(
    await screen.findByRole('grid', { name: 'Consumer groups' }),
  ).getAllByRole('row')[1];
  if (groupRow === undefined) throw new Error('no group');
  fireEvent.contextMenu(groupRow);
  fireEvent.click(await screen.findByRole('menuitem', { name: 'New consumer' }));
  expect(within(bar()).getByRole('alert').textContent).toBe('Name the consumer');
  fireEvent.change(within(bar()).getByRole('textbox', { name: 'Consumer' }), {
    target: { value: String.raw`c\xff` },
  });
  expect(
    await within(bar()).findByText('Can be taken back until it is given entries'),
  ).not.toBeNull();
  expect(within(bar()).getByRole('group', { name: 'Commands' }).textContent).toBe(
    String.raw`XGROUP CREATECONSUMER product:1 "g\xff" "c\xff"`,
  );
  fireEvent.click(within(bar()).getByRole('button', { name: /^Create/ }));
  await waitFor(() =>
    expect(named('streams.apply', pane)).toMatchObject([{ planId: 'plan of consumer.create' }]),
  );
  const consumers = await screen.findByRole('grid', { name: 'Consumers' });
  fireEvent.contextMenu(await within(consumers).findByText('bob'));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Claim what is idle for it' }));
  expect(await within(bar()).findByText(/leave the list for good/)).not.toBeNull();
  fireEvent.click(within(bar()).getByRole('button', { name: /^Claim/ }));
  expect(
    await screen.findByText(/7-0 was deleted from the stream and is not pending any more/),
  ).not.toBeNull();
});

test('on production its name is typed before something is removed', async () => {
  const pane = renderPane(answers, { connection: testConnection({ environment: 'production' }) });
  fireEvent.click(await screen.findByText('5-0'));
  fireEvent.keyDown(screen.getByRole('grid', { name: 'Entries' }), { key: 'Delete' });
  await within(bar()).findByText(/At most 1 entry goes/);
  fireEvent.keyDown(bar(), { key: 's', ctrlKey: true });
  const dialog = await screen.findByRole('alertdialog');
  // A button that is disabled with a reason is another element.
  const confirm = () => within(dialog).getByRole('button', { name: 'Delete' });
  fireEvent.click(confirm());
  expect(named('streams.apply', pane)).toEqual([]);
  fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: 'production' } });
  fireEvent.click(confirm());
  await waitFor(() => expect(named('streams.apply', pane)).toHaveLength(1));
});

test('a plan that fails says why and can be looked at again', async () => {
  let times = 0;
  renderPane({
    ...answers,
    'streams.plan': (input) => {
      times += 1;
      const again = answers['streams.plan'];
      return times > 1 && again !== undefined
        ? again(input)
        : fail({ code: 'notFound', what: 'group', message: 'The group is gone' });
    },
  });
  fireEvent.click(await screen.findByRole('radio', { name: /^Groups/ }));
  const pending = await screen.findByRole('grid', { name: 'Pending entries' });
  fireEvent.contextMenu(within(pending).getByText('2-0'));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Acknowledge' }));
  expect(await within(bar()).findByText(/The group is gone/)).not.toBeNull();
  fireEvent.click(within(bar()).getByRole('button', { name: 'Look again' }));
  expect(await within(bar()).findByText(/1 pending entry is done with/)).not.toBeNull();
});

test('a consumer says how much would be forgotten, and names are bytes', async () => {
  const pane = renderPane(answers);
  fireEvent.click(await screen.findByRole('radio', { name: /^Groups/ }));
  const consumers = await screen.findByRole('grid', { name: 'Consumers' });
  fireEvent.contextMenu(within(consumers).getByText('bob'));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete consumer' }));
  expect(await within(bar()).findByText(/2 pending entries are forgotten/)).not.toBeNull();
  expect(named('streams.plan', pane)).toMatchObject([
    { change: { kind: 'consumer.delete', group, consumer: bob } },
  ]);
  expect(
    within(bar()).getByText(String.raw`XGROUP DELCONSUMER product:1 "g\xff" bob`),
  ).not.toBeNull();
  fireEvent.keyDown(bar(), { key: 'Escape' });
  expect(screen.queryByRole('region', { name: 'Change' })).toBeNull();
});

test('nothing is changed on a read-only connection', async () => {
  const pane = renderPane(answers, { connection: testConnection({ readOnly: true }) });
  fireEvent.click(await screen.findByText('5-0'));
  fireEvent.keyDown(screen.getByRole('grid', { name: 'Entries' }), { key: 'Delete' });
  await within(bar()).findByText(/At most 1 entry goes/);
  const button = within(bar()).getByRole('button', { name: /^Delete/ });
  expect(button.getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(button);
  fireEvent.keyDown(bar(), { key: 's', ctrlKey: true });
  expect(named('streams.apply', pane)).toEqual([]);
});

test('live: new entries on top, paused and told, and an end says why', async () => {
  const page = (ids: readonly string[], more: Partial<Item<'streams.follow'>> = {}) => ({
    entries: ids.map((id) => ({ id, fields })),
    isBehind: false,
    isThere: true,
    everyMs: 500,
    length: 3,
    ...more,
  });
  const opened: unknown[] = [];
  renderPane({
    ...answers,
    'keys.head': () => ok(headOf('stream', { length: 1 })),
    'streams.follow': (input) => {
      opened.push(input.after);
      return pagesOf(page(['6-0', '7-0']), page([], { isThere: false, length: null }));
    },
  });
  await screen.findByText('5-0');
  fireEvent.click(screen.getByRole('switch', { name: 'Live' }));
  expect(await screen.findByText(/2 new, the key is gone/)).not.toBeNull();
  expect(opened).toEqual(['5-0']);
  // The head says what the stream has now.
  expect(screen.getByText('Length').nextElementSibling?.textContent).toBe('3');
  // So many are here, whatever the stream holds.
  expect(screen.getByText('3 entries kept here')).not.toBeNull();
  const rows = within(screen.getByRole('grid', { name: 'Entries' })).getAllByRole('row');
  expect(rows.slice(1).map((row) => /\d-0/.exec(row.textContent)?.[0])).toEqual([
    '7-0',
    '6-0',
    '5-0',
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
  expect(screen.getByText(/paused, the rest waits/)).not.toBeNull();
});

for (const isKept of [true, false])
  test(`a stream is followed on when the connection is back, ${isKept ? 'without' : 'and with'} a gap`, async () => {
    const opened: string[] = [];
    const entry = { id: '5-0', fields };
    const client = createFakeClient({
      'streams.range': () => ok({ entries: isKept ? [entry] : [], next: null, total: 1 }),
      'streams.follow': ({ after }) => {
        opened.push(after);
        return opened.length > 1 ? pagesOf() : losing();
      },
    });
    const live = (sinceMs: number | null) => (
      <LiveEntries
        client={client}
        connection={testConnection({
          state: sinceMs === null ? { status: 'connecting' } : { status: 'ready', sinceMs },
        })}
        keyName={toBytes('s')}
        rows={[entry]}
        onLength={() => undefined}
        renderTable={(_follow, controls) => controls}
      />
    );
    const { rerender } = render(live(1));
    await screen.findByRole('button', { name: 'Follow again' });
    rerender(live(null));
    rerender(live(1));
    expect(opened).toEqual(['5-0']);
    rerender(live(2));
    await waitFor(() => expect(opened).toEqual(['5-0', '6-0']));
    expect(screen.queryByRole('button', { name: 'Follow again' })).toBeNull();
    const text = isKept ? /went on after 6-0/ : 'Entries after 6-0 may be missing';
    expect(screen.getByText(text)).not.toBeNull();
    expect(screen.queryAllByText(/may be missing/)).toHaveLength(isKept ? 0 : 1);
  });

test('what is kept of a stream that is followed is bounded in count and bytes', () => {
  const entry = (bytes: number) => ({
    id: '1-0',
    fields: [{ field: new Uint8Array(), value: new Uint8Array(bytes) }],
  });
  const many = Array.from({ length: LIMITS.followRows + 5 }, () => entry(1));
  expect(keepNewest(many)).toHaveLength(LIMITS.followRows);
  const half = LIMITS.followRowsBytes / 2;
  expect(keepNewest([entry(half), entry(half), entry(1)])).toHaveLength(2);
  expect(keepNewest([entry(half * 3)])).toHaveLength(1);
});

test('whatever is typed is a change that main takes, or says what is wrong', () => {
  const typed = fc.oneof(fc.string(), fc.stringMatching(/^[-*$\d :Tmh.]{0,44}$/));
  const drafts = [addDraft, trimBelowDraft, newGroupDraft, claimDraft(group, ['1-0'])];
  fc.assert(
    fc.property(fc.constantFrom(...drafts), typed, typed, typed, fc.boolean(), (draft, ...rest) => {
      const [one, two, three, isChosen] = rest;
      const change = draft.change([one, two, three], isChosen);
      if (typeof change !== 'string') expect(streamChange.safeParse(change).error).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test('any bytes can be typed as names, fields and values', () => {
  const any = fc.uint8Array({ minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(any, any, (one, two) => {
      const made: StreamChange[] = [];
      const keep = (change: StreamChange | string) => {
        if (typeof change !== 'string') made.push(change);
      };
      keep(addDraft.change(['*', escapeBytes(one), escapeBytes(two)], false));
      keep(claimDraft(one, ['1-0']).change([escapeBytes(two), '0'], false));
      expect(made).toMatchObject([
        { kind: 'add', fields: [{ field: one, value: two }] },
        { kind: 'claim', group: one, consumer: two },
      ]);
    }),
  );
});

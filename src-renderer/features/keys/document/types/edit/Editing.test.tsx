import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EditOutcome } from '../../../../../../src-shared/contract/edits.ts';
import { planId } from '../../../../../../src-shared/contract/define.ts';
import { toBytes } from '../../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../../src-shared/result.ts';
import { fakeUndo } from '../../../../../app/removal/testing/fake-bulk.ts';
import { createFakeClient, type FakeAnswers } from '../../../../../client/fake-client.ts';
import { fakeLayout } from '../../../../../ui/testing/fake-layout.ts';
import {
  headOf,
  type Rendered,
  renderPane,
  testConnection,
  testTicket,
} from '../../test-support/render-pane.tsx';
import { keptEditsOf } from './kept-edits.ts';

const b = toBytes;
beforeAll(fakeLayout);
afterEach(cleanup);

const field = (name: string, value: Uint8Array) => ({ field: b(name), value, ttlMs: null });
const done: EditOutcome = { outcome: 'done', ticket: testTicket('Changed price of product:1') };
const hash = (outcome: () => EditOutcome = () => done) =>
  ({
    'keys.head': () => ok(headOf('hash', { length: 2 })),
    'values.hash': () =>
      ok({
        fields: [field('price', b('1199')), field('blob', Uint8Array.of(0, 255))],
        next: null,
        total: 2,
      }),
    'values.change': () => ok(outcome()),
    'values.planRemove': () =>
      ok({ plan: planId.parse('p1'), commands: ['HDEL product:1 price'], expiresAtMs: 1 }),
    'values.applyRemove': () => ok(outcome()),
    ...fakeUndo({ restored: 1 }),
  }) satisfies FakeAnswers;

const bar = () => screen.getByRole('region', { name: 'Edit' });
const textOf = (element: HTMLElement): string => element.textContent;
const input = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });
const press = (element: HTMLElement, key: string) => fireEvent.keyDown(element, { key });
const write = (element: HTMLElement, value: string) =>
  fireEvent.change(element, { target: { value } });
/** jsdom has a Uint8Array of its own, which is not equal to ours. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const expected = (value: object): object => ({ ...Object(plain(value)) });
const named = (name: string, { calls }: Rendered) =>
  calls.filter((call) => call.name === name).map(({ input: sent }) => plain(sent));
const isClosed = () =>
  waitFor(() => expect(screen.queryByRole('region', { name: 'Edit' })).toBeNull());

async function onRow(name: string, key: string): Promise<void> {
  fireEvent.click(await screen.findByText(name));
  press(screen.getByRole('grid', { name: 'Fields' }), key);
}

describe('a hash', () => {
  test('is edited in its cell, with the command shown, and sends what was read', async () => {
    const pane = renderPane(hash());
    await onRow('price', 'F2');
    const cell = input('Value of price');
    expect(document.activeElement).toBe(cell);
    write(cell, '1149');
    expect(textOf(bar())).toContain('HSET product:1 price 1149');
    expect(named('values.change', pane)).toEqual([]);
    press(cell, 'Enter');
    await isClosed();
    expect(named('values.change', pane)[0]).toMatchObject(
      expected({
        change: { kind: 'hash.set', field: b('price'), before: b('1199'), value: b('1149') },
      }),
    );
    fireEvent.click(await screen.findByRole('button', { name: /Undo/ }));
    await waitFor(() => expect(named('undo.run', pane)).toHaveLength(1));
  });

  test('is left as it was by Esc', async () => {
    const pane = renderPane(hash());
    await onRow('price', 'F2');
    write(input('Value of price'), 'x');
    press(input('Value of price'), 'Escape');
    await isClosed();
    expect(named('values.change', pane)).toEqual([]);
  });

  test('keeps bytes that are no text', async () => {
    const pane = renderPane(hash());
    await onRow('blob', 'Enter');
    const cell = input('Value of blob');
    expect(cell.value).toBe(String.raw`\x00\xff`);
    write(cell, String.raw`\x00\q`);
    expect(textOf(within(bar()).getByRole('alert'))).toContain('A backslash starts an escape');
    press(cell, 'Enter');
    expect(named('values.change', pane)).toEqual([]);
    write(cell, String.raw`\x00\xff!`);
    press(cell, 'Enter');
    await waitFor(() =>
      expect(named('values.change', pane)[0]).toMatchObject(
        expected({
          change: { before: Uint8Array.of(0, 255), value: Uint8Array.of(0, 255, 0x21) },
        }),
      ),
    );
  });

  test('shows somebody else’s change beside mine, and overwrites only when told', async () => {
    let outcome: EditOutcome = {
      outcome: 'conflict',
      now: { is: 'bytes', bytes: b('1175'), total: 4 },
    };
    const pane = renderPane(hash(() => outcome));
    await onRow('price', 'F2');
    write(input('Value of price'), '1149');
    press(input('Value of price'), 'Enter');
    const side = async (name: string) => textOf(await within(bar()).findByRole('region', { name }));
    expect(await side('As read here')).toContain('1199');
    expect(await side('Mine')).toContain('1149');
    expect(await side('On the server now')).toContain('1175');
    outcome = done;
    fireEvent.click(screen.getByRole('button', { name: 'Overwrite with mine' }));
    await isClosed();
    expect(named('values.change', pane)[1]).toMatchObject(
      expected({
        change: { before: b('1175'), value: b('1149') },
      }),
    );
  });

  test('is merged with somebody else’s change where they do not overlap, and edited on', async () => {
    let outcome: EditOutcome = {
      outcome: 'conflict',
      now: { is: 'bytes', bytes: b('{"eu":1,"us":3}'), total: 15 },
    };
    const pane = renderPane({
      ...hash(() => outcome),
      'values.hash': () =>
        ok({ fields: [field('price', b('{"eu":1,"us":2}'))], next: null, total: 1 }),
    });
    await onRow('price', 'F2');
    write(input('Value of price'), '{"eu":9007199254740993,"us":2}');
    press(input('Value of price'), 'Enter');
    fireEvent.click(await within(bar()).findByRole('button', { name: 'Merge, edit on' }));
    expect(input('Value of price').value).toBe('{"eu":9007199254740993,"us":3}');
    outcome = done;
    press(input('Value of price'), 'Enter');
    await isClosed();
    expect(named('values.change', pane)[1]).toMatchObject(
      expected({
        change: { before: b('{"eu":1,"us":3}'), value: b('{"eu":9007199254740993,"us":3}') },
      }),
    );
  });

  test('shows bytes that are no text with their escapes, and offers no merge of one line', async () => {
    renderPane(
      hash(() => ({
        outcome: 'conflict',
        now: { is: 'bytes', bytes: Uint8Array.of(0, 254), total: 2 },
      })),
    );
    await onRow('blob', 'Enter');
    write(input('Value of blob'), String.raw`\x00\xff!`);
    press(input('Value of blob'), 'Enter');
    const theirs = await within(bar()).findByRole('region', { name: 'On the server now' });
    expect(textOf(theirs)).toContain(String.raw`\x00\xfe`);
    expect(screen.queryByRole('button', { name: 'Merge, edit on' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Overwrite with mine' })).toBeDefined();
  });

  test('is still being written when its pane is left and shown again', async () => {
    const connection = testConnection();
    const left = renderPane(hash(), { connection });
    await onRow('price', 'F2');
    write(input('Value of price'), '1149');
    left.unmount();
    const pane = renderPane(hash(), { connection });
    await waitFor(() => expect(input('Value of price').value).toBe('1149'));
    press(input('Value of price'), 'Enter');
    await isClosed();
    expect(named('values.change', pane)).toEqual([]);
    expect(named('values.change', left)).toHaveLength(1);
  });

  test('goes with the key to its new name', async () => {
    const connection = testConnection();
    const left = renderPane(hash(), { connection });
    await onRow('price', 'F2');
    write(input('Value of price'), '1149');
    const client = createFakeClient({});
    keptEditsOf(client, connection.id).move(b('product:1'), b('product:2'));
    await isClosed();
    left.unmount();
    renderPane(hash(), { connection, keyName: b('product:2') });
    await waitFor(() => expect(input('Value of price').value).toBe('1149'));
  });

  test('cannot be put over what is gone', async () => {
    renderPane(hash(() => ({ outcome: 'conflict', now: { is: 'gone' } })));
    await onRow('price', 'F2');
    write(input('Value of price'), '1149');
    press(input('Value of price'), 'Enter');
    expect(await screen.findByText('the key is gone')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Overwrite with mine' })).toBeNull();
  });

  test('loses a field only after the command was shown, by a plan', async () => {
    const pane = renderPane(hash());
    await onRow('price', 'Delete');
    expect(textOf(bar())).toContain('HDEL product:1 price');
    expect(named('values.planRemove', pane)).toEqual([]);
    fireEvent.click(within(bar()).getByRole('button', { name: /Remove/ }));
    await waitFor(() =>
      expect(named('values.applyRemove', pane)[0]).toMatchObject(expected({ planId: 'p1' })),
    );
  });

  test('gets and loses the TTL of a field, with the command shown', async () => {
    const pane = renderPane({
      ...hash(),
      'values.hash': () =>
        ok({
          fields: [field('price', b('1199')), { ...field('left', b('1')), ttlMs: 60_000 }],
          next: null,
          total: 2,
        }),
    });
    const choose = async (name: string, item: string) => {
      fireEvent.contextMenu(await screen.findByText(name));
      fireEvent.click(await screen.findByRole('menuitem', { name: item }));
    };
    await choose('price', 'Set TTL');
    const ttl = within(bar()).getByRole('textbox');
    write(ttl, 'soon');
    expect(textOf(within(bar()).getByRole('alert'))).toContain('Write seconds');
    write(ttl, '15 min');
    expect(textOf(bar())).toContain('HPEXPIRE product:1 900000 FIELDS 1 price');
    press(ttl, 'Enter');
    await isClosed();
    expect(named('values.change', pane)[0]).toMatchObject(
      expected({
        change: { kind: 'hash.expire', field: b('price'), before: null, ttlMs: 900_000 },
      }),
    );
    await choose('left', 'Remove TTL');
    expect(textOf(bar())).toContain('HPERSIST product:1 FIELDS 1 left');
    press(bar(), 'Escape');
  });

  test('an edit that is open takes the keyboard when it is asked for again', async () => {
    renderPane(hash());
    await onRow('price', 'F2');
    write(input('Value of price'), '1149');
    const grid = screen.getByRole('grid', { name: 'Fields' });
    grid.focus();
    press(grid, 'F2');
    expect(document.activeElement).toBe(input('Value of price'));
    expect(input('Value of price').value).toBe('1149');
    expect(screen.queryByText(/^Not saved yet/)).toBeNull();
  });

  test('is not saved on a read-only connection, and Enter says why', async () => {
    const pane = renderPane(hash(), { connection: testConnection({ readOnly: true }) });
    await onRow('price', 'F2');
    write(input('Value of price'), '1149');
    press(input('Value of price'), 'Enter');
    await screen.findByText(/^Read-only: unlock writes/);
    const save = within(bar()).getByRole('button', { name: /Save/ });
    expect(save.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(save);
    expect(named('values.change', pane)).toEqual([]);
  });
});

test('a score is sent as it was typed', async () => {
  const pane = renderPane({
    ...hash(),
    'keys.head': () => ok(headOf('zset', { length: 1 })),
    'values.zset': () => ok({ members: [{ member: b('m'), score: '1.5' }], total: 1 }),
  });
  fireEvent.click(await screen.findByText('1.5'));
  fireEvent.doubleClick(screen.getByText('1.5'));
  write(input('Score of m'), 'abc');
  expect(textOf(within(bar()).getByRole('alert'))).toContain('A number, inf or -inf');
  write(input('Score of m'), '9007199254740993');
  press(input('Score of m'), 'Enter');
  await waitFor(() =>
    expect(named('values.change', pane)[0]).toMatchObject(
      expected({
        change: { kind: 'zset.set', before: '1.5', score: '9007199254740993' },
      }),
    ),
  );
});

test('a member of a sorted set is renamed, its score kept, in the bar or below the table', async () => {
  const pane = renderPane({
    ...hash(),
    'keys.head': () => ok(headOf('zset', { length: 1 })),
    'values.zset': () => ok({ members: [{ member: b('ada'), score: '1.5' }], total: 1 }),
  });
  fireEvent.contextMenu(await screen.findByText('1.5'));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Rename member' }));
  expect(textOf(within(bar()).getByRole('alert'))).toContain('Nothing is changed yet');
  write(input('Member'), 'grace');
  expect(textOf(bar())).toContain('ZADD product:1 1.5 grace');
  expect(textOf(bar())).toContain('ZREM product:1 ada');
  press(input('Member'), 'Enter');
  await isClosed();
  fireEvent.click(screen.getByText('1.5'));
  const panel = await screen.findByRole('region', { name: 'Value of ada at 1.5' });
  fireEvent.click(within(panel).getByRole('button', { name: 'Edit' }));
  write(within(panel).getByRole('textbox', { name: 'Member' }), 'joan');
  fireEvent.click(within(bar()).getByRole('button', { name: /Save/ }));
  await isClosed();
  const rename = { kind: 'zset.rename', member: b('ada'), before: '1.5' };
  expect(named('values.change', pane)).toMatchObject([
    expected({ change: { ...rename, to: b('grace') } }),
    expected({ change: { ...rename, to: b('joan') } }),
  ]);
});

test('a string with a carriage return is edited with escapes, so that none is lost', async () => {
  renderPane({
    'keys.head': () => ok(headOf('string', { length: 4 })),
    'values.string': () => ok({ bytes: b('a\r\nb'), total: 4 }),
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  expect(input('Value').value).toBe(String.raw`a\r\nb`);
  expect(textOf(bar())).toContain(String.raw`SET product:1 "a\r\nb" KEEPTTL`);
});

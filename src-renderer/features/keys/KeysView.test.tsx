import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { ticketId } from '../../../src-shared/contract/define.ts';
import { toBinaryString, toBytes } from '../../../src-shared/redis-value.ts';
import { ok } from '../../../src-shared/result.ts';
import { session } from '../../app/session-store.ts';
import { headOf } from './document/test-support/render-pane.tsx';
import { fakeBulk, fakePlan, fakeUndo } from '../../app/removal/testing/fake-bulk.ts';
import type { FakeAnswers } from '../../client/fake-client.ts';
import {
  activeName,
  numbered,
  open,
  press,
  registerRoom,
  rowNames,
  seeRows,
  server,
  store,
  tree,
} from './testing/keys-room.tsx';

registerRoom();

describe('a running scan', () => {
  beforeEach(() => {
    server.set([
      ...numbered(6, 'a:'),
      'b:1',
      'k1',
      'k2',
      'k3',
      ...numbered(10, 'a:more'),
      ...numbered(5, 'c:'),
    ]);
    server.hold();
    open();
    act(() => server.release(1));
  });

  it('says "at least" until it is complete, and can be stopped and continued', async () => {
    await waitFor(() => expect(rowNames()[0]).toBe('a: at least 6 keys, string'));
    expect(screen.getByText('≥ 6')).toBeTruthy();
    expect(screen.getByText('Scanned 10')).toBeTruthy();
    expect(screen.getByText(/^of 25/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
    await screen.findByText('Stopped at 40%');
    act(() => server.release());
    fireEvent.click(screen.getByRole('button', { name: 'Continue' }));
    await waitFor(() => expect(rowNames()[0]).toBe('a: 16 keys, string'));
    expect(screen.getByText('25 keys listed')).toBeTruthy();
    expect(screen.queryByText(/≥/)).toBeNull();
  });

  it('fills the screen when rows and their types are there', async () => {
    await waitFor(() => expect(document.documentElement.dataset['filled']).toBe('keys'));
    expect(rowNames()[0]).toContain('string');
    expect(store.getState().scan.status).toBe('running');
    act(() => server.release());
  });

  it('tells what failed, keeps the rows, and goes on', async () => {
    await waitFor(() => expect(rowNames()).toHaveLength(5));
    server.failWith({
      code: 'redis.reply',
      command: 'scan',
      prefix: 'NOPERM',
      message: 'NOPERM no scan for you',
    });
    act(() => server.release());
    await screen.findByText('NOPERM no scan for you');
    expect(rowNames()).toHaveLength(5);
    // One way on, beside the reason.
    expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull();
    server.failWith(null);
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('25 keys listed');
  });
});

describe('the tree', () => {
  beforeEach(async () => {
    server.set(['a:1', 'a:x:1', 'b:1', 'k1', 'k2'], 'hash');
    open();
    await seeRows('a: 2 keys, hash', 'b: 1 key, hash', 'k1, hash', 'k2, hash');
    tree().focus();
  });

  it('moves, folds and opens by keyboard', async () => {
    press('ArrowDown');
    await waitFor(() => expect(activeName()).toBe('a: 2 keys, hash'));
    press('ArrowRight');
    await seeRows(
      'a: 2 keys, hash',
      'x: 1 key, hash',
      '1, hash',
      'b: 1 key, hash',
      'k1, hash',
      'k2, hash',
    );
    press('ArrowRight');
    await waitFor(() => expect(activeName()).toBe('x: 1 key, hash'));
    press('End');
    await waitFor(() => expect(activeName()).toBe('k2, hash'));
    press('Home');
    press('ArrowDown');
    press('ArrowDown');
    await waitFor(() => expect(activeName()).toBe('1, hash'));
    press('ArrowLeft');
    await waitFor(() => expect(activeName()).toBe('a: 2 keys, hash'));
    press('ArrowLeft');
    await seeRows('a: 2 keys, hash', 'b: 1 key, hash', 'k1, hash', 'k2, hash');
    press('*');
    await waitFor(() => expect(rowNames()).toHaveLength(7));
  });

  it('goes to a row by its first letters, and to the filter by /', async () => {
    press('b');
    await waitFor(() => expect(activeName()).toBe('b: 1 key, hash'));
    press('ArrowRight');
    await waitFor(() => expect(rowNames()).toHaveLength(5));
    fireEvent.keyDown(tree(), { key: '/' });
    expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Filter keys' }));
  });

  it('previews with a click, keeps with a double click, Enter, or in a new tab', async () => {
    const tabs = (): string[] =>
      screen
        .queryAllByRole('tab')
        .map((tab) => `${tab.title}${'preview' in tab.dataset ? ' (preview)' : ''}`);
    fireEvent.click(screen.getByRole('treeitem', { name: 'k1, hash' }), { detail: 1 });
    await waitFor(() => expect(tabs()).toEqual(['k1 (preview)']));
    fireEvent.click(screen.getByRole('treeitem', { name: 'k2, hash' }), { detail: 1 });
    await waitFor(() => expect(tabs()).toEqual(['k2 (preview)']));
    fireEvent.doubleClick(screen.getByRole('treeitem', { name: 'k2, hash' }));
    await waitFor(() => expect(tabs()).toEqual(['k2']));
    fireEvent.click(screen.getByRole('treeitem', { name: 'k1, hash' }), { detail: 1 });
    await waitFor(() => expect(tabs()).toEqual(['k2', 'k1 (preview)']));
    press('Enter');
    await waitFor(() => expect(tabs()).toEqual(['k2', 'k1']));
    fireEvent.keyDown(document.body, { key: 'w', ctrlKey: true });
    await waitFor(() => expect(tabs()).toEqual(['k2']));
  });

  it('opens a key that another view asks for', async () => {
    act(() => session.openKey(toBytes('a:x:1')));
    await waitFor(() => expect(screen.getByRole('tab').title).toBe('a:x:1'));
    await waitFor(() => expect(activeName()).toBe('1, hash'));
    expect(rowNames()).toContain('x: 1 key, hash');
  });

  it('asks the server for a pattern, and says so', async () => {
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: '*:1' } });
    await screen.findByText('3 of 5 listed names');
    expect(server.scans).toHaveLength(1);
    fireEvent.click(screen.getByRole('button', { name: 'Scan the server for this pattern' }));
    await screen.findByText('The server was asked for *:1');
    await waitFor(() => expect(rowNames()[0]).toBe('a: 2 keys, hash'));
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'k' } });
    await screen.findByText('2 of 5 listed names');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'zzz' } });
    await screen.findByText('No listed name contains it');
  });

  it('does not say of an expression that cannot be read that nothing matches it', async () => {
    act(() => store.setFilterMode('regex'));
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'zzz' } });
    await screen.findByText('No listed name matches');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'zzz(' } });
    await screen.findByText('Not filtered yet');
    expect(screen.queryByText('No listed name matches')).toBeNull();
    act(() => store.setFilterMode('part'));
  });

  it('is a list with whole names on demand', async () => {
    fireEvent.click(screen.getByRole('radio', { name: 'List' }));
    await waitFor(() =>
      expect(rowNames('option')).toEqual([
        'a:1, hash',
        'a:x:1, hash',
        'b:1, hash',
        'k1, hash',
        'k2, hash',
      ]),
    );
  });

  it('offers the types this server has', () => {
    const options = within(screen.getByRole('combobox', { name: 'Type' })).getAllByRole('option');
    expect(options.map(({ textContent }) => textContent)).toEqual([
      'All types',
      'string',
      'hash',
      'list',
      'set',
      'sorted set',
      'stream',
      'JSON',
    ]);
  });
});

it('shows names that would deceive as what they are', async () => {
  server.set(['a\u202eb', '<img src=x onerror=alert(1)>', 'line\nbreak']);
  open();
  await seeRows(
    '<img src=x onerror=alert(1)>, string',
    'a\\u{202e}b, string',
    'line\\nbreak, string',
  );
  expect(document.querySelector('img')).toBeNull();
});

it('has on the tab of a key the mark of the type that it has now', async () => {
  let type = 'string';
  server.set(['k1'], 'string');
  open({
    'keys.head': () => ok(headOf(type)),
    'values.string': () => ok({ bytes: toBytes('v'), total: 1 }),
    'values.set': () => ok({ members: [toBytes('m')], next: null, total: 1 }),
  });
  await seeRows('k1, string');
  fireEvent.click(within(tree()).getByText('k1'));
  const tab = await screen.findByRole('tab', { name: /k1/ });
  expect(within(tab).getByRole('img', { name: 'string' })).not.toBeNull();
  await screen.findByRole('region', { name: 'Value as text' });
  // Somebody else made another key of it.
  type = 'set';
  fireEvent.click(screen.getByRole('button', { name: 'Reload' }));
  await waitFor(() => expect(within(tab).getByRole('img', { name: 'set' })).not.toBeNull());
});

it('marks what has gone and what may not be read', async () => {
  server.set(['a', 'b']);
  server.setFacts('c', { state: 'refused', reason: 'NOPERM' });
  open({
    'keys.describe': ({ keys }) =>
      ok(
        keys.map((key) =>
          toBinaryString(key) === 'a'
            ? { state: 'gone' }
            : toBinaryString(key) === 'c'
              ? { state: 'refused', reason: 'NOPERM' }
              : { state: 'present', type: 'set', ttlMs: null, length: 1 },
        ),
      ),
  });
  await seeRows('a, expired or deleted', 'b, set', 'c, not readable');
});

describe('deleting', () => {
  const planned: string[] = [];
  const answers = (count: number, failed: string[] = []): FakeAnswers => ({
    ...fakeUndo({ restored: count }),
    ...fakeBulk(
      fakePlan(count),
      {
        changed: count - failed.length,
        failed: failed.map((name) => ({ key: toBytes(name), reason: 'NOPERM' })),
        ticket: {
          id: ticketId.parse('t1'),
          title: `Deleted ${count} keys`,
          command: '',
          atMs: 0,
          expiresAtMs: 9e12,
        },
      },
      {
        onPlan: (selection) =>
          planned.push(
            selection.kind === 'keys'
              ? selection.keys.map(toBinaryString).join(',')
              : toBinaryString(selection.match),
          ),
      },
    ),
  });
  beforeEach(() => {
    planned.length = 0;
    server.set(['a:1', 'a:2', 'k1', 'k2', 'k3']);
  });

  it('takes what is selected, as it is seen, and brings it back', async () => {
    open(answers(2));
    await waitFor(() => expect(rowNames()).toHaveLength(4));
    server.delete('k1');
    server.delete('k2');
    fireEvent.click(screen.getByRole('treeitem', { name: /^k1/ }), { detail: 1 });
    fireEvent.click(screen.getByRole('treeitem', { name: /^k2/ }), { shiftKey: true, detail: 1 });
    await waitFor(() => expect(tree().querySelectorAll('[aria-selected=true]')).toHaveLength(2));
    press('Backspace');
    await waitFor(() => expect(rowNames().map((name) => name.slice(0, 2))).toEqual(['a:', 'k3']));
    expect(planned).toEqual(['k1,k2']);
    server.set(['k1', 'k2']);
    fireEvent.click(await screen.findByRole('button', { name: /Undo/ }));
    await waitFor(() => expect(rowNames()).toHaveLength(4));
  });

  it('takes a folder by its prefix as the server has it, and lists what it failed at', async () => {
    open(answers(2, ['a:2']));
    await waitFor(() => expect(rowNames()).toHaveLength(4));
    fireEvent.click(screen.getByRole('treeitem', { name: /^a:/ }), { detail: 1 });
    server.delete('a:1');
    press('Delete');
    await waitFor(() => expect(rowNames()[0]).toMatch(/^a: 1 key/));
    expect(planned).toEqual(['a:*']);
    await screen.findByText(/Deleted 2 keys/);
  });
});

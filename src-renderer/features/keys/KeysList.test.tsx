import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { ok } from '../../../src-shared/result.ts';
import { sessionStore } from '../../app/session-store.ts';
import { headOf } from './document/test-support/render-pane.tsx';
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

describe('the list', () => {
  beforeEach(async () => {
    server.set(['a:1', 'a:x:1', 'b:1', 'k1', 'k2'], 'hash');
    open();
    await seeRows('a: 2 keys, hash', 'b: 1 key, hash', 'k1, hash', 'k2, hash');
    tree().focus();
  });

  it('goes by the rows that a change makes, not by those shown before', async () => {
    server.set(numbered(5, 'only:'), 'hash');
    act(() => store.rescan());
    await screen.findByText('10 keys listed');
    act(() => store.setText('only'));
    await seeRows('only: 5 keys, hash', ...numbered(5, '').map((name) => `${name}, hash`));
    press('Home');
    press('ArrowLeft');
    await seeRows('only: 5 keys, hash');
    fireEvent.click(screen.getByRole('treeitem', { name: /^only/ }), { detail: 1 });
    press('End');
    await waitFor(() => expect(activeName()).toBe('4, hash'));
    press('Home');
    press('ArrowLeft');
    press('ArrowRight');
    press('ArrowDown');
    press('ArrowDown');
    await waitFor(() => expect(activeName()).toBe('1, hash'));
  });

  it('previews what the keyboard rests on in one tab, moves by j and k, and chooses all', async () => {
    const tabs = (): string[] =>
      screen
        .queryAllByRole('tab')
        .map((tab) => `${tab.title}${'preview' in tab.dataset ? ' (preview)' : ''}`);
    press('k');
    await waitFor(() => expect(activeName()).toBe('k2, hash'));
    await waitFor(() => expect(tabs()).toEqual(['k2 (preview)']));
    press('k');
    await waitFor(() => expect(tabs()).toEqual(['k1 (preview)']));
    press('j');
    press('Enter');
    await waitFor(() => expect(tabs()).toEqual(['k2']));
    press('a', { ctrlKey: true });
    await waitFor(() => expect(document.querySelectorAll('[aria-selected=true]')).toHaveLength(5));
    press('Escape');
    await waitFor(() =>
      expect(document.querySelectorAll('[role=treeitem][aria-selected=true]')).toHaveLength(1),
    );
  });

  it('opens the menu of a row by its key', async () => {
    press('Home');
    await waitFor(() => expect(activeName()).toBe('a: 2 keys, hash'));
    press('.');
    await screen.findByRole('menuitem', { name: /^List this folder alone/ });
  });

  it('takes the key of the menu as a letter of a name that is being typed', async () => {
    server.set(['y1', 'y1.2'], 'hash');
    act(() => store.rescan());
    await screen.findByText('7 keys listed');
    for (const letter of 'y1.') press(letter);
    await waitFor(() => expect(activeName()).toBe('y1.2, hash'));
    expect(screen.queryByRole('menu')).toBeNull();
  });

  it('shows the columns that were chosen, and measures sizes only when asked', async () => {
    server.setFacts('k1', { state: 'present', type: 'hash', ttlMs: null, length: 12 });
    act(() =>
      sessionStore.setState({
        settings: {
          theme: 'dark',
          density: 'dense',
          zoom: 100,
          panes: {},
          activity: 'keys',
          rateLimitRules: {},
          decodeRules: {},
          undoHours: 24,
          undoMegabytes: 256,
          listColumns: ['type', 'ttl', 'length', 'size'],
          listFilter: 'part',
        },
      }),
    );
    act(() => store.rescan());
    await waitFor(() => expect(rowNames()).toContain('k1, hash, length 12, no expiry'));
    expect(server.measured).toEqual([]);
    await act(() => store.measureInView());
    await waitFor(() => expect(rowNames()).toContain('k1, hash, length 12, no expiry, 2 bytes'));
    fireEvent.click(screen.getByRole('button', { name: 'Size' }));
    await screen.findByText(/^Keys sorted over 2 of 5 read/);
    fireEvent.click(screen.getByRole('button', { name: 'Read all' }));
    await screen.findByRole('dialog', { name: 'Read the sizes of 5 keys?' });
    fireEvent.click(screen.getByRole('button', { name: 'Read 5 keys' }));
    await screen.findByText(/^Keys sorted over 5 of 5 read/);
    act(() => sessionStore.setState({ settings: null }));
  });

  it('marks favourites and notes, and leads to them from the menu', async () => {
    fireEvent.contextMenu(screen.getByRole('treeitem', { name: 'k2, hash' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Add to favourites' }));
    await waitFor(() => expect(rowNames()).toContain('k2, hash, favourite'));
    fireEvent.contextMenu(screen.getByRole('treeitem', { name: /^a:/ }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Add a note' }));
    const dialog = await screen.findByRole('dialog', { name: 'Note on a folder' });
    fireEvent.change(within(dialog).getByRole('textbox', { name: 'Note' }), {
      target: { value: 'of the checkout' },
    });
    fireEvent.click(within(dialog).getByRole('button', { name: /Save note/ }));
    await waitFor(() => expect(rowNames()).toContain('a: 2 keys, hash, has a note'));
    fireEvent.keyDown(screen.getByRole('button', { name: 'Favourites and recent keys' }), {
      key: 'Enter',
    });
    fireEvent.click(await screen.findByRole('menuitem', { name: 'k2' }));
    await waitFor(() => expect(screen.getByRole('tab').title).toBe('k2'));
  });
});

it('two keys that are chosen are held against each other', async () => {
  server.set(['old', 'new'], 'hash');
  open({
    'keys.head': () => ok(headOf('hash')),
    'values.hash': ({ key }) =>
      ok({ fields: [{ field: toBytes('name'), value: key, ttlMs: null }], next: null, total: 1 }),
  });
  await seeRows('new, hash', 'old, hash');
  const row = (name: string) => screen.getByRole('treeitem', { name: `${name}, hash` });
  fireEvent.click(row('old'), { detail: 1 });
  fireEvent.click(row('new'), { ctrlKey: true, detail: 1 });
  fireEvent.contextMenu(row('new'));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Compare the two…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Compare' });
  await within(dialog).findByText('1 line differs.');
  expect(within(dialog).getByRole('region', { name: 'Left' }).textContent).toContain('name: old');
  expect(within(dialog).getByRole('region', { name: 'Right' }).textContent).toContain('name: new');
});

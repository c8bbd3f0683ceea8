import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../../../../../src-shared/result.ts';
import { fakeLayout } from '../../../../ui/testing/fake-layout.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import { edit, pending, product, rowOf, save, tree } from '../test-support/json-tree.ts';
import { jsonServer, renderPane } from '../test-support/render-pane.tsx';
import { setPreference } from '../view-preferences.ts';

beforeAll(fakeLayout);
beforeEach(() => setPreference({ jsonMode: 'split' }));
afterEach(() => {
  cleanup();
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
});

describe('somebody else', () => {
  it('is noticed on saving: nothing is overwritten until it is asked for', async () => {
    const server = jsonServer(product);
    const { calls } = renderPane(server.answers);
    await edit('price', '1149');
    server.write('$.price', '1175.0');
    save();
    expect(await within(pending()).findByText(/Changed meanwhile to/)).not.toBeNull();
    expect(server.source()).toContain('"price":1175.0');
    fireEvent.click(within(pending()).getByRole('button', { name: 'Compare' }));
    const dialog = await screen.findByRole('dialog');
    const read = await within(dialog).findByRole('region', { name: 'As read here' });
    expect(read.textContent).toContain('1199.0');
    expect(within(dialog).getByRole('region', { name: 'On the server now' }).textContent).toContain(
      '1175.0',
    );
    expect(within(dialog).getByRole('region', { name: 'Mine' }).textContent).toContain('1149');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Overwrite with mine' }));
    await waitFor(() => expect(server.source()).toContain('"price":1149'));
    expect(calls.filter(({ name }) => name === 'json.set').map(({ input }) => input)).toMatchObject(
      [
        { changes: [{ expected: '[1199.0]' }] },
        { changes: [{ expected: '[1175.0]', value: '1149' }] },
      ],
    );
  });

  it('is merged where the two changes are not in each other’s way, and the merge is edited on', async () => {
    const server = jsonServer('{"stock":{"eu":1.50,"us":2}}');
    const { calls } = renderPane(server.answers);
    fireEvent.keyDown(await tree(), { key: 'ArrowDown' });
    fireEvent.click(await rowOf('stock'));
    fireEvent.keyDown(await tree(), { key: 'F2' });
    const field = screen.getByRole('textbox', { name: 'Text of $.stock' });
    fireEvent.change(field, { target: { value: '{"eu":9007199254740993,"us":2}' } });
    await screen.findByText('JSON');
    fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    const change = await screen.findByRole('region', { name: 'Change of $.stock' });
    await waitFor(() => expect(change.textContent).toContain('\u2212  "eu": 1.50,'));
    expect(change.textContent).toContain('+  "eu": 9007199254740993,');
    server.write('$.stock', '{"eu":1.50,"us":3}');
    save();
    fireEvent.click(await within(pending()).findByRole('button', { name: 'Compare' }));
    const dialog = await screen.findByRole('dialog');
    const side = (name: string) => within(dialog).findByRole('region', { name });
    const marked = async (name: string, kind: 'ins' | 'del') =>
      [...(await side(name)).querySelectorAll(kind)].map(({ textContent }) => textContent);
    expect(await marked('As read here', 'del')).toEqual(['1.50', '2']);
    expect(await marked('On the server now', 'ins')).toEqual(['3']);
    expect(await marked('Mine', 'ins')).toEqual(['9007199254740993']);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Merge, edit on' }));
    expect(server.source()).toContain('"eu":1.50');
    await waitFor(() => expect(within(pending()).queryByRole('alert')).toBeNull());
    save();
    await waitFor(() => expect(server.source()).toBe('{"stock":{"eu":9007199254740993,"us":3}}'));
    expect(calls.filter(({ name }) => name === 'json.set')).toHaveLength(2);
  });

  it('wins where their value is taken', async () => {
    const server = jsonServer(product);
    renderPane(server.answers);
    await edit('price', '1149');
    server.write('$.price', '1175.0');
    save();
    fireEvent.click(await within(pending()).findByRole('button', { name: 'Take theirs' }));
    await waitFor(async () => expect((await rowOf('price')).textContent).toContain('1175.0'));
    expect(screen.queryByRole('region', { name: 'Pending changes' })).toBeNull();
    expect(server.source()).toContain('"price":1175.0');
  });

  it('is noticed when the document is read again', async () => {
    const server = jsonServer(product);
    renderPane(server.answers);
    await edit('price', '1149');
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'Value of $.price' }), { key: 'Enter' });
    server.write('$.price', '1175.0');
    fireEvent.click(screen.getByRole('button', { name: 'Reload' }));
    expect(await within(pending()).findByText(/Changed meanwhile to/)).not.toBeNull();
    fireEvent.click(within(pending()).getByRole('button', { name: /Save/ }));
    expect(server.source()).toContain('"price":1175.0');
  });
});

describe('a JSONPath', () => {
  it('leads from a match to its place, and edits it where it is shown', async () => {
    const server = jsonServer('{"a":{"b":[1.50,2]},"price":7}');
    const { answers } = server;
    const { calls } = renderPane({
      ...answers,
      'json.get': (input) =>
        input.path === '$.a.b[*]'
          ? ok({ kind: 'text', text: '[1.50,2]', bytes: 8, readAtMs: 0 })
          : answers['json.get'](input),
    });
    fireEvent.click(await rowOf('a'));
    const ask = async (path: string) => {
      fireEvent.change(screen.getByRole('textbox', { name: 'JSONPath' }), {
        target: { value: path },
      });
      return await screen.findByRole('tree', { name: 'Matches as a tree' });
    };
    const match = async (path: string, text: string) => {
      const rows = within(await ask(path)).getAllByRole('treeitem');
      const row = rows.find(({ textContent }) => textContent.includes(text));
      if (row === undefined) throw new Error(text);
      return row;
    };
    fireEvent.doubleClick(await match('$.price', '7'));
    fireEvent.change(screen.getByRole('textbox', { name: 'Value of $.price' }), {
      target: { value: '8' },
    });
    expect(pending().textContent).toContain('JSON.SET product:1 $.price 8');
    save();
    await waitFor(() => expect(server.source()).toContain('"price":8'));
    await waitFor(() =>
      expect(screen.getByRole('tree', { name: 'Matches as a tree' }).textContent).toContain('8'),
    );
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'JSONPath' }), { key: 'Escape' });
    await tree();
    fireEvent.click(await match('$.a.b[*]', '1.50'));
    fireEvent.click(await screen.findByRole('button', { name: /Show in the document/ }));
    const active = (await tree()).querySelector('[data-active]');
    expect(active?.textContent).toContain('1.50');
    expect(calls.filter(({ name }) => name === 'json.set')).toHaveLength(1);
  });
});

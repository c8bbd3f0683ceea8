import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeLayout } from '../../../../ui/testing/fake-layout.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import { jsonServer, renderPane } from '../test-support/render-pane.tsx';
import { setPreference } from '../view-preferences.ts';

beforeAll(fakeLayout);
beforeEach(() => setPreference({ jsonMode: 'split' }));
afterEach(() => {
  cleanup();
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
});

const product = '{"name":"iPhone","price":1199.0,"reviews":9007199254740993,"in_stock":true}';
const tree = () => screen.findByRole('tree', { name: 'Document as a tree' });
const rowOf = async (name: string): Promise<HTMLElement> => {
  const rows = within(await tree()).getAllByRole('treeitem');
  const row = rows.find((candidate) => candidate.textContent.startsWith(name));
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
};
const edit = async (name: string, value: string): Promise<void> => {
  fireEvent.doubleClick(await rowOf(name));
  fireEvent.change(screen.getByRole('textbox', { name: `Value of $.${name}` }), {
    target: { value },
  });
};
const pending = () => screen.getByRole('region', { name: 'Pending changes' });
const save = () => fireEvent.keyDown(window, { key: 's', ctrlKey: true });

describe('a JSON value', () => {
  const openText = async (row: string): Promise<HTMLElement> => {
    fireEvent.contextMenu(await rowOf(row));
    fireEvent.click(await screen.findByRole('menuitem', { name: /^Edit as text/ }));
    return await screen.findByRole('dialog');
  };
  const take = async (dialog: HTMLElement, text: string): Promise<void> => {
    fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: text } });
    await waitFor(() => expect(within(dialog).getByRole('status').textContent).toBe('JSON'));
    fireEvent.click(within(dialog).getByRole('button', { name: /Keep as pending/ }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  };

  it('is set whole as text: an object with members, then the document itself', async () => {
    const server = jsonServer('{"stock":{"eu":1.50,"us":12345678901234567890},"n":1}');
    const { calls } = renderPane(server.answers);
    const dialog = await openText('stock');
    const area = within(dialog).getByRole<HTMLTextAreaElement>('textbox');
    expect(area.value).toBe('{\n  "eu": 1.50,\n  "us": 12345678901234567890\n}');
    fireEvent.change(area, { target: { value: '{\n  "eu": 1,}' } });
    await waitFor(() =>
      expect(within(dialog).getByRole('status').textContent).toContain('at line 2, column 11'),
    );
    await take(dialog, '{ "eu": 9007199254740993 }');
    expect(pending().textContent).toContain('JSON.SET product:1 $.stock');
    save();
    await waitFor(() => expect(server.source()).toBe('{"stock":{"eu":9007199254740993},"n":1}'));
    expect(calls.find(({ name }) => name === 'json.set')?.input).toMatchObject({
      changes: [{ path: '$.stock', expected: '[{"eu":1.50,"us":12345678901234567890}]' }],
    });
    await waitFor(async () =>
      expect((await rowOf('eu')).textContent).toContain('9007199254740993'),
    );
    await take(await openText('$'), '[\n 1.0\n]');
    save();
    await waitFor(() => expect(server.source()).toBe('[1.0]'));
  });

  it('as text has the pending changes inside it, and takes their place', async () => {
    const server = jsonServer(product);
    renderPane(server.answers);
    await edit('price', '1');
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'Value of $.price' }), { key: 'Enter' });
    const dialog = await openText('$');
    const area = within(dialog).getByRole<HTMLTextAreaElement>('textbox');
    expect(area.value).toContain('"price": 1,');
    await take(dialog, area.value.replace('"iPhone"', '"Pixel"'));
    expect(pending().textContent).toContain('1 pending change');
    // Inside what is to be set there is no second change.
    fireEvent.doubleClick(await rowOf('price'));
    expect(screen.queryByRole('textbox', { name: 'Value of $.price' })).toBeNull();
    save();
    await waitFor(() =>
      expect(server.source()).toBe(
        '{"name":"Pixel","price":1,"reviews":9007199254740993,"in_stock":true}',
      ),
    );
  });

  it('as text is a conflict when somebody changed it while it was written', async () => {
    const server = jsonServer(product);
    renderPane(server.answers);
    const dialog = await openText('$');
    server.write('$.price', '7');
    await take(dialog, '{}');
    save();
    await screen.findByText(/Changed meanwhile to/);
    expect(server.source()).toContain('"price":7');
  });

  it('is opened from the toolbar as a whole, also where only its text is shown', async () => {
    setPreference({ jsonMode: 'text' });
    renderPane(jsonServer('[1,2]').answers);
    fireEvent.click(await screen.findByRole('button', { name: 'Edit as text' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole<HTMLTextAreaElement>('textbox').value).toBe('[\n  1,\n  2\n]');
  });
});

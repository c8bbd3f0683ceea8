import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { planId } from '../../../../../src-shared/contract/define.ts';
import { ok } from '../../../../../src-shared/result.ts';
import { fakeLayout } from '../../../../ui/testing/fake-layout.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import { pending, save } from '../test-support/json-tree.ts';
import { jsonServer, renderPane } from '../test-support/render-pane.tsx';
import { setPreference } from '../view-preferences.ts';

beforeAll(fakeLayout);
beforeEach(() => setPreference({ jsonMode: 'split' }));
afterEach(() => {
  cleanup();
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
});

const DOCUMENT =
  '{"views":9007199254740993,"name":"iPhone","stock":{"eu":1.50,"us":2},"api_key":"s3cret","last":0}';

function setUp(source = DOCUMENT) {
  const server = jsonServer(source);
  const planned = { plan: planId.parse('plan 1'), command: '', preview: '', isCut: true };
  const { calls } = renderPane({
    ...server.levels,
    'json.planRemove': () => ok({ ...planned, bytes: 1, undoBytes: 1, expiresAtMs: 0 }),
  });
  const inputs = (wanted: string) =>
    calls.filter(({ name }) => name === wanted).map(({ input }) => input);
  return { server, inputs };
}

const tree = () => screen.findByRole('tree', { name: 'Document as a tree, level by level' });
const rowOf = async (name: string): Promise<HTMLElement> => {
  await waitFor(async () => expect((await tree()).textContent).toContain(name));
  const rows = within(await tree()).getAllByRole('treeitem');
  const row = rows.find((candidate) => candidate.textContent.startsWith(name));
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
};
const closed = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

async function choose(row: string, label: RegExp): Promise<HTMLElement> {
  fireEvent.contextMenu(await rowOf(row));
  fireEvent.click(await screen.findByRole('menuitem', { name: label }));
  return await screen.findByRole('dialog');
}
async function editText(row: string, text: string): Promise<void> {
  const dialog = await choose(row, /^Edit as text/);
  const field = within(dialog).getByRole('textbox');
  fireEvent.change(field, { target: { value: text } });
  await within(dialog).findByText('JSON');
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
  await closed();
}
async function join(row: string, label: RegExp, text?: string): Promise<void> {
  const dialog = await choose(row, label);
  if (text !== undefined)
    fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: text } });
  const button = within(dialog).getByRole('button', { name: /^Add/ });
  await waitFor(() => expect(button.getAttribute('aria-disabled')).not.toBe('true'));
  fireEvent.click(button);
  await closed();
}

describe('a document that is read level by level', () => {
  it('gathers its changes, shows them, and saves them in one act that compares these places', async () => {
    const { server, inputs } = setUp();
    await editText('last', '7');
    await join('views', /^Increment/, '2');
    await join('name', /^Append text/, ' 17');
    await join('stock', /^Merge/, '{"eu":null,"asia":3}');
    await join('api_key', /^Delete/);
    expect(server.source()).toBe(DOCUMENT);
    expect(inputs('json.set')).toHaveLength(0);
    // Only the one container was read for it.
    expect(inputs('json.places')).toMatchObject([{ places: [['stock']] }]);
    const bar = pending();
    expect(bar.textContent).toContain('5 pending changes');
    await waitFor(() => expect(bar.textContent).toContain('"asia": 3'));
    for (const text of ['9007199254740995', '"iPhone 17"', 'not shown by its name'])
      expect(bar.textContent).toContain(text);
    const commands = within(bar).getByRole('group', { name: 'Commands' });
    expect([...commands.children].map(({ textContent }) => textContent)).toEqual([
      'MULTI',
      'JSON.SET product:1 $.last 7',
      'JSON.NUMINCRBY product:1 $.views 2',
      'JSON.STRAPPEND product:1 $.name "\\" 17\\""',
      'JSON.MERGE product:1 $.stock "{\\"eu\\":null,\\"asia\\":3}"',
      'JSON.DEL product:1 $.api_key',
      'EXEC',
    ]);
    expect((await rowOf('last')).textContent).toContain('7 0');
    expect((await rowOf('api_key')).textContent).toContain('deleted on saving');
    expect(document.body.textContent).not.toContain('s3cret');
    save();
    await waitFor(() =>
      expect(server.source()).toBe(
        '{"views":9007199254740995,"name":"iPhone 17","stock":{"us":2,"asia":3},"last":7}',
      ),
    );
    expect(inputs('json.set')).toHaveLength(1);
    await waitFor(() =>
      expect(screen.queryByRole('region', { name: 'Pending changes' })).toBeNull(),
    );
    await waitFor(async () => expect((await rowOf('views')).textContent).toContain('0995'));
  });

  it('notices what somebody else has changed, compares the three, and goes on', async () => {
    const { server, inputs } = setUp();
    await editText('stock', '{"eu":9,"us":2}');
    await editText('last', '7');
    await join('name', /^Append text/, ' 17');
    server.write('$.stock', '{"eu":1.50,"us":3}');
    server.write('$.name', '"Phone"');
    save();
    await waitFor(() => expect(within(pending()).getAllByRole('alert')).toHaveLength(2));
    expect(server.source()).toContain('"last":0');
    expect(inputs('json.places').at(-1)).toEqual({
      connection: expect.anything(),
      key: expect.anything(),
      places: [['stock'], ['last'], ['name']],
    });
    fireEvent.click(within(pending()).getByRole('button', { name: 'JSON.STRAPPEND on that' }));
    await waitFor(() => expect(pending().textContent).toContain('"Phone 17"'));
    fireEvent.click(within(pending()).getByRole('button', { name: 'Compare' }));
    const dialog = await screen.findByRole('dialog');
    const side = await within(dialog).findByRole('region', { name: 'On the server now' });
    expect(side.textContent).toContain('"us": 3');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Merge, edit on' }));
    await waitFor(() => expect(within(pending()).queryByRole('alert')).toBeNull());
    save();
    await waitFor(() => expect(server.source()).toContain('"stock":{"eu":9,"us":3}'));
    expect(server.source()).toContain('"name":"Phone 17"');
    expect(server.source()).toContain('"last":7');
  });

  it('keeps them out of each other’s way, takes them back one by one and all', async () => {
    const { server } = setUp();
    await editText('stock', '{"eu":9}');
    const dialog = await choose('stock', /^Add member/);
    fireEvent.change(within(dialog).getByRole('textbox', { name: 'Name' }), {
      target: { value: 'af' },
    });
    fireEvent.change(within(dialog).getByRole('textbox', { name: 'Value' }), {
      target: { value: '1' },
    });
    expect(dialog.textContent).toContain('It would change or move $.stock');
    fireEvent.click(within(dialog).getByRole('button', { name: /^Cancel/ }));
    await closed();
    fireEvent.click(
      within(await rowOf('stock')).getByRole('button', { name: 'Revert this change' }),
    );
    expect(screen.queryByRole('region', { name: 'Pending changes' })).toBeNull();
    await editText('last', '7');
    await join('views', /^Increment/, '2');
    fireEvent.click(within(pending()).getByRole('button', { name: 'Discard' }));
    expect(screen.queryByRole('region', { name: 'Pending changes' })).toBeNull();
    expect((await rowOf('last')).textContent).toMatch(/^last0/);
    expect(server.source()).toBe(DOCUMENT);
  });

  it('compares what is too large to be read by its size', async () => {
    const server = jsonServer('{"items":[1,2,3],"last":0}');
    const { calls } = renderPane({
      ...server.levels,
      'json.places': ({ places }) =>
        ok({
          places: places.map(() => ({
            is: 'size' as const,
            kind: 'array' as const,
            size: server.source().split('],')[0]?.split(',').length ?? 0,
            bytes: 5_000_000,
          })),
        }),
    });
    await join('items', /^Append elements/, '4, 5');
    expect(pending().textContent).toContain('3 items');
    expect(pending().textContent).toContain('compared by its size');
    expect(pending().textContent).toContain('5 items');
    server.write('$.items', '[1,2,3,4]');
    save();
    expect(await within(pending()).findByText(/Changed meanwhile to/)).not.toBeNull();
    expect(pending().textContent).toContain('4 items');
    fireEvent.click(within(pending()).getByRole('button', { name: 'JSON.ARRAPPEND on that' }));
    save();
    await waitFor(() => expect(server.source()).toContain('"items":[1,2,3,4,4,5]'));
    expect(calls.findLast(({ name }) => name === 'json.set')?.input).toMatchObject({
      changes: [{ steps: ['items'], expected: { is: 'size', kind: 'array', size: 4 } }],
    });
  });
});

import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { planId } from '../../../../../src-shared/contract/define.ts';
import { ok } from '../../../../../src-shared/result.ts';
import { fakeLayout } from '../../../../ui/testing/fake-layout.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import { edit, pending, rowOf, save } from '../test-support/json-tree.ts';
import { jsonServer, renderPane } from '../test-support/render-pane.tsx';
import { setPreference } from '../view-preferences.ts';

beforeAll(fakeLayout);
beforeEach(() => setPreference({ jsonMode: 'split' }));
afterEach(() => {
  cleanup();
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
});

const DOCUMENT = '{"name":"iPhone","price":1199.0,"on":true,"tags":["a",1.50],"api_key":"s3cret"}';

function setUp(source = DOCUMENT) {
  const server = jsonServer(source);
  const { calls } = renderPane({
    ...server.answers,
    'json.planRemove': () =>
      ok({
        plan: planId.parse('plan 1'),
        command: '',
        preview: '1',
        isCut: false,
        bytes: 1,
        undoBytes: 1,
        expiresAtMs: 0,
      }),
  });
  const sets = () => calls.filter(({ name }) => name === 'json.set').map(({ input }) => input);
  return { server, calls, sets };
}

async function choose(row: string, label: RegExp): Promise<HTMLElement> {
  fireEvent.contextMenu(await rowOf(row));
  fireEvent.click(await screen.findByRole('menuitem', { name: label }));
  return await screen.findByRole('dialog');
}
async function join(row: string, label: RegExp, text?: string): Promise<void> {
  const dialog = await choose(row, label);
  if (text !== undefined)
    fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: text } });
  const button = within(dialog).getByRole('button', { name: 'Add to pending' });
  await waitFor(() => expect(button.getAttribute('aria-disabled')).not.toBe('true'));
  fireEvent.click(button);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
}

describe('commands as pending changes', () => {
  it('are shown with what they make, and saved together', async () => {
    const { server, sets, calls } = setUp();
    await edit('price', '1149');
    await join('on', /^Toggle/);
    await join('name', /^Append text/, ' 17');
    await join('tags', /^Append elements/, '"b"');
    await join('api_key', /^Delete/);
    expect(pending().textContent).toContain('5 pending changes');
    for (const command of [
      'JSON.SET product:1 $.price 1149',
      'JSON.TOGGLE product:1 $.on',
      'JSON.STRAPPEND product:1 $.name "\\" 17\\""',
      'JSON.ARRAPPEND product:1 $.tags "\\"b\\""',
      'JSON.DEL product:1 $.api_key',
    ])
      expect(within(pending()).getByRole('group', { name: 'Commands' }).textContent).toContain(
        command,
      );
    expect(pending().textContent).toContain('"iPhone 17"');
    expect(pending().textContent).not.toContain('s3cret');
    expect((await rowOf('on')).textContent).toContain('false');
    expect((await rowOf('api_key')).textContent).toContain('deleted on saving');
    expect(server.source()).toBe(DOCUMENT);
    save();
    await waitFor(() =>
      expect(server.source()).toBe(
        '{"name":"iPhone 17","price":1149,"on":false,"tags":["a",1.50,"b"]}',
      ),
    );
    expect(sets()).toMatchObject([
      {
        changes: [
          { path: '$.price', value: '1149', expected: '[1199.0]' },
          { steps: ['on'], command: { kind: 'toggle' }, expected: { is: 'text', text: 'true' } },
          { steps: ['name'], command: { kind: 'strappend', value: '" 17"' } },
          { steps: ['tags'], command: { kind: 'arrappend', values: ['"b"'] } },
          {
            steps: ['api_key'],
            command: { kind: 'delete' },
            expected: { is: 'text', text: '"s3cret"' },
          },
        ],
      },
    ]);
    expect(calls.some(({ name }) => name === 'json.applyRemove')).toBe(false);
    await waitFor(() =>
      expect(screen.queryByRole('region', { name: 'Pending changes' })).toBeNull(),
    );
  });

  it('take new members and increments along, in their order, each as its own command', async () => {
    const { server, sets } = setUp('{"views":9007199254740993,"stock":{"eu":1.50},"last":0}');
    const add = async (name: string, value: string) => {
      const dialog = await choose('stock', /^Add member/);
      fireEvent.change(within(dialog).getByRole('textbox', { name: 'Name' }), {
        target: { value: name },
      });
      fireEvent.change(within(dialog).getByRole('textbox', { name: 'Value' }), {
        target: { value },
      });
      fireEvent.keyDown(within(dialog).getByRole('textbox', { name: 'Value' }), { key: 'Enter' });
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    };
    const increment = async (amount: string, button: RegExp) => {
      fireEvent.click(await rowOf('views'));
      fireEvent.keyDown(await screen.findByRole('tree', { name: 'Document as a tree' }), {
        key: '+',
      });
      const dialog = await screen.findByRole('dialog');
      const field = within(dialog).getByRole<HTMLInputElement>('textbox', { name: 'Amount' });
      const begun = field.value;
      fireEvent.change(field, { target: { value: amount } });
      fireEvent.click(within(dialog).getByRole('button', { name: button }));
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
      return begun;
    };
    await add('us', '1e3');
    expect(await increment('5', /^Add/)).toBe('1');
    await edit('last', '7');
    await add('asia', '{"n":2}');
    expect(await increment('7', /^Subtract/)).toBe('5');
    expect(pending().textContent).toContain('4 pending changes');
    expect((await rowOf('stock')).textContent).toContain('+ us, asiaadded on saving');
    expect(pending().textContent).toContain('$.stock.us1e3new');
    expect(pending().textContent).toContain('9007199254740986');
    const commands = within(pending()).getByRole('group', { name: 'Commands' });
    expect([...commands.children].map(({ textContent }) => textContent)).toEqual([
      'MULTI',
      'JSON.SET product:1 $.stock.us 1e3 NX',
      'JSON.NUMINCRBY product:1 $.views -7',
      'JSON.SET product:1 $.last 7',
      'JSON.SET product:1 $.stock.asia "{\\"n\\":2}" NX',
      'EXEC',
    ]);
    expect(server.source()).toContain('"last":0');
    // Somebody counts on: an increment is right all the same, and shown on what is there.
    server.write('$.views', '9007199254740995');
    server.write('$.stock', '{"eu":1.50,"asia":3}');
    save();
    expect(await within(pending()).findByText(/Somebody else added it/)).not.toBeNull();
    expect(pending().textContent).toContain('9007199254740988');
    expect(within(pending()).getAllByRole('alert')).toHaveLength(1);
    fireEvent.click(within(pending()).getByRole('button', { name: 'Overwrite' }));
    await waitFor(() => expect(server.source()).toContain('"asia":{"n":2}'));
    await waitFor(() => expect(pending().textContent).toContain('3 pending changes'));
    save();
    await waitFor(() =>
      expect(server.source()).toBe(
        '{"views":9007199254740988,"stock":{"eu":1.50,"asia":{"n":2},"us":1e3},"last":7}',
      ),
    );
    expect(sets()[0]).toMatchObject({
      changes: [
        { steps: ['stock', 'us'], command: { kind: 'add' }, expected: { is: 'nothing' } },
        { steps: ['views'], command: { kind: 'numincrby', by: '-7' }, expected: { is: 'number' } },
        { path: '$.last', value: '7', expected: '[0]' },
        { steps: ['stock', 'asia'], command: { kind: 'add', value: '{"n":2}' } },
      ],
    });
  });

  it('show the members in the order that will be', async () => {
    setUp('{"stock":{"eu":1,"us":2,"asia":3}}');
    await join('stock', /^Merge/, '{"eu":null,"af":4}');
    const change = await screen.findByRole('region', { name: 'Change of $.stock' });
    await waitFor(() => expect(change.textContent).toContain('"af": 4'));
    // RedisJSON puts the last member in the place of one that goes.
    expect((await rowOf('stock')).textContent).toContain('{"asia":3,"us":2,"af":4}');
  });

  it('bring nothing to light that is hidden by its name', async () => {
    const { server } = setUp('{"auth":{"password":"hunter2","n":1},"on":true}');
    await join('auth', /^Merge/, '{"n":2}');
    await waitFor(() => expect(pending().textContent).toContain('"n": 2'));
    expect(pending().textContent).toContain('"password": "(hidden)"');
    expect((await rowOf('auth')).textContent).toContain('"n":2');
    server.write('$.auth', '{"password":"hunter2","n":7}');
    save();
    await waitFor(() => expect(pending().textContent).toContain('"n":7'));
    expect(document.body.textContent).not.toContain('hunter2');
    fireEvent.click(within(pending()).getByRole('button', { name: 'JSON.MERGE on that' }));
    save();
    await waitFor(() =>
      expect(server.source()).toBe('{"auth":{"password":"hunter2","n":2},"on":true}'),
    );
  });

  it('are refused where another change is in the way, which can be saved first', async () => {
    const { server, sets } = setUp();
    await join('on', /^Toggle/);
    const dialog = await choose('on', /^Delete/);
    expect(dialog.textContent).toContain('It would change or move $.on');
    const button = within(dialog).getByRole('button', { name: /^Add to pending/ });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save pending' }));
    await waitFor(() => expect(server.source()).toContain('"on":false'));
    expect(sets()).toHaveLength(1);
  });

  it('keep their value from being edited in another way, and are reverted', async () => {
    setUp();
    await join('tags', /^Pop/);
    fireEvent.doubleClick(await rowOf('0'));
    expect(await screen.findByText('$.tags has a pending JSON.ARRPOP')).not.toBeNull();
    expect(screen.queryByRole('textbox', { name: 'Value of $.tags[0]' })).toBeNull();
    fireEvent.click(
      within(pending()).getByRole('button', { name: /Revert the change of \$.tags/ }),
    );
    fireEvent.doubleClick(await rowOf('0'));
    expect(await screen.findByRole('textbox', { name: 'Value of $.tags[0]' })).not.toBeNull();
  });

  it('are made again on what somebody else has written', async () => {
    const { server, sets } = setUp();
    await join('name', /^Append text/, ' 17');
    server.write('$.name', '"Phone"');
    save();
    fireEvent.click(
      await within(pending()).findByRole('button', { name: 'JSON.STRAPPEND on that' }),
    );
    await waitFor(() => expect(pending().textContent).toContain('"Phone 17"'));
    save();
    await waitFor(() => expect(server.source()).toContain('"name":"Phone 17"'));
    expect(sets()).toHaveLength(2);
  });
});

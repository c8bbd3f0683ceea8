// @vitest-environment jsdom
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
          { steps: ['on'], command: { kind: 'toggle' }, expected: 'true' },
          { steps: ['name'], command: { kind: 'strappend', value: '" 17"' } },
          { steps: ['tags'], command: { kind: 'arrappend', values: ['"b"'] } },
          { steps: ['api_key'], command: { kind: 'delete' }, expected: '"s3cret"' },
        ],
      },
    ]);
    expect(calls.some(({ name }) => name === 'json.edit' || name === 'json.applyRemove')).toBe(
      false,
    );
    await waitFor(() =>
      expect(screen.queryByRole('region', { name: 'Pending changes' })).toBeNull(),
    );
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

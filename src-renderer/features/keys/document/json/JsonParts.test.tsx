import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { planId } from '../../../../../src-shared/contract/define.ts';
import type { Output } from '../../../../../src-shared/contract/index.ts';
import { ok } from '../../../../../src-shared/result.ts';
import { fakeLayout } from '../../../../ui/testing/fake-layout.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import { pending, save } from '../test-support/json-tree.ts';
import { headOf, jsonServer, renderPane, testTicket } from '../test-support/render-pane.tsx';
import { setPreference } from '../view-preferences.ts';

beforeAll(fakeLayout);
beforeEach(() => setPreference({ jsonMode: 'split' }));
afterEach(() => {
  cleanup();
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
});

const tree = () => screen.findByRole('tree', { name: /^Document as a tree/ });
const rowOf = async (name: string): Promise<HTMLElement> => {
  const rows = within(await tree()).getAllByRole('treeitem');
  const row = rows.find((candidate) => candidate.textContent.startsWith(name));
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
};

describe('edits at a place', () => {
  const choose = async (row: string, label: RegExp) => {
    fireEvent.contextMenu(await rowOf(row));
    fireEvent.click(await screen.findByRole('menuitem', { name: label }));
    return await screen.findByRole('dialog');
  };

  it('show the command before it joins the pending changes', async () => {
    const server = jsonServer('{"tags":["a",1.50],"on":true}');
    renderPane(server.answers);
    const dialog = await choose('tags', /^Append elements/);
    fireEvent.change(within(dialog).getByRole('textbox', { name: 'Elements' }), {
      target: { value: '"b"' },
    });
    expect(dialog.textContent).toContain('JSON.ARRAPPEND product:1 $.tags "\\"b\\""');
    fireEvent.keyDown(within(dialog).getByRole('textbox'), { key: 'Enter' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(pending().textContent).toContain('JSON.ARRAPPEND');
    expect(server.source()).toBe('{"tags":["a",1.50],"on":true}');
  });

  it('show what would be deleted, and delete what was planned', async () => {
    const server = jsonServer('{"tags":["a",1.50],"on":true}');
    const plan = planId.parse('plan 1');
    const { calls } = renderPane({
      ...server.answers,
      'json.planRemove': () =>
        ok({
          plan,
          command: '',
          preview: '["a",1.50]',
          isCut: false,
          bytes: 10,
          undoBytes: 99,
          expiresAtMs: 0,
        }),
      'json.applyRemove': () => ok({ ticket: testTicket('Deleted $.tags') }),
    });
    const dialog = await choose('tags', /^Delete/);
    expect(dialog.textContent).toContain('JSON.DEL product:1 $.tags');
    expect(await within(dialog).findByText('["a",1.50]')).not.toBeNull();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(calls.find(({ name }) => name === 'json.applyRemove')?.input).toMatchObject({
      planId: plan,
    });
  });

  it('are not offered where RedisJSON would write beside', async () => {
    renderPane(jsonServer('{"back\\\\s":["a"]}').answers);
    fireEvent.contextMenu(await rowOf('back'));
    const item = await screen.findByRole('menuitem', { name: /^Append elements/ });
    expect(item.textContent).toContain('RedisJSON cannot write here');
  });
});

type Child = Extract<Output<'json.level'>, { state: 'children' }>['children'][number];

describe('a large document', () => {
  const number = (text: string, name: string | null = null): Child => ({
    name,
    kind: 'number',
    size: null,
    text,
    names: [],
  });
  const children = (kind: 'object' | 'array', total: number, rows: Child[]) =>
    ok({ state: 'children' as const, kind, total, children: rows });
  const answers = {
    'keys.head': () => ok(headOf('ReJSON-RL')),
    'json.get': ({ evenIfLarge }: { evenIfLarge: boolean }) =>
      evenIfLarge
        ? ok({ kind: 'text' as const, text: '{"whole":1}', bytes: 11, readAtMs: 0 })
        : ok({ kind: 'tooLarge' as const, bytes: 20_000_000 }),
    'json.level': ({ steps, offset }: { steps: (string | number)[]; offset: number }) => {
      if (steps.length === 0)
        return children('object', 4, [
          { name: 'items', kind: 'array', size: 3, text: null, names: [] },
          number('9007199254740993', 'views'),
          { name: ' odd', kind: null, size: null, text: null, names: [] },
          { name: 'api_key', kind: 'string', size: 6, text: '"s3cret"', names: [] },
        ]);
      const count = Math.min(2, 3 - offset);
      const rows = Array.from({ length: count }, (_, i) => number(String(offset + i)));
      return children('array', 3, rows);
    },
  };

  it('opens level by level, in pages, with what cannot be addressed said on its row', async () => {
    const { calls } = renderPane(answers);
    expect((await rowOf('views')).textContent).toContain('9007199254740993');
    expect((await rowOf('items')).textContent).toContain('3 items');
    expect((await rowOf('" odd"')).textContent).toContain('RedisJSON finds no value by this name');
    expect((await rowOf('api_key')).textContent).toContain('hidden');
    expect(calls.filter(({ name }) => name === 'json.level')).toHaveLength(1);
    fireEvent.click(await rowOf('items'));
    expect(await screen.findByText('2 of 3')).not.toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Show 1 more' }));
    await waitFor(() => expect(screen.queryByText('2 of 3')).toBeNull());
    expect(calls.findLast(({ name }) => name === 'json.level')?.input).toMatchObject({
      steps: ['items'],
      offset: 2,
    });
  });

  it('is still read whole when that is asked for', async () => {
    renderPane(answers);
    fireEvent.click(await screen.findByRole('button', { name: 'Read the whole text' }));
    expect((await rowOf('whole')).textContent).toContain('1');
  });

  const withLong = (text: string) => ({
    ...answers,
    'json.places': () => ok({ places: [{ is: 'text' as const, text: `"${text}"` }] }),
    'json.level': () =>
      children('object', 2, [
        { name: 'long', kind: 'string', size: text.length, text: null, names: [] },
        number('9007199254740993', 'views'),
      ]),
  });

  it('reads a long string when it is edited, and keeps that as a pending change', async () => {
    const long = 'x'.repeat(5_000);
    const { calls } = renderPane({
      ...withLong(long),
      'json.set': () => ok({ ticket: testTicket('Changed $.long') }),
    });
    fireEvent.click(await rowOf('long'));
    fireEvent.keyDown(await tree(), { key: 'F2' });
    const field = await screen.findByRole<HTMLTextAreaElement>('textbox', {
      name: 'Text of $.long',
    });
    expect(field.value).toBe(`"${long}"`);
    fireEvent.change(field, { target: { value: '"short"' } });
    await screen.findByText('JSON');
    fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect((await rowOf('long')).textContent).toContain('"short"');
    save();
    await waitFor(() =>
      expect(calls.find(({ name }) => name === 'json.set')?.input).toMatchObject({
        changes: [{ path: '$.long', value: '"short"', expected: `["${long}"]` }],
      }),
    );
  });

  it('is opened at a match of a path, however far down its level', async () => {
    const { calls } = renderPane({
      ...answers,
      'json.get': ({ path, evenIfLarge }: { path: string; evenIfLarge: boolean }) =>
        path === '$.items[*]'
          ? ok({ kind: 'text' as const, text: '[0,1,2]', bytes: 7, readAtMs: 0 })
          : answers['json.get']({ evenIfLarge }),
      'json.set': () => ok({ ticket: testTicket('Changed $.items[2]') }),
    });
    await tree();
    fireEvent.change(screen.getByRole('textbox', { name: 'JSONPath' }), {
      target: { value: '$.items[*]' },
    });
    const matches = await screen.findByRole('tree', { name: 'Matches as a tree' });
    const last = within(matches).getAllByRole('treeitem').at(-1);
    if (last === undefined) throw new Error('no match');
    fireEvent.doubleClick(last);
    const field = await screen.findByRole('textbox', { name: 'Text of $.items[2]' });
    fireEvent.change(field, { target: { value: '7' } });
    await screen.findByText('JSON');
    fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(within(matches).getAllByRole('treeitem').at(-1)?.textContent).toContain('7');
    save();
    await waitFor(() =>
      expect(calls.find(({ name }) => name === 'json.set')?.input).toMatchObject({
        changes: [{ path: '$.items[2]', value: '7', expected: '[2]' }],
      }),
    );
    fireEvent.click(within(matches).getAllByRole('treeitem').at(-1) ?? last);
    fireEvent.keyDown(matches, { key: 'Enter', ctrlKey: true });
    const active = async () => (await tree()).querySelector('[data-active]')?.textContent;
    await waitFor(async () => expect(await active()).toMatch(/^22/));
  });
});

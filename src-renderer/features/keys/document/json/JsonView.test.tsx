import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toBytes } from '../../../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../../../src-shared/result.ts';
import { fakeLayout } from '../../../../ui/testing/fake-layout.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import {
  headOf,
  jsonServer,
  renderPane,
  testConnection,
  testTicket,
} from '../test-support/render-pane.tsx';
import { edit, pending, product, rowOf, save, tree } from '../test-support/json-tree.ts';
import { setPreference } from '../view-preferences.ts';
import { draftsOf } from './drafts.ts';

beforeAll(fakeLayout);
beforeEach(() => setPreference({ jsonMode: 'split' }));
afterEach(() => {
  cleanup();
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
});

describe('a JSON document', () => {
  it('is shown as tree and text with its numbers as they were written', async () => {
    renderPane(jsonServer(product).answers);
    expect((await rowOf('reviews')).textContent).toContain('9007199254740993');
    const text = screen.getByRole('region', { name: 'Document as text' });
    expect(text.textContent).toContain('"reviews": 9007199254740993,');
    expect((await rowOf('price')).textContent).toContain('1199.0');
  });

  it('shows the difference and the command, and saves over what was read', async () => {
    const server = jsonServer(product);
    const { calls } = renderPane(server.answers, { keyName: toBytes('product:a b') });
    await edit('price', '1149.00');
    expect(pending().textContent).toContain('1 pending change');
    expect(pending().textContent).toContain('\u2212$.price1199.0');
    expect(pending().textContent).toContain('+$.price1149.00\u221250.00, \u22124.2%');
    expect(pending().textContent).toContain('JSON.SET "product:a b" $.price 1149.00');
    save();
    await waitFor(() =>
      expect(screen.queryByRole('region', { name: 'Pending changes' })).toBeNull(),
    );
    expect(calls.find(({ name }) => name === 'json.set')?.input).toMatchObject({
      changes: [{ path: '$.price', value: '1149.00', expected: '[1199.0]' }],
    });
    expect(server.source()).toContain('"price":1149.00');
    expect(await screen.findByText('Changed $.price')).not.toBeNull();
    await waitFor(async () => expect((await rowOf('price')).textContent).toContain('1149.00'));
  });

  it('saves several changes in one act, under one ticket', async () => {
    const server = jsonServer(product);
    const { calls } = renderPane(server.answers);
    await edit('price', '1');
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'Value of $.price' }), { key: 'Enter' });
    await edit('name', 'Pixel "9"');
    expect(pending().textContent).toContain('2 pending changes');
    fireEvent.click(within(pending()).getByRole('button', { name: /Save 2 changes/ }));
    await waitFor(() =>
      expect(server.source()).toBe(
        '{"name":"Pixel \\"9\\"","price":1,"reviews":9007199254740993,"in_stock":true}',
      ),
    );
    expect(calls.filter(({ name }) => name === 'json.set')).toHaveLength(1);
    expect(await screen.findByText('Changed 2 places')).not.toBeNull();
  });

  it('saves what is left when one of several is taken out of the list', async () => {
    const server = jsonServer(product);
    renderPane(server.answers);
    await edit('price', '1');
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'Value of $.price' }), { key: 'Enter' });
    await edit('name', 'Pixel');
    const commands = () => within(pending()).getByRole('group', { name: 'Commands' }).textContent;
    expect(commands()).toBe(
      'MULTIJSON.SET product:1 $.price 1JSON.SET product:1 $.name "\\"Pixel\\""EXEC',
    );
    fireEvent.click(
      within(pending()).getByRole('button', { name: 'Revert the change of $.price' }),
    );
    expect(commands()).toBe('JSON.SET product:1 $.name "\\"Pixel\\""');
    save();
    await waitFor(() => expect(server.source()).toContain('"name":"Pixel","price":1199.0'));
  });

  it('saves none of several when one was changed meanwhile, and says which', async () => {
    const server = jsonServer(product);
    renderPane(server.answers);
    await edit('price', '1');
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'Value of $.price' }), { key: 'Enter' });
    await edit('name', 'Pixel');
    server.write('$.price', '7');
    save();
    expect(await within(pending()).findByText(/Changed meanwhile to/)).not.toBeNull();
    expect(server.source()).toContain('"name":"iPhone","price":7');
  });

  it('takes a change back by Esc, by Revert and by Discard', async () => {
    renderPane(jsonServer(product).answers);
    const isPending = () => screen.queryByRole('region', { name: 'Pending changes' }) !== null;
    await edit('price', '1');
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'Value of $.price' }), { key: 'Escape' });
    expect(isPending()).toBe(false);
    await edit('price', '2');
    fireEvent.click(screen.getByRole('button', { name: 'Revert this change' }));
    expect(isPending()).toBe(false);
    await edit('price', '3');
    fireEvent.click(within(pending()).getByRole('button', { name: 'Discard' }));
    expect(isPending()).toBe(false);
    // The same text again is no change.
    await edit('price', '1199.0');
    expect(isPending()).toBe(false);
  });

  it('saves nothing while a value makes no sense', async () => {
    const { calls } = renderPane(jsonServer(product).answers);
    await edit('price', '12');
    fireEvent.change(screen.getByRole('textbox', { name: 'Value of $.price' }), {
      target: { value: '12,5' },
    });
    expect(within(await tree()).getByRole('alert').textContent).toContain(
      'Write a number as JSON has it',
    );
    save();
    fireEvent.click(within(pending()).getByRole('button', { name: /Save/ }));
    expect(calls.some(({ name }) => name === 'json.set')).toBe(false);
  });

  it('says when RedisJSON would round the number', async () => {
    renderPane(jsonServer(product).answers);
    await edit('reviews', '18446744073709551617');
    expect(pending().textContent).toContain('it will hold 18446744073709552000');
  });

  it('changes the kind of a value', async () => {
    const server = jsonServer(product);
    renderPane(server.answers);
    fireEvent.doubleClick(await rowOf('price'));
    fireEvent.change(screen.getByRole('combobox', { name: 'Kind of $.price' }), {
      target: { value: 'string' },
    });
    expect(pending().textContent).toContain('$.price"1199.0"');
    save();
    await waitFor(() => expect(server.source()).toContain('"price":"1199.0"'));
  });
});

describe('writing', () => {
  it('is off on a locked connection, editing is not', async () => {
    const { calls } = renderPane(jsonServer(product).answers, {
      connection: testConnection({ readOnly: true }),
    });
    await edit('price', '1149');
    const button = within(pending()).getByRole('button', { name: /Save/ });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(button);
    save();
    expect(calls.some(({ name }) => name === 'json.set')).toBe(false);
    expect(screen.getByRole('button', { name: 'Delete' }).getAttribute('aria-disabled')).toBe(
      'true',
    );
  });

  it('keeps what is pending when the pane goes, and has it when it comes back', async () => {
    const server = jsonServer(product);
    const connection = testConnection();
    const first = renderPane(server.answers, { connection });
    await edit('price', '1149');
    first.unmount();
    renderPane(server.answers, { connection });
    expect((await screen.findByRole('region', { name: 'Pending changes' })).textContent).toContain(
      '1149',
    );
  });

  it('tells what failed and keeps the change', async () => {
    const server = jsonServer(product);
    renderPane({
      ...server.answers,
      'json.set': () =>
        fail({ code: 'redis.reply', command: 'json.set', prefix: 'OOM', message: 'OOM no memory' }),
    });
    await edit('price', '1149');
    save();
    expect(await within(pending()).findByText('OOM no memory')).not.toBeNull();
    expect(pending().textContent).toContain('1 pending change');
  });
});

describe('reading', () => {
  it('asks the server for a JSONPath and shows what matched', async () => {
    const { calls } = renderPane(jsonServer(product).answers);
    await tree();
    fireEvent.change(screen.getByRole('textbox', { name: 'JSONPath' }), {
      target: { value: '$.price' },
    });
    const matches = await screen.findByRole('tree', { name: 'Matches as a tree' });
    expect(matches.textContent).toContain('1199.0');
    expect(screen.getByText('1 match')).not.toBeNull();
    expect(calls.at(-1)).toMatchObject({ name: 'json.get', input: { path: '$.price' } });
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'JSONPath' }), { key: 'Escape' });
    expect(await tree()).not.toBeNull();
  });

  it('shows the server’s words for a path it does not take', async () => {
    const { answers } = jsonServer(product);
    const message = 'Error occurred on position 2';
    renderPane({
      ...answers,
      'json.get': (input) =>
        input.path === '$'
          ? answers['json.get'](input)
          : fail({ code: 'redis.reply', command: 'json.get', prefix: 'ERR', message }),
    });
    await tree();
    const field = screen.getByRole('textbox', { name: 'JSONPath' });
    fireEvent.change(field, { target: { value: '[' } });
    expect((await screen.findByText(message)).closest('[role=alert]')).not.toBeNull();
    expect(field.getAttribute('aria-invalid')).toBe('true');
  });

  it('does not read a large document without being asked', async () => {
    const { answers } = jsonServer(product);
    const { calls } = renderPane({
      ...answers,
      'json.get': (input) =>
        input.evenIfLarge
          ? answers['json.get'](input)
          : ok({ kind: 'tooLarge', bytes: 21_000_000 }),
      'json.level': () => ok({ state: 'children', kind: 'object', total: 0, children: [] }),
    });
    expect(await screen.findByText(/20.0 MB of JSON/)).not.toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Read the whole text' }));
    expect(await tree()).not.toBeNull();
    expect(calls.at(-1)?.input).toMatchObject({ evenIfLarge: true });
  });

  it('does not run what a value says', async () => {
    const hostile = JSON.stringify({
      '<img src=x onerror=alert(1)>': '<script>\u202eevil</script>',
    });
    renderPane(jsonServer(hostile).answers);
    const shown = await tree();
    expect(shown.querySelector('img, script')).toBeNull();
    expect(shown.textContent).toContain('\\u{202e}evil');
  });
});

it('offers no edit where RedisJSON would write somewhere else', async () => {
  renderPane(jsonServer('{"back\\\\slash":1,"we\\"ird":2}').answers);
  fireEvent.doubleClick(await rowOf('back'));
  expect(screen.queryByRole('textbox', { name: /^Value of/ })).toBeNull();
  expect(await screen.findByText(/RedisJSON cannot write at a name/)).not.toBeNull();
  fireEvent.doubleClick(await rowOf('we"ird'));
  expect(screen.getByRole('textbox', { name: `Value of $['we"ird']` })).not.toBeNull();
});

it('keeps secrets out of sight until they are asked for', async () => {
  renderPane(jsonServer('{"user":"ann","csrf_token":"very-secret"}').answers);
  const shown = await tree();
  const both = () =>
    shown.textContent + screen.getByRole('region', { name: 'Document as text' }).textContent;
  expect(both()).toContain('hidden, 11 characters');
  expect(both()).not.toContain('very-secret');
  fireEvent.click(within(shown).getByRole('button', { name: 'hidden, 11 characters' }));
  expect(both()).not.toContain('hidden');
  expect(both()).toContain('very-secret');
});

it('moves what is pending along with a rename', async () => {
  const connection = testConnection();
  const server = jsonServer(product);
  renderPane(
    {
      ...server.answers,
      'keys.head': () => ok(headOf('ReJSON-RL')),
      'keys.rename': () => ok(testTicket('Renamed')),
    },
    { connection },
  );
  await edit('price', '1149');
  fireEvent.keyDown(screen.getByRole('textbox', { name: 'Value of $.price' }), { key: 'Enter' });
  fireEvent.click(screen.getByRole('button', { name: 'Rename' }));
  fireEvent.change(screen.getByRole('textbox', { name: 'New name' }), {
    target: { value: 'product:2' },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Rename' }));
  await screen.findByText('Renamed');
  // The store of the connection is made by whoever asks first: here the pane has.
  const drafts = draftsOf(
    {
      call: () => Promise.reject(new Error('not called')),
      stream: () => {
        throw new Error('not called');
      },
    },
    connection.id,
  );
  expect(drafts.of(toBytes('product:1'))).toHaveLength(0);
  expect(drafts.of(toBytes('product:2'))).toHaveLength(1);
});

import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toBinaryString, toBytes } from '../../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../../src-shared/result.ts';
import { ClientContext } from '../../../client/client-context.ts';
import { createFakeClient, type FakeAnswers } from '../../../client/fake-client.ts';
import { fakeLayout } from '../../../ui/testing/fake-layout.ts';
import { TooltipProvider } from '../../../ui/Tooltip.tsx';
import { testConnection } from '../document/test-support/render-pane.tsx';
import { jsonTableOf } from './json-table.ts';
import { JsonTableHost } from './JsonTableHost.tsx';

beforeAll(fakeLayout);
afterEach(cleanup);

const answers = {
  'json.level': () =>
    ok({
      state: 'children' as const,
      kind: 'object' as const,
      total: 2,
      children: [
        { name: 'price', kind: 'number' as const, size: null, text: '1', names: [] },
        { name: 'tags', kind: 'array' as const, size: 2, text: null, names: [] },
      ],
    }),
  'json.table': ({ keys, paths }) =>
    ok({
      readAtMs: 0,
      rows: keys.map((key) =>
        toBinaryString(key) === 'text'
          ? { state: 'other' as const, type: 'string' }
          : {
              state: 'json' as const,
              cells: paths.map((path) => ({
                state: 'value' as const,
                kind: 'number' as const,
                text: path === '$.price' ? '9007199254740993' : '1.50',
                isCut: false,
                matches: 1,
              })),
            },
      ),
    }),
} satisfies FakeAnswers;

function open(names: readonly string[], more: FakeAnswers = {}) {
  const calls: { readonly name: string; readonly input: unknown }[] = [];
  const fake = createFakeClient({ ...answers, ...more });
  const client: typeof fake = {
    ...fake,
    call: (name, input, options) => {
      calls.push({ name, input });
      return fake.call(name, input, options);
    },
  };
  const connection = testConnection();
  const table = jsonTableOf(client, connection.id);
  const opened: string[] = [];
  render(
    <ClientContext value={client}>
      <TooltipProvider>
        <JsonTableHost
          table={table}
          connection={connection}
          onOpenKey={(key) => opened.push(toBinaryString(key))}
        >
          <p>documents</p>
        </JsonTableHost>
      </TooltipProvider>
    </ClientContext>,
  );
  void table.open(names.map(toBytes), null);
  return { calls, opened };
}

describe('documents as a table', () => {
  it('begins with the scalar members of the first document, and keeps numbers as they are', async () => {
    open(['a', 'text']);
    const grid = await screen.findByRole('grid', { name: 'Documents' });
    await waitFor(() => expect(grid.textContent).toContain('9007199254740993'));
    expect(within(grid).getByRole('columnheader', { name: /\$\.price/ })).not.toBeNull();
    expect(grid.textContent).not.toContain('$.tags');
    expect(grid.textContent).toContain('string');
    expect(screen.getByRole('status').textContent).toBe('2 of 2 keys read');
  });

  it('adds and removes columns', async () => {
    open(['a']);
    await screen.findByText('9007199254740993');
    fireEvent.change(screen.getByRole('textbox', { name: 'JSONPath of a column' }), {
      target: { value: 'rating' },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Add column' }));
    await screen.findByText('1.50');
    fireEvent.click(screen.getByRole('button', { name: 'Remove column $.price' }));
    await waitFor(() => expect(screen.queryByText('9007199254740993')).toBeNull());
    expect(screen.getByText('1.50')).not.toBeNull();
  });

  it('reads 200 keys at a time, and says that it sorts only those', async () => {
    const { calls } = open(Array.from({ length: 450 }, (_, i) => `k${i}`));
    await screen.findByText('200 of 450 keys read');
    expect(calls.filter(({ name }) => name === 'json.table')).toHaveLength(1);
    fireEvent.click(screen.getByRole('columnheader', { name: /\$\.price/ }));
    await screen.findByText('200 of 450 keys read; sorted over what is read');
    fireEvent.click(screen.getByRole('button', { name: 'Read 200 more' }));
    await screen.findByText(/400 of 450 keys read/);
  });

  it('opens a key and leads back', async () => {
    const { opened } = open(['a']);
    fireEvent.doubleClick(await screen.findByText('9007199254740993'));
    expect(opened).toEqual(['a']);
    expect(screen.getByText('documents')).not.toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Back to the table of 1 key' }));
    expect(screen.queryByText('documents')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Close the table' }));
    expect(screen.getByText('documents')).not.toBeNull();
  });

  it('shows what the server says of a path', async () => {
    open(['a'], {
      'json.table': () =>
        fail({ code: 'redis.reply', command: 'json.mget', prefix: 'ERR', message: 'bad path' }),
    });
    expect(await screen.findByText('bad path')).not.toBeNull();
  });
});

import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { connectionId } from '../../../src-shared/contract/define.ts';
import { toBinaryString, toBytes } from '../../../src-shared/redis-value.ts';
import { ok } from '../../../src-shared/result.ts';
import { ClientContext } from '../../client/client-context.ts';
import { createFakeClient } from '../../client/fake-client.ts';
import { TooltipProvider } from '../../ui/Tooltip.tsx';
import { closeConnection } from '../app-actions.ts';
import { noteUnsaved, tellUnsaved } from '../unsaved-store.ts';
import { ClosingDialog } from './ClosingDialog.tsx';

const id = connectionId.parse('c1');
const other = connectionId.parse('c2');
const names = (...keys: string[]) => keys.map((key) => toBinaryString(toBytes(key)));

afterEach(() => {
  cleanup();
  for (const connection of [id, other])
    for (const holder of ['json', 'values'] as const) noteUnsaved(connection, holder, []);
});

function show() {
  const closed: string[] = [];
  const told: number[] = [];
  const client = createFakeClient({
    'connections.close': ({ connection }) => {
      closed.push(connection);
      return ok({});
    },
    'app.unsaved': ({ keys }) => {
      told.push(keys);
      return ok({});
    },
  });
  render(
    <ClientContext value={client}>
      <TooltipProvider>
        <ClosingDialog />
      </TooltipProvider>
    </ClientContext>,
  );
  return { client, closed, told };
}

test('a connection without drafts is closed at once, one with them after a word', async () => {
  const { client, closed } = show();
  noteUnsaved(id, 'values', names('cart:1', 'cart:\u202e2'));
  noteUnsaved(id, 'json', names('cart:1', 'doc'));
  await closeConnection(client, other);
  expect(closed).toEqual(['c2']);
  await closeConnection(client, id);
  const dialog = await screen.findByRole('dialog', { name: 'Discard changes to 3 keys?' });
  for (const key of ['cart:1', String.raw`cart:\u{202e}2`, 'doc'])
    expect(dialog.textContent).toContain(key);
  fireEvent.click(screen.getByRole('button', { name: 'Keep open' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(closed).toEqual(['c2']);
  await closeConnection(client, id);
  fireEvent.click(await screen.findByRole('button', { name: 'Discard and close' }));
  await waitFor(() => expect(closed).toEqual(['c2', 'c1']));
});

test('main is told how many keys would be lost with the window', () => {
  const { client, told } = show();
  const controller = new AbortController();
  tellUnsaved(client, controller.signal);
  noteUnsaved(id, 'values', names('a'));
  noteUnsaved(id, 'json', names('a'));
  noteUnsaved(other, 'json', names('a', 'b'));
  noteUnsaved(other, 'json', []);
  controller.abort();
  noteUnsaved(other, 'json', names('c'));
  expect(told).toEqual([0, 1, 3, 1]);
});

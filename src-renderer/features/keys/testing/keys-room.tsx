import {
  cleanup,
  configure,
  fireEvent,
  render,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { OpenConnection, ServerFacts } from '../../../../src-shared/contract/connections.ts';
import { RemovalHost } from '../../../app/removal/RemovalHost.tsx';
import { sessionStore } from '../../../app/session-store.ts';
import { ClientContext } from '../../../client/client-context.ts';
import { createFakeClient, type FakeAnswers } from '../../../client/fake-client.ts';
import { fakeConnection } from '../../../client/fake-connection.ts';
import { fakeLayout } from '../../../ui/testing/fake-layout.ts';
import { Toaster } from '../../../ui/Toaster.tsx';
import { toasts } from '../../../ui/toast-store.ts';
import { TooltipProvider } from '../../../ui/Tooltip.tsx';
import { createKeysStore, type KeysStore } from '../keys-store.ts';
import { KeysRoom } from '../KeysView.tsx';
import { createFakeServer } from './fake-server.ts';
import { localIndexes } from './local-indexes.ts';

// A slow machine is not a failure.
configure({ asyncUtilTimeout: 15_000 });

const facts: ServerFacts = {
  kind: 'redis',
  version: '7.4.1',
  mode: 'standalone',
  role: 'master',
  protocol: 3,
  modules: [],
  commands: ['json.get'],
  refused: [],
  noWrites: null,
  databases: 16,
  user: 'default',
  dbSize: null,
  roundTripMs: 1,
  cluster: null,
};
export const connection: OpenConnection = fakeConnection({
  state: { status: 'ready', sinceMs: 1 },
  facts,
});

export let server: ReturnType<typeof createFakeServer>;
export let store: KeysStore;

export function open(answers: FakeAnswers = {}, on: OpenConnection = connection): void {
  const client = createFakeClient({ ...server.answers, ...answers });
  store = createKeysStore({
    client,
    connection: connection.id,
    separators: [':'],
    openIndexes: localIndexes,
  });
  store.start();
  sessionStore.setState({ connections: [on], active: connection.id, keyRequest: null });
  render(
    <ClientContext value={client}>
      <TooltipProvider>
        <KeysRoom connection={on} store={store} />
        <RemovalHost />
        <Toaster />
      </TooltipProvider>
    </ClientContext>,
  );
}

/** A fake server and an empty page for each test of a file. */
export function registerRoom(): void {
  beforeAll(fakeLayout);
  beforeEach(() => {
    server = createFakeServer(10);
    delete document.documentElement.dataset['filled'];
    for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
  });
  afterEach(() => {
    cleanup();
    store.dispose();
  });
}

export const tree = (): HTMLElement => screen.getByRole('tree', { name: 'Keys' });
export const rowNames = (role = 'treeitem'): string[] =>
  within(screen.getByLabelText('Keys', { selector: '[role=tree], [role=listbox]' }))
    .queryAllByRole(role)
    .map((row) => row.getAttribute('aria-label') ?? '');
export const seeRows = (...expected: string[]): Promise<void> =>
  waitFor(() => expect(rowNames()).toEqual(expected));
export const press = (key: string, more: object = {}): boolean =>
  fireEvent.keyDown(tree(), { key, ...more });
export const activeName = (): string | null | undefined => {
  const id = tree().getAttribute('aria-activedescendant');
  return id === null ? null : document.getElementById(id)?.getAttribute('aria-label');
};
export const numbered = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`);

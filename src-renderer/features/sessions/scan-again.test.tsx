import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import { connectionId } from '../../../src-shared/contract/define.ts';
import type { Item } from '../../../src-shared/contract/index.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { ClientContext } from '../../client/client-context.ts';
import { createFakeClient, type FakeAnswers } from '../../client/fake-client.ts';
import { fakeConnection } from '../../client/fake-connection.ts';
import { releaseStores } from '../../client/per-connection.ts';
import { StreamFailure } from '../../client/stream-failure.ts';
import { fakeLayout } from '../../ui/testing/fake-layout.ts';
import { TooltipProvider } from '../../ui/Tooltip.tsx';
import { SessionsView } from './SessionsView.tsx';

const connection: OpenConnection = fakeConnection({
  id: connectionId.parse('sessions-again'),
  state: { status: 'ready', sinceMs: 1 },
});
beforeAll(fakeLayout);
afterEach(() => {
  cleanup();
  releaseStores(connection.id);
});

const page = (
  name: string,
  change: Partial<Item<'sessions.scan'>> = {},
): Item<'sessions.scan'> => ({
  rows: [
    {
      key: toBytes(name),
      type: 'string',
      recognisedAs: 'JSON',
      reason: '',
      certain: true,
      user: null,
      createdMs: null,
      ttlMs: 3_600_000,
      sizeBytes: 120,
    },
  ],
  others: 0,
  refused: 0,
  scanned: 1,
  of: 1,
  done: true,
  isAnew: false,
  ...change,
});

/** The view with the connection in the state that is given. */
function show(answers: FakeAnswers, first: OpenConnection['state'] = connection.state) {
  const client = createFakeClient(answers);
  const view = (state: OpenConnection['state']) => (
    <ClientContext value={client}>
      <TooltipProvider>
        <SessionsView connection={{ ...connection, state }} />
      </TooltipProvider>
    </ClientContext>
  );
  const { rerender } = render(view(first));
  return (state: OpenConnection['state']) => rerender(view(state));
}
const rowNamed = (name: string) => screen.findByRole('row', { name: new RegExp(name) });

it('is filtered and scanned again by the keys that are shown there', async () => {
  let scans = 0;
  show({
    async *'sessions.scan'() {
      scans += 1;
      yield page('session:aaa');
    },
  });
  await rowNamed('aaa');
  fireEvent.keyDown(document.body, { key: '/' });
  expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'User or session' }));
  fireEvent.keyDown(document.body, { key: 'r', ctrlKey: true });
  await waitFor(() => expect(scans).toBe(2));
});

it('goes on by itself when the connection that cut its scan is back, and forgets what another server had', async () => {
  let isLost = true;
  const become = show(
    {
      async *'sessions.scan'() {
        if (!isLost) yield page('session:bbb', { isAnew: true });
        else {
          yield page('session:aaa', { done: false });
          throw new StreamFailure({
            code: 'redis.offline',
            cause: 'ECONNRESET',
            hint: 'Wait',
            message: 'No connection to the server',
          });
        }
      },
    },
    { status: 'connecting' },
  );
  await screen.findByText(/^Failed after/);
  isLost = false;
  become({ status: 'ready', sinceMs: 5 });
  await rowNamed('bbb');
  expect(screen.queryByRole('row', { name: /aaa/ })).toBeNull();
  expect(screen.queryByText(/^Failed after/)).toBeNull();
});

import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { connectionId } from '../../../../src-shared/contract/define.ts';
import { createFakeClient } from '../../../client/fake-client.ts';
import { createKeysStore } from '../keys-store.ts';
import { createFakeServer } from '../testing/fake-server.ts';
import { localIndexes } from '../testing/local-indexes.ts';
import { SelectionNote } from './SelectionNote.tsx';

afterEach(cleanup);

it('says how many are selected, and when that is not as far as was asked', async () => {
  const server = createFakeServer(20_000);
  const store = createKeysStore({
    client: createFakeClient(server.answers),
    connection: connectionId.parse('c1'),
    separators: [':'],
    openIndexes: localIndexes,
  });
  server.set(Array.from({ length: 10_050 }, (_, i) => `k${i}`));
  store.setMode('list');
  store.start();
  await vi.waitFor(() => expect(store.getState().answer.total).toBe(10_050), 15_000);
  render(<SelectionNote store={store} />);
  const note = (): string => screen.queryByRole('status')?.textContent ?? '';
  const cut = /^10,000 of 10,050 selected: at most 10,000 at a time/;
  await act(() => store.moves.selectAll());
  expect(note()).toMatch(cut);
  act(() => store.moves.clearSelected());
  expect(note()).toBe('');
  await act(() => store.moves.activate(0));
  await act(() => store.moves.extendTo(10_049));
  expect(note()).toMatch(cut);
  await act(() => store.moves.extendTo(4));
  expect(note()).toBe('5 selected');
  store.dispose();
});

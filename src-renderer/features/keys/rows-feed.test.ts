import { expect, it, onTestFinished, vi } from 'vitest';
import { connectionId } from '../../../src-shared/contract/define.ts';
import { createFakeClient } from '../../client/fake-client.ts';
import { createKeysStore } from './keys-store.ts';
import { rowAt } from './sidebar-state.ts';
import { createFakeServer } from './testing/fake-server.ts';
import { localIndexes } from './testing/local-indexes.ts';

const numbered = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}:x`);

it('a row that is to stay in place is followed while others come above it', async () => {
  const server = createFakeServer(10);
  const store = createKeysStore({
    client: createFakeClient(server.answers),
    connection: connectionId.parse('c1'),
    separators: [':'],
    openIndexes: localIndexes,
  });
  onTestFinished(() => store.dispose());
  const shown = (at: number): unknown => rowAt(store.getState().answer, at);
  server.set([...numbered(10, 'm'), ...numbered(20, 'a')]);
  server.hold();
  store.start();
  server.release(1);
  await vi.waitFor(() => expect(shown(3)).toMatchObject({ label: 'm3' }));
  let at = 3;
  let last = store.getState().answer;
  store.subscribe(({ answer }) => {
    if (answer !== last) at += answer.moved;
    last = answer;
  });
  store.keepInPlace(() => at);
  server.release();
  await vi.waitFor(() => expect(at).toBe(23));
  expect(shown(at)).toMatchObject({ label: 'm3' });
});

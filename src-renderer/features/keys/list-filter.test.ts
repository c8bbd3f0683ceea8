import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectionId } from '../../../src-shared/contract/define.ts';
import { toBinaryString, toBytes } from '../../../src-shared/redis-value.ts';
import { createFakeClient } from '../../client/fake-client.ts';
import { createKeysStore, type KeysStore } from './keys-store.ts';
import type { SidebarState } from './sidebar-state.ts';
import { createFakeServer } from './testing/fake-server.ts';
import { localIndexes } from './testing/local-indexes.ts';

let server: ReturnType<typeof createFakeServer>;
let store: KeysStore;

beforeEach(() => {
  server = createFakeServer(10);
  store = createKeysStore({
    client: createFakeClient(server.answers),
    connection: connectionId.parse('c1'),
    separators: [':'],
    openIndexes: localIndexes,
  });
});
afterEach(() => store.dispose());

function until(isSo: (state: SidebarState) => boolean): Promise<SidebarState> {
  return vi.waitFor(() => {
    const state = store.getState();
    if (!isSo(state)) throw new Error(`not so: ${labels(state).join(' ')}`);
    return state;
  }, 15_000);
}

function labels({ answer }: SidebarState): string[] {
  return answer.rows.map((row) =>
    row.kind === 'folder' ? `${row.label}: ${row.count}` : 'label' in row ? row.label : row.kind,
  );
}

const shows = (...expected: string[]): Promise<SidebarState> =>
  until((state) => labels(state).join('|') === expected.join('|'));

async function list(...names: string[]): Promise<void> {
  server.set(names);
  store.start();
  await until(({ scan, answer }) => scan.status === 'done' && answer.keys === names.length);
}

describe('a folder listed alone', () => {
  it('is the one with that name, whatever a pattern makes of its letters', async () => {
    await list('a[1]*\\:x', 'a1:y', 'a1\\:z', 'b');
    store.listBelow(toBytes('a[1]*\\:'));
    await shows('a[1]*\\\\: 1', 'x');
    expect(toBinaryString(server.scans.at(-1)?.match ?? toBytes(''))).toBe('a\\[1\\]\\*\\\\:*');
    // What the filter shows is what was asked: sent again, it finds the same.
    store.submitText();
    expect(store.getState().scope.match).toEqual(server.scans.at(-1)?.match);
  });
});

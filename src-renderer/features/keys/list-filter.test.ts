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

describe('the filter over what is listed', () => {
  beforeEach(() => list('user:1', 'user:22', 'foo[1]', 'foo1', 'USER:3', 'shop:x'));

  const matches = (): Promise<string[]> =>
    until(({ answered, needle }) => answered === needle).then(labels);

  it('reads the text as a part, a glob, a regular expression or a whole name, without a scan', async () => {
    store.setMode('list');
    const found: Record<string, string[]> = {};
    for (const [mode, text] of [
      ['part', 'ser:'],
      ['glob', 'user:?'],
      ['regex', '^u.*:\\d+$'],
      ['exact', 'user:1'],
    ] as const) {
      store.setFilterMode(mode);
      store.setText(text);
      found[mode] = await matches();
    }
    expect(found).toEqual({
      part: ['USER:3', 'user:1', 'user:22'],
      glob: ['user:1'],
      regex: ['USER:3', 'user:1', 'user:22'],
      exact: ['user:1'],
    });
    expect(server.scans).toHaveLength(1);
  });

  it('finds a pasted name that could be a pattern, listed or not, and what it matches as one', async () => {
    store.setMode('list');
    store.setText('foo[1]');
    await shows('foo1', 'foo[1]');
    server.set(['late[2]*']);
    store.setText('late[2]*');
    await shows('late[2]*');
    store.submitText();
    await until(({ scan, effect }) => effect === 'server' && scan.status === 'done');
    await shows('late[2]*');
  });

  it('says what is wrong with a regular expression, and keeps what was in effect', async () => {
    store.setFilterMode('regex');
    store.setText('foo');
    await until(({ answer }) => answer.matches === 2);
    store.setText('foo(');
    expect(store.getState()).toMatchObject({ filterProblem: expect.stringMatching('not closed') });
    store.submitText();
    expect(server.scans).toHaveLength(1);
    store.setText('foo(1)');
    await until(({ answer, filterProblem }) => answer.matches === 1 && filterProblem === null);
  });

  it('says that a name may not be read, or why it was not looked up', async () => {
    server.setFacts('secret', { state: 'refused', reason: 'NOPERM' });
    store.setText('secret');
    await until(({ lookup }) => lookup?.includes('may not read') === true);
    server.describeFails({ code: 'cancelled', message: 'The connection was lost' });
    store.setText('secreter');
    await until(({ lookup }) => lookup?.includes('The connection was lost') === true);
    store.setText('');
    expect(store.getState().lookup).toBeNull();
  });
});

describe('a narrowed list', () => {
  it('takes in only what it asked the server for, when keys come from elsewhere', async () => {
    await list('a:1', 'b:1');
    server.set(['a:hash'], 'hash');
    store.setType('hash');
    await shows('a: 1');
    server.set(['a:2', 'b:3']);
    server.set(['b:hash'], 'hash');
    await store.renamed(toBytes('gone'), toBytes('a:2'));
    await store.renamed(toBytes('gone'), toBytes('b:hash'));
    await shows('a: 1', 'b: 1');
    store.setText('b*');
    store.submitText();
    await shows('b: 1', 'hash');
    await store.renamed(toBytes('gone'), toBytes('a:hash'));
    await store.renamed(toBytes('gone'), toBytes('b:3'));
    await shows('b: 1', 'hash');
    store.setType(null);
    store.setText('');
    await shows('a: 3', 'b: 3');
  });
});

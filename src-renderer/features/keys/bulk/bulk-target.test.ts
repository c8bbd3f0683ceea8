import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectionId } from '../../../../src-shared/contract/define.ts';
import { toBinaryString, toBytes } from '../../../../src-shared/redis-value.ts';
import type { Result } from '../../../../src-shared/result.ts';
import { planStream } from '../../../app/removal/testing/fake-bulk.ts';
import { createFakeClient } from '../../../client/fake-client.ts';
import { toasts } from '../../../ui/toast-store.ts';
import { createKeysStore, type KeysStore } from '../keys-store.ts';
import type { FilterMode } from '../sidebar-state.ts';
import { createFakeServer } from '../testing/fake-server.ts';
import { localIndexes } from '../testing/local-indexes.ts';
import type { BulkTarget } from './bulk-target.ts';

let server: ReturnType<typeof createFakeServer>;
let store: KeysStore;
/** The selections that an export was planned for. */
let exported: unknown[];

const refused: Result<never> = {
  ok: false,
  error: { code: 'notFound', what: 'keys', message: 'No key matches' },
};

beforeEach(() => {
  server = createFakeServer(20_000);
  exported = [];
  store = createKeysStore({
    client: createFakeClient({
      ...server.answers,
      'transfer.exportPlan': ({ selection }) => {
        exported.push(selection);
        return planStream(refused);
      },
    }),
    connection: connectionId.parse('c1'),
    separators: [':'],
    openIndexes: localIndexes,
  });
});
afterEach(() => {
  store.dispose();
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
});

/** All that was asked for is on screen. */
const settled = (): Promise<void> =>
  vi.waitFor(() => {
    const { scan, needle, answered, answer } = store.getState();
    if (scan.status !== 'done' || needle !== answered || answer.total === 0)
      throw new Error('not settled');
  }, 15_000);

async function list(...names: string[]): Promise<void> {
  server.set(names);
  store.start();
  await settled();
}

async function filter(mode: FilterMode, text: string): Promise<void> {
  store.setFilterMode(mode);
  store.setText(text);
  await settled();
}

/** What is asked for while rows are still on their way is refused, with the word to choose again. */
const onceSettled = <Value>(ask: () => Promise<Value>): Promise<Value> => vi.waitFor(ask, 15_000);

/** What the first row, a folder, stands for, and the number that it shows. */
async function ofFolder(): Promise<{ target: BulkTarget; shown: number }> {
  return await onceSettled(async () => {
    await store.moves.activate(0);
    const [row] = store.getState().answer.rows;
    if (row?.kind !== 'folder') throw new Error('the first row is no folder');
    await store.bulk.open('expire');
    const state = store.bulk.store.getState();
    if (state.kind === 'closed') throw new Error('nothing is asked');
    store.bulk.close();
    return { target: state.target, shown: row.count };
  });
}

const keysOf = ({ selection }: BulkTarget): string[] =>
  selection.kind === 'keys' ? selection.keys.map(toBinaryString).sort() : ['by pattern'];

describe('a folder without a filter', () => {
  it('is its prefix as the server has it', async () => {
    await list('cart:1', 'cart:2');
    const { target } = await ofFolder();
    expect(target).toMatchObject({ what: 'Folder cart:', keys: null, prefix: toBytes('cart:') });
    expect(target.selection).toEqual({
      kind: 'pattern',
      match: toBytes('cart:*'),
      type: null,
      prefix: null,
    });
  });
});

describe('a folder of a list that a text narrows', () => {
  const modes: readonly (readonly [FilterMode, string, string[]])[] = [
    ['part', 'old', ['cart:old:1', 'cart:old:2']],
    ['glob', 'cart:old:?', ['cart:old:1', 'cart:old:2']],
    ['regex', '^cart:.*[12]$', ['cart:new:1', 'cart:old:1', 'cart:old:2']],
    ['exact', 'cart:new:1', ['cart:new:1']],
  ];
  it.each(modes)('is the keys shown: %s %s', async (mode, text, expected) => {
    await list('cart:old:1', 'cart:old:2', 'cart:new:1', 'cart:new:9', 'shop:old:1');
    await filter(mode, text);
    // The part is also in another folder: the one with most matches comes first.
    const { target, shown } = await ofFolder();
    expect(keysOf(target)).toEqual(expected);
    expect(shown).toBe(expected.length);
    expect(target.what).toBe(
      `${expected.length} ${expected.length === 1 ? 'key' : 'keys'} shown in folder cart:`,
    );
    expect(target.prefix).toEqual(toBytes('cart:'));
  });

  it('is exported as it is shown', async () => {
    await list('cart:old:1', 'cart:new:1');
    await filter('part', 'old');
    await onceSettled(async () => {
      await store.moves.activate(0);
      await store.transfer.exportChosen();
      expect(exported).toEqual([{ kind: 'keys', keys: [toBytes('cart:old:1')] }]);
    });
  });

  it('is said to be a part where the scan is not over', async () => {
    await list('cart:old:1', 'cart:new:1');
    await filter('part', 'old');
    server.hold();
    store.rescan();
    await vi.waitFor(() => expect(store.getState().scan.status).toBe('running'), 15_000);
    await onceSettled(async () => {
      await store.moves.activate(0);
      await store.bulk.open('expire');
      expect(store.bulk.store.getState()).toMatchObject({
        target: { what: '1 key shown in folder cart:, as far as they are listed' },
      });
    });
    server.release();
  });

  it('is cut at the most keys of a selection, which is said', async () => {
    await list(...Array.from({ length: 10_001 }, (_, i) => `cart:old:${i}`), 'cart:new:1');
    await filter('part', 'old');
    const { target, shown } = await ofFolder();
    expect(shown).toBe(10_001);
    expect(target.keys).toHaveLength(10_000);
    expect(target.what).toBe(
      '10,000 of the keys shown in folder cart:: more are not taken at a time',
    );
  });

  it('is nothing while the filter changes', async () => {
    await list('cart:old:1', 'cart:new:1');
    await filter('part', 'old');
    await store.moves.activate(0);
    const { active } = store.getState();
    const opening = store.bulk.open('expire');
    store.setText('');
    await opening;
    expect(active.ref).not.toBeNull();
    expect(store.bulk.store.getState().kind).toBe('closed');
    expect(toasts.getState().toasts).toMatchObject([
      { message: 'The list is just being filtered' },
    ]);
  });
});

describe('a folder of a list that the server was asked for', () => {
  it('is what has its prefix and is of the pattern', async () => {
    await list('cart:old:1', 'cart:new:1', 'shop:old:1', 'shop:old:2');
    await filter('glob', '*:old:*');
    store.submitText();
    await vi.waitFor(() => expect(store.getState().scope.match).not.toBeNull(), 15_000);
    await settled();
    const { target } = await ofFolder();
    expect(target.selection).toEqual({
      kind: 'pattern',
      match: toBytes('*:old:*'),
      type: null,
      prefix: toBytes('shop:'),
    });
    expect(target.what).toBe('Folder shop:, keys like *:old:*');
  });

  it('is what has its prefix and is of the type', async () => {
    await list('cart:1');
    server.set(['cart:h'], 'hash');
    store.setType('hash');
    await vi.waitFor(() => expect(store.getState().scope.type).toBe('hash'), 15_000);
    await settled();
    const { target, shown } = await ofFolder();
    expect(shown).toBe(1);
    expect(target.selection).toEqual({
      kind: 'pattern',
      match: toBytes('cart:*'),
      type: 'hash',
      prefix: null,
    });
  });

  it('is its prefix alone where that is the pattern', async () => {
    await list('cart:1', 'cart:2');
    store.listBelow(toBytes('cart:'));
    await settled();
    const { target } = await ofFolder();
    expect(target.selection).toMatchObject({ match: toBytes('cart:*'), prefix: null });
  });
});

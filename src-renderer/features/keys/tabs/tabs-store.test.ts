import { describe, expect, it, vi } from 'vitest';
import { connectionId } from '../../../../src-shared/contract/define.ts';
import { fromBinaryString, toBinaryString, toBytes } from '../../../../src-shared/redis-value.ts';
import { ok } from '../../../../src-shared/result.ts';
import { createFakeClient } from '../../../client/fake-client.ts';
import { appendDraft } from '../document/types/edit/bytes-drafts.ts';
import { keptEditsOf } from '../document/types/edit/kept-edits.ts';
import { packNames } from '../testing/fake-server.ts';
import { shortName } from './short-name.ts';
import { createTabsStore, type OpenHow } from './tabs-store.ts';

type TabsStore = ReturnType<typeof createTabsStore>;

const preview: OpenHow = { isKept: false, inNewTab: false, type: 'hash' };
const kept: OpenHow = { isKept: true, inNewTab: false, type: 'hash' };

const client = createFakeClient({
  'keys.describe': ({ keys }) =>
    ok(keys.map(() => ({ state: 'present', type: 'zset', ttlMs: null, length: 1 }))),
});

function open(...names: readonly string[]): TabsStore {
  const store = createTabsStore(client, connectionId.parse('c1'));
  for (const name of names) store.open(toBytes(name), kept);
  return store;
}

const shown = (store: TabsStore): string => {
  const { tabs, active } = store.getState();
  return tabs
    .map(({ id, key, isPreview }) => {
      const name = toBinaryString(key) + (isPreview ? '?' : '');
      return id === active ? `[${name}]` : name;
    })
    .join(' ');
};
const idOf = (store: TabsStore, name: string): string =>
  store.getState().tabs.find(({ key }) => toBinaryString(key) === name)?.id ?? '';

describe('the tabs', () => {
  it('are taken by one preview after another, until one is kept', () => {
    const store = open('a');
    store.open(toBytes('b'), preview);
    store.open(toBytes('c'), preview);
    expect(shown(store)).toBe('a [c?]');
    store.open(toBytes('c'), kept);
    store.open(toBytes('d'), preview);
    expect(shown(store)).toBe('a c [d?]');
    store.keep(idOf(store, 'd'));
    store.open(toBytes('e'), { ...preview, inNewTab: true });
    expect(shown(store)).toBe('a c d [e?]');
  });

  it('open beside the one on screen, and a key never twice', () => {
    const store = open('a', 'b', 'c');
    store.activate(idOf(store, 'a'));
    store.open(toBytes('d'), kept);
    expect(shown(store)).toBe('a [d] b c');
    store.open(toBytes('c'), preview);
    expect(shown(store)).toBe('a d b [c]');
  });

  it('give way to a neighbour when they are closed', () => {
    const store = open('a', 'b', 'c');
    store.activate(idOf(store, 'b'));
    store.close(idOf(store, 'b'));
    expect(shown(store)).toBe('a [c]');
    store.close(idOf(store, 'a'));
    expect(shown(store)).toBe('[c]');
    store.close(idOf(store, 'c'));
    expect(store.getState()).toEqual({ tabs: [], active: null, mounted: [] });
  });

  it('go round, and follow a rename', () => {
    const store = open('a', 'b', 'c');
    store.step(1);
    expect(shown(store)).toBe('[a] b c');
    store.step(-1);
    expect(shown(store)).toBe('a b [c]');
    store.rename(idOf(store, 'c'), toBytes('z'));
    expect(shown(store)).toBe('a b [z]');
    store.closeOthers(idOf(store, 'a'));
    expect(shown(store)).toBe('[a]');
    store.step(1);
    expect(shown(store)).toBe('[a]');
  });

  it('keep the eight documents shown last', () => {
    const store = open(...Array.from({ length: 12 }, (_, i) => `k${i}`));
    store.activate(idOf(store, 'k0'));
    const { tabs, mounted } = store.getState();
    const names = mounted.map((id) =>
      toBinaryString(tabs.find((tab) => tab.id === id)?.key ?? toBytes('')),
    );
    expect(names).toEqual(['k0', 'k11', 'k10', 'k9', 'k8', 'k7', 'k6', 'k5']);
  });

  it('keep a document in which an edit is under way, however many are shown after it', () => {
    const edit = keptEditsOf(client, connectionId.parse('c1')).of(toBytes('k0'));
    const hide = edit.show();
    edit.edits.start(appendDraft(1));
    const store = open(...Array.from({ length: 12 }, (_, i) => `k${i}`));
    expect(store.getState().mounted).toContain(idOf(store, 'k0'));
    edit.edits.cancel();
    hide();
    store.activate(idOf(store, 'k1'));
    expect(store.getState().mounted).not.toContain(idOf(store, 'k0'));
  });

  it('find out the type of a key opened by name', async () => {
    const store = open();
    store.open(toBytes('a'), { ...kept, type: null });
    await vi.waitFor(() => expect(store.getState().tabs[0]?.type).toBe('zset'));
  });

  it('have the type that their document has read, and that of what work on many keys touched', async () => {
    const on = connectionId.parse('c1');
    const store = open('k', 'other', ...Array.from({ length: 8 }, (_, i) => `k${i}`));
    const typeOf = (name: string) =>
      store.getState().tabs.find(({ key }) => toBinaryString(key) === name)?.type;
    store.typed(idOf(store, 'k7'), 'list');
    expect(typeOf('k7')).toBe('list');
    // Documents of the last eight are in the page, and read their keys again themselves.
    const there = [{ type: 'zset', ...packNames([toBytes('k'), toBytes('k1')]) }];
    store.touched(on, ok({ there, gone: packNames([]), isAll: true }));
    await vi.waitFor(() => expect(typeOf('k')).toBe('zset'));
    expect([typeOf('other'), typeOf('k1')]).toEqual(['hash', 'hash']);
  });
});

describe('the name on a tab', () => {
  it.each([
    ['product:smartphones:iphone-15-pro', 'iphone-15-pro'],
    ['comparison:0f31:best', '0f31:best'],
    ['a:b:1', 'a:b:1'],
    ['plain', 'plain'],
    ['', '""'],
    [`x:${'y'.repeat(60)}`, `${'y'.repeat(14)}…${'y'.repeat(13)}`],
  ])('of %s is %s', (name, expected) => {
    expect(shortName(toBytes(name), ':')).toBe(expected);
  });

  it('shows bytes that are not text', () => {
    expect(shortName(fromBinaryString('a:\u00ff\u0000'), ':')).toBe('\\xff\\x00');
  });
});

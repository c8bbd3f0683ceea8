import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import { equalBytes } from '../../../../src-shared/redis-value.ts';
import type { Result } from '../../../../src-shared/result.ts';
import type { Client } from '../../../client/client.ts';
import { keptEditsOf } from '../document/types/edit/kept-edits.ts';
import { mayBeTouched, type Touched } from '../touched-keys.ts';

/** Documents kept alive behind the one on screen; older ones are read again when they are shown. */
const MOST_MOUNTED = 8;

export interface KeyTab {
  readonly id: string;
  /** Where it is: not always the server whose keys are listed. */
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
  /** null while it is being found out, and for a key that is not there. */
  readonly type: string | null;
  /** The next preview takes its place. */
  readonly isPreview: boolean;
}

export interface TabsState {
  readonly tabs: readonly KeyTab[];
  readonly active: string | null;
  /** Ids whose documents are in the page, the one shown last first. */
  readonly mounted: readonly string[];
}

export interface OpenHow {
  readonly isKept: boolean;
  readonly inNewTab: boolean;
  /** Where it is known already. */
  readonly type: string | null;
  /** Another server than the one whose keys are listed. */
  readonly on?: ConnectionId | undefined;
}

/** The keys that are open, as tabs. */
export function createTabsStore(client: Client, connection: ConnectionId) {
  const store = createStore<TabsState>(() => ({ tabs: [], active: null, mounted: [] }));
  let lastId = 0;

  const isEdited = (tab: KeyTab | undefined): boolean =>
    tab !== undefined && keptEditsOf(client, tab.connection).progressOf(tab.key) !== null;

  const change = (id: string, part: Partial<KeyTab>): void =>
    store.setState(({ tabs }) => ({
      tabs: tabs.map((tab) => (tab.id === id ? { ...tab, ...part } : tab)),
    }));

  function show(tabs: readonly KeyTab[], active: string | null): void {
    store.setState(({ mounted }) => {
      const there = new Map(tabs.map((tab) => [tab.id, tab]));
      const recent = [active, ...mounted.filter((id) => id !== active)];
      return {
        tabs,
        active,
        mounted: recent
          .flatMap((id) => (id !== null && there.has(id) ? [id] : []))
          .filter((id, at) => at < MOST_MOUNTED || isEdited(there.get(id))),
      };
    });
  }

  async function findType({ id, key, connection: at }: KeyTab): Promise<void> {
    const result = await client.call('keys.describe', { connection: at, keys: [key] });
    const facts = result.ok ? result.value[0] : undefined;
    // A refusal or a failure is told by the document itself.
    if (facts?.state === 'present') change(id, { type: facts.type });
  }

  const find = (key: Uint8Array, on: ConnectionId): KeyTab | undefined =>
    store.getState().tabs.find((tab) => tab.connection === on && equalBytes(tab.key, key));

  function close(id: string): void {
    const { tabs, active } = store.getState();
    const at = tabs.findIndex((tab) => tab.id === id);
    if (at < 0) return;
    const left = tabs.toSpliced(at, 1);
    show(left, active === id ? (left[Math.min(at, left.length - 1)]?.id ?? null) : active);
  }

  return {
    ...store,
    find,
    open(key: Uint8Array, { isKept, inNewTab, type, on = connection }: OpenHow): void {
      const { tabs, active } = store.getState();
      const open = find(key, on);
      if (open !== undefined) {
        show(tabs, open.id);
        if (isKept) change(open.id, { isPreview: false });
        return;
      }
      lastId += 1;
      const tab: KeyTab = { id: `key-${lastId}`, connection: on, key, type, isPreview: !isKept };
      const preview = inNewTab ? -1 : tabs.findIndex(({ isPreview }) => isPreview);
      const after = tabs.findIndex(({ id }) => id === active);
      show(
        preview >= 0
          ? tabs.with(preview, tab)
          : tabs.toSpliced(after < 0 ? tabs.length : after + 1, 0, tab),
        tab.id,
      );
      if (type === null) void findType(tab);
    },
    activate(id: string): void {
      show(store.getState().tabs, id);
    },
    keep(id: string): void {
      change(id, { isPreview: false });
    },
    close,
    closeOthers(id: string): void {
      show(
        store.getState().tabs.filter((tab) => tab.id === id),
        id,
      );
    },
    /** The key has another name now; its document goes on. */
    rename(id: string, key: Uint8Array): void {
      change(id, { key, isPreview: false });
    },
    /** Its document has read what it is: maybe another than when it was opened. */
    typed(id: string, type: string): void {
      if (store.getState().tabs.some((tab) => tab.id === id && tab.type !== type))
        change(id, { type });
    },
    /** What work on many keys touched: a document that is in the page reads its key again itself. */
    touched(on: ConnectionId, touched: Result<Touched>): void {
      const { tabs, mounted } = store.getState();
      for (const tab of tabs)
        if (tab.connection === on && !mounted.includes(tab.id) && mayBeTouched(touched, tab.key))
          void findType(tab);
    },
    /** The tab so many places on, going round. */
    step(by: number): void {
      const { tabs, active } = store.getState();
      const at = tabs.findIndex(({ id }) => id === active);
      const next = tabs[(at + by + tabs.length) % tabs.length];
      if (next !== undefined) show(tabs, next.id);
    },
  };
}

export type TabsStore = ReturnType<typeof createTabsStore>;

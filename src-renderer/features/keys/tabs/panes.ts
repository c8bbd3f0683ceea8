import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import type { Client } from '../../../client/client.ts';
import { createTabsStore, type KeyTab, type OpenHow, type TabsStore } from './tabs-store.ts';

export type Pane = 'first' | 'second';

const other: Readonly<Record<Pane, Pane>> = { first: 'second', second: 'first' };

/**
 * The open keys in two panes side by side; the second is there while it has tabs. A key of a server is open in one of them only:
 * two documents of one value would each save over the other.
 */
export function createPanes(client: Client, connection: ConnectionId) {
  const strips: Readonly<Record<Pane, TabsStore>> = {
    first: createTabsStore(client, connection),
    second: createTabsStore(client, connection),
  };
  const store = createStore<{ readonly focused: Pane }>(() => ({ focused: 'first' }));
  const isSplit = (): boolean => strips.second.getState().tabs.length > 0;
  const focused = (): Pane => (isSplit() ? store.getState().focused : 'first');
  const shownIn = (pane: Pane): KeyTab | null => {
    const { tabs, active } = strips[pane].getState();
    return tabs.find(({ id }) => id === active) ?? null;
  };
  const focus = (pane: Pane): void => {
    if (store.getState().focused !== pane) store.setState({ focused: pane });
  };

  function open(key: Uint8Array, how: OpenHow): void {
    const beside = other[focused()];
    const isBeside = strips[beside].find(key, how.on ?? connection) !== undefined;
    const pane = isBeside ? beside : focused();
    focus(pane);
    strips[pane].open(key, how);
  }

  /** Beside the pane that has the focus; from there, when it is open there. */
  function openAside(key: Uint8Array, how: Omit<OpenHow, 'isKept' | 'inNewTab'>): void {
    const from = focused();
    const pane = other[from];
    const there = strips[from].find(key, how.on ?? connection);
    strips[pane].open(key, { ...how, isKept: true, inNewTab: true });
    if (there !== undefined) strips[from].close(there.id);
    focus(pane);
  }

  function close(pane: Pane, id: string): void {
    strips[pane].close(id);
    if (pane === 'second' && !isSplit()) focus('first');
  }

  return {
    ...store,
    strips,
    open,
    openAside,
    focus,
    /** The tabs that keys and list act on. */
    current: (): TabsStore => strips[focused()],
    /** What is on screen in the pane that has the focus. */
    shown(): { readonly pane: Pane; readonly tab: KeyTab | null } {
      const pane = focused();
      return { pane, tab: shownIn(pane) };
    },
    /** The keys on screen on both sides; null while there is one side, or nothing on it. */
    sides(): { readonly left: KeyTab; readonly right: KeyTab } | null {
      const [left, right] = [shownIn('first'), shownIn('second')];
      return left === null || right === null ? null : { left, right };
    },
    /** The tab goes to the other pane. */
    moveAside(pane: Pane, id: string): void {
      const tab = strips[pane].getState().tabs.find((one) => one.id === id);
      if (tab === undefined) return;
      focus(pane);
      openAside(tab.key, { type: tab.type, on: tab.connection });
    },
    close,
    /** Its tab, wherever it is: what it shows is over. */
    closeKey(key: Uint8Array): void {
      for (const pane of ['first', 'second'] as const) {
        const tab = strips[pane].find(key, connection);
        if (tab !== undefined) close(pane, tab.id);
      }
    },
    /** The tabs of the second pane go to the first. */
    join(): void {
      const { tabs, active } = strips.second.getState();
      const shown = tabs.find(({ id }) => id === active);
      for (const { key, type, connection: on } of [
        ...tabs,
        ...(shown === undefined ? [] : [shown]),
      ])
        strips.first.open(key, { isKept: true, inNewTab: true, type, on });
      for (const { id } of tabs) strips.second.close(id);
      focus('first');
    },
    /** Whenever a tab is opened, shown or closed in either. */
    watch(changed: () => void): () => void {
      const ends = Object.values(strips).map((strip) => strip.subscribe(changed));
      return () => ends.forEach((end) => end());
    },
  };
}

export type Panes = ReturnType<typeof createPanes>;

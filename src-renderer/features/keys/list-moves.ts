import type { StoreApi } from 'zustand/vanilla';
import { LIMITS } from '../../../src-shared/limits.ts';
import { type RemoteIndex, unlessClosed } from './arena/connect-indexes.ts';
import { isNamed, type RowRef } from './arena/rows.ts';
import type { More } from './arena/stretch.ts';
import { toLiteral } from '../../lib/name-pattern.ts';
import type { RowsFeed } from './rows-feed.ts';
import { refKey, rowAt, type SidebarState } from './sidebar-state.ts';

export interface ListMovesOptions {
  readonly store: StoreApi<SidebarState>;
  readonly feed: RowsFeed;
  readonly index: () => RemoteIndex;
  /** A folder was opened: these are the keys to see now. */
  readonly onOpened: (prefix: Uint8Array) => void;
}

const toSelected = (refs: readonly RowRef[]): ReadonlyMap<string, RowRef> =>
  new Map(
    refs.flatMap((ref) =>
      ref.kind === 'key' || ref.kind === 'folder' ? [[refKey(ref), ref]] : [],
    ),
  );

/** Moving, folding and choosing in the list. Rows are places on screen; which key that is, the index knows. */
export function createListMoves({ store, feed, index, onOpened }: ListMovesOptions) {
  // Where a stretch that is being chosen began.
  let anchor = 0;
  // Keys that were pressed while rows change: each goes by the rows that the one before it made.
  let waiting: Promise<void> | null = null;

  async function afterChanges(earlier: Promise<void> | null, act: () => void): Promise<void> {
    await earlier;
    await feed.changing();
    act();
  }

  async function refAt(at: number): Promise<RowRef | null> {
    const row = rowAt(store.getState().answer, at);
    if (row !== null) return { kind: row.kind, id: row.id };
    return (await unlessClosed(index().refs(at, at + 1)))?.[0] ?? null;
  }

  /** Moves to a row at once; which one it is follows, where it is not in view yet. */
  async function setActive(at: number): Promise<void> {
    feed.settle();
    const row = rowAt(store.getState().answer, at);
    const ref = row === null ? null : { kind: row.kind, id: row.id };
    store.setState({ active: { index: at, ref } });
    if (ref !== null) return;
    const found = await refAt(at);
    store.setState(({ active }) =>
      active.index === at ? { active: { index: at, ref: found } } : {},
    );
  }

  /** Chooses the rows of a stretch, as many as can be: that some are left out is kept, to be said. */
  async function select(from: number, to: number): Promise<void> {
    const refs = await unlessClosed(index().refs(from, Math.min(to, from + LIMITS.selectionKeys)));
    if (refs === null) return;
    const isCut = to - from > LIMITS.selectionKeys;
    store.setState({ selected: toSelected(refs), selectedOf: isCut ? to - from : null });
  }

  /** Brings a row into view once the rows are drawn as they are now. */
  function bringIntoView(at: number): void {
    store.setState(({ reveal }) => ({ reveal: { index: at, serial: reveal.serial + 1 } }));
  }

  return {
    /** Runs it on the rows as they will be: at once where none are changing, else when the changes are shown. */
    inOrder(act: () => void): void {
      if (waiting === null && feed.changing() === null) {
        act();
        return;
      }
      const turn = afterChanges(waiting, act).finally(() => {
        if (waiting === turn) waiting = null;
      });
      waiting = turn;
    },
    bringIntoView,
    async activate(at: number): Promise<void> {
      anchor = at;
      store.setState({ selected: new Map() });
      await setActive(at);
    },
    async toggleSelected(at: number): Promise<void> {
      const { active, selected } = store.getState();
      const ref = await refAt(at);
      if (ref === null) return;
      anchor = at;
      // The row one stands on is the first of several.
      const first = selected.size === 0 && active.ref !== null ? [active.ref] : [];
      const next = new Map([...selected, ...toSelected([...first, ref])]);
      if (selected.has(refKey(ref))) next.delete(refKey(ref));
      store.setState({ selected: next });
      await setActive(at);
    },
    async extendTo(at: number): Promise<void> {
      const from = Math.min(anchor, at);
      await select(from, Math.max(anchor, at) + 1);
      await setActive(at);
    },
    /** All rows there are, as far as a selection goes. */
    async selectAll(): Promise<void> {
      await select(0, store.getState().answer.total);
    },
    clearSelected(): void {
      store.setState({ selected: new Map() });
    },
    async fold(folder: number, isOpen: boolean): Promise<void> {
      feed.settle();
      await feed.change(() => unlessClosed(index().fold(folder, isOpen)));
      const prefix = isOpen ? await unlessClosed(index().prefix(folder)) : null;
      if (prefix !== null) onOpened(prefix);
    },
    async openSiblings(): Promise<void> {
      const { ref } = store.getState().active;
      if (ref === null) return;
      feed.settle();
      await feed.change(() => unlessClosed(index().openSiblings(ref)));
    },
    async showMore(folder: number, kind: 'keys' | 'folders', where: More): Promise<void> {
      // What was loaded begins where the row that loaded it stood: one goes on reading there.
      const { active } = store.getState();
      if (active.ref?.id === folder && !isNamed(active.ref))
        store.setState({ active: { index: active.index, ref: null } });
      await feed.change(() => unlessClosed(index().showMore(folder, kind, where)));
      const now = store.getState().active;
      if (now.ref === null && now.index >= 0 && now.index === active.index)
        store.setState({ active: { index: now.index, ref: await refAt(now.index) } });
    },
    /** The row of the folder that the active row is in; -1 at the top. */
    async parentIndex(): Promise<number> {
      return (await unlessClosed(index().parentIndex(store.getState().active.index))) ?? -1;
    },
    /** The next row from a place whose name begins so; -1 where there is none. */
    async typeAhead(text: string, from: number): Promise<number> {
      return (await unlessClosed(index().typeAhead(from, toLiteral(text)))) ?? -1;
    },
    /** Shows the row of a key, opening the folders above it; nothing where it is not listed. */
    async reveal(name: Uint8Array): Promise<void> {
      const { mode, sort, keySort, sortSerial, needle } = store.getState();
      const shape = { mode, sort, keySort, sortSerial, needle };
      const query = { ...shape, from: 0, count: 0, kept: null, mayMove: false };
      const from = index();
      // The shape first: in a tree the folders have to be opened.
      await unlessClosed(from.rows({ ...query, active: null }));
      const id = await unlessClosed(from.reveal(name));
      if (id === null || from !== index()) return;
      const ref: RowRef = { kind: 'key', id };
      const answer = await unlessClosed(from.rows({ ...query, active: ref }));
      if (answer === null || answer.activeIndex < 0) return;
      anchor = answer.activeIndex;
      store.setState({ active: { index: answer.activeIndex, ref }, selected: new Map() });
      // Rows that came with the opened folders are drawn first: the list cannot be scrolled to where it does not reach yet.
      await feed.change();
      if (from !== index()) return;
      bringIntoView(store.getState().active.index);
    },
  };
}

import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import type { AppError } from '../../../src-shared/result.ts';
import { formatSeparators } from '../../../src-shared/separators.ts';
import { bookmarksOf } from '../../app/bookmarks/bookmarks-store.ts';
import { sessionStore } from '../../app/session-store.ts';
import type { Client } from '../../client/client.ts';
import { perConnection } from '../../client/per-connection.ts';
import { type Indexes, type RemoteIndex, unlessClosed } from './arena/connect-indexes.ts';
import { openIndexes } from './arena/open-indexes.ts';
import type { KeySort } from './arena/key-figures.ts';
import type { FolderSort, RowRef, ViewMode } from './arena/rows.ts';
import { createAskKeys } from './ask-keys.ts';
import { feedBookmarks } from './bookmarks-feed.ts';
import { createFiguresReading, type Figure, type ReadingPlan } from './figures-reading.ts';
import type { Scope } from './filter-text.ts';
import { feedJobs } from './jobs-feed.ts';
import { createListCost } from './list-cost.ts';
import { createBulkDialog } from './bulk/bulk-dialog.ts';
import { createListChanges } from './bulk/list-changes.ts';
import { createListFilter } from './list-filter.ts';
import { createListMoves } from './list-moves.ts';
import { createListings } from './listings.ts';
import { createRowsFeed } from './rows-feed.ts';
import { createKeyScan } from './scan/key-scan.ts';
import { newSidebar, rowAt, type SidebarState } from './sidebar-state.ts';
import { createNewKeyDialog } from './new-key/new-key.ts';
import { createPanes } from './tabs/panes.ts';
import type { OpenHow } from './tabs/tabs-store.ts';
import { createCompareDialog } from './compare/compare-dialog.ts';
import { createTransferDialog } from './transfer/transfer-dialog.ts';
import { createTypesFeed } from './types-feed.ts';

export interface KeysStoreOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly separators: readonly string[];
  readonly openIndexes: (onFailure: (message: string) => void) => Indexes;
}

const workerFailed = (why: string): AppError => ({
  code: 'internal',
  ref: 'keys-worker',
  message: `The list of keys does not work: ${why}`,
});

const showsFigures = (): boolean =>
  sessionStore
    .getState()
    .settings?.listColumns.some((column) => column === 'ttl' || column === 'length') === true;

const environmentOf = (connection: ConnectionId) =>
  sessionStore.getState().connections.find(({ id }) => id === connection)?.environment;

/** A key that the keyboard only passes is not read. */
const PREVIEW_MS = 150;

/** The parts of the key room of one connection, wired. */
function wire({ client, connection, separators, openIndexes: openAll }: KeysStoreOptions) {
  const filterMode = sessionStore.getState().settings?.listFilter ?? newSidebar.filterMode;
  const store = createStore<SidebarState>(() => ({ ...newSidebar, filterMode }));
  const onFailure = (why: string): void =>
    store.setState(({ scan: { progress } }) => ({
      scan: { status: 'failed', progress, error: workerFailed(why) },
    }));
  const onScan = (scanned: RemoteIndex): void => {
    if (scanned !== index()) return;
    const now = scan();
    const before = store.getState().scan;
    // Pages come by the hundred: the first is shown at once, and every change of state.
    if (now.status === before.status && before.progress.scanned > 0) feed.refreshSoon();
    else {
      // That it is complete is shown with the rows that are.
      if (now.status !== 'done') store.setState({ scan: now });
      feed.refresh();
    }
  };
  const createScan = (filled: RemoteIndex, scope: Scope) =>
    createKeyScan({ client, connection, index: filled, scope, onChange: () => onScan(filled) });
  const listings = createListings({
    indexes: openAll(onFailure),
    separators,
    createScan,
  });
  const index = () => listings.current().index;
  const scan = () => listings.current().scan.state();
  const feed = createRowsFeed({ store, index, scan, onRows: () => types.askSoon() });
  const { near, refresh: onFound } = feed;
  const ended = new AbortController();
  const { signal } = ended;
  const cost = createListCost();
  const ask = createAskKeys({ client, connection, cost, signal });
  const types = createTypesFeed({ ask, store, index, near, showsFigures, onFound });
  const isGentle = (): boolean => environmentOf(connection) === 'production';
  const reading = createFiguresReading({ store, feed, index, ask, isGentle, signal });
  const scanFirst = (prefix: Uint8Array): void => {
    // A scan that was stopped stays so: only the menu asks for a folder then.
    if (scan().status === 'running') listings.current().scan.first(prefix);
  };
  const moves = createListMoves({ store, feed, index, onOpened: scanFirst });
  const { each } = listings;
  const onChanged = feed.refresh;
  /** Of rows at hand type, TTL and length are asked for again, when they are near. */
  const expireShown = (): void => {
    const { rows } = store.getState().answer;
    const shown = rows.flatMap(({ kind, id }) => (kind === 'key' ? [id] : []));
    void unlessClosed(index().expire(shown));
  };
  const forgetGone = async (): Promise<void> => {
    const { selected } = store.getState();
    if (selected.size === 0) return;
    // What is gone is not chosen any more; what is left of it is still there to be seen.
    const still = await unlessClosed(index().collect([...selected.values()], 1));
    if (still?.length === 0 && selected === store.getState().selected)
      store.setState({ selected: new Map() });
  };
  feedJobs({
    client,
    connection,
    listings,
    onChanged: () => {
      expireShown();
      feed.refresh();
      void forgetGone();
    },
    signal,
  });
  const at = { client, connection, store, index, each, changing: feed.changing };
  const changes = createListChanges({ ...at, onChanged });
  const list = (scope: Scope): void => {
    types.clear();
    listings.show(scope);
  };
  const filter = createListFilter({ client, connection, store, feed, index, list });
  const panes = createPanes(client, connection);
  const endBookmarks = feedBookmarks({
    bookmarks: bookmarksOf(client, connection),
    connection,
    panes,
    onMarked: (marked) => void listings.setBookmarks(marked).then(feed.refresh),
  });
  const end = (): void => {
    ended.abort();
    endBookmarks();
    cost.dispose();
    filter.dispose();
    feed.dispose();
    types.dispose();
    listings.dispose();
  };
  const parts = { store, listings, index, feed, types, cost, reading, moves };
  return { ...parts, changes, filter, panes, expireShown, end };
}

/** The keys of a connection: what is listed, how it is shown, and which are open. */
export function createKeysStore(options: KeysStoreOptions) {
  const wired = wire(options);
  const { store, listings, index, feed, types, moves, changes, filter, panes } = wired;
  let isStarted = false;
  let previewing: ReturnType<typeof setTimeout> | null = null;
  async function open(ref: RowRef, how: OpenHow): Promise<void> {
    const [name] = (await unlessClosed(index().names([ref.id]))) ?? [];
    if (name !== undefined) panes.open(name, how);
  }
  let shownSeparators = options.separators;
  /** The name of a key, or the prefix of a folder. */
  async function nameOf({ kind, id }: RowRef): Promise<Uint8Array | null> {
    if (kind === 'folder') return await unlessClosed(index().prefix(id));
    return (await unlessClosed(index().names([id])))?.[0] ?? null;
  }
  /** Asked for from elsewhere in the app: kept, and shown in the list where it is listed. */
  function openNamed(name: Uint8Array, type: string | null = null): void {
    panes.open(name, { isKept: true, inNewTab: false, type });
    void moves.reveal(name);
  }
  async function created(name: Uint8Array, type: string): Promise<void> {
    // A tab that shows that it is gone would stay as it is.
    panes.closeKey(name);
    await changes.change([name], true);
    openNamed(name, type);
  }
  const newKey = createNewKeyDialog({
    client: options.client,
    connection: options.connection,
    onCreated: (name, type) => void created(name, type),
    onGone: (name) => {
      panes.closeKey(name);
      void changes.change([name], false);
    },
    openKey: openNamed,
  });
  const scan = () => listings.current().scan;
  return {
    ...store,
    moves,
    panes,
    cost: wired.cost,
    show: feed.show,
    keepInPlace: feed.keepInPlace,
    settle: feed.settle,
    setText: filter.setText,
    submitText: filter.submitText,
    setFilterMode: filter.setFilterMode,
    setType: filter.setType,
    listBelow: filter.listBelow,
    remove: changes.remove,
    newKey,
    /** Asks for a new key, in the folder that is chosen. */
    async askNewKey(): Promise<void> {
      const { ref } = store.getState().active;
      newKey.open(ref?.kind === 'folder' ? await nameOf(ref) : null);
    },
    removeListed: changes.removeListed,
    bulk: createBulkDialog(changes),
    comparing: createCompareDialog(),
    transfer: createTransferDialog({
      client: options.client,
      connection: options.connection,
      chosen: changes.target,
      listed: changes.listed,
    }),
    /** The view is there: the first time, the scan begins. */
    start(): void {
      if (!isStarted) scan().start();
      isStarted = true;
    },
    stop: (): void => scan().stop(),
    resume: (): void => scan().resume(),
    /** The keys below a folder before all others. */
    scanFirst: (prefix: Uint8Array): void => scan().first(prefix),
    /** From the start; what is listed stays until it is known to be gone. */
    rescan(): void {
      feed.unsettle();
      wired.expireShown();
      scan().start();
    },
    setMode(mode: ViewMode): void {
      store.setState({ mode, active: newSidebar.active, selected: new Map() });
      void feed.change();
    },
    setSort(sort: FolderSort): void {
      store.setState({ sort });
      feed.unsettle();
      void feed.change();
    },
    /** Keys by TTL or size go by what has been read of them until now; again, by what has been read since. */
    setKeySort(keySort: KeySort): void {
      store.setState(({ sortSerial }) => ({ keySort, sortSerial: sortSerial + 1 }));
      void feed.change();
    },
    /** Other columns are shown: what they show is asked for. */
    columnsChanged: types.askSoon,
    measureInView: types.measureInView,
    measure: ({ id }: RowRef): Promise<void> => types.measureOne(id),
    readFigures: wired.reading.start,
    stopReading: wired.reading.stop,
    /** What reading all of a folder, or of the list, would ask the server for. */
    async planReading(what: Figure, folder: RowRef | null): Promise<ReadingPlan | null> {
      const { answer } = store.getState();
      if (folder === null) return { what, folder, where: 'all listed keys', keys: answer.matches };
      const prefix = await unlessClosed(index().prefix(folder.id));
      const row = answer.rows.find(({ kind, id }) => kind === 'folder' && id === folder.id);
      if (prefix === null || row?.kind !== 'folder') return null;
      return { what, folder, where: escapeBytes(prefix), keys: row.count };
    },
    /** What divides names, as the connection has it: another tree of the same keys. */
    async setSeparators(separators: readonly string[]): Promise<void> {
      if (formatSeparators(separators) === formatSeparators(shownSeparators)) return;
      shownSeparators = separators;
      store.setState({ active: newSidebar.active, selected: new Map() });
      feed.unsettle();
      await feed.change(() => listings.regroup(separators));
    },
    nameOf,
    /** The keyboard has moved: the key it rests on is shown in the preview's tab. */
    previewSoon(): void {
      if (previewing !== null) clearTimeout(previewing);
      previewing = setTimeout(() => {
        previewing = null;
        const { active, answer } = store.getState();
        const row = rowAt(answer, active.index);
        if (row?.kind !== 'key' || typeof row.mark === 'string') return;
        void open(row, { isKept: false, inNewTab: false, type: row.mark?.type ?? null });
      }, PREVIEW_MS);
    },
    /** Names of these rows, of folders all that is listed below them; at most `most`. null when the list went. */
    async listedNames(
      refs: readonly RowRef[],
      most: number,
    ): Promise<readonly Uint8Array[] | null> {
      const ids = await unlessClosed(index().collect(refs, most));
      return ids === null ? null : await unlessClosed(index().names(ids));
    },
    open,
    /** Beside what is open. */
    async openAside(ref: RowRef, type: string | null): Promise<void> {
      const [name] = (await unlessClosed(index().names([ref.id]))) ?? [];
      if (name !== undefined) panes.openAside(name, { type });
    },
    openNamed,
    async renamed(from: Uint8Array, to: Uint8Array): Promise<void> {
      await changes.change([from], false);
      await changes.change([to], true);
    },
    async gone(name: Uint8Array): Promise<void> {
      await changes.change([name], false);
    },
    dispose(): void {
      if (previewing !== null) clearTimeout(previewing);
      wired.end();
    },
  };
}

export type KeysStore = ReturnType<typeof createKeysStore>;

export const keysStoreOf = perConnection((client, connection) => {
  const { connections } = sessionStore.getState();
  const separators = connections.find(({ id }) => id === connection)?.separators ?? [':'];
  const store = createKeysStore({ client, connection, separators, openIndexes });
  // Not only when the view is drawn: the server answers meanwhile.
  store.start();
  return store;
});

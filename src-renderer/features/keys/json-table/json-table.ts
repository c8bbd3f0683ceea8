import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import type { JsonTableRow } from '../../../../src-shared/contract/json-reading.ts';
import { formatJsonPath, isAddressable } from '../../../../src-shared/json-path.ts';
import { LIMITS } from '../../../../src-shared/limits.ts';
import { toBinaryString } from '../../../../src-shared/redis-value.ts';
import type { AppError } from '../../../../src-shared/result.ts';
import type { Client } from '../../../client/client.ts';
import { perConnection } from '../../../client/per-connection.ts';
import type { TableSort } from '../../../ui/table/data-column.ts';

export interface TableRow {
  readonly id: string;
  readonly key: Uint8Array;
  readonly row: JsonTableRow;
}

export interface OpenTable {
  readonly keys: readonly Uint8Array[];
  /** Why these are not all: the folder is not listed to its end, or there are more than are shown at once. */
  readonly note: string | null;
  readonly paths: readonly string[];
  readonly rows: readonly TableRow[];
  readonly isReading: boolean;
  readonly error: AppError | null;
  readonly sort: TableSort | null;
  /** A key of it is being looked at: the table waits. */
  readonly isAside: boolean;
}

export interface JsonTableState {
  readonly table: OpenTable | null;
}

/** Members of the first document that become the first columns. */
const FIRST_COLUMNS = 4;

/** What follows `$` may be written without it, a name alone too. */
export function toPath(text: string): string {
  const path = text.trim();
  if (path.startsWith('$')) return path;
  return path === '' || path.startsWith('.') || path.startsWith('[') ? `$${path}` : `$.${path}`;
}

/** Paths over many documents: the keys are those that were listed, read a page at a time. */
function createJsonTable(client: Client, connection: ConnectionId) {
  const store = createStore<JsonTableState>(() => ({ table: null }));
  let controller = new AbortController();

  const patch = (change: Partial<OpenTable>): void => {
    const { table } = store.getState();
    if (table !== null) store.setState({ table: { ...table, ...change } });
  };

  const readPage = async (signal: AbortSignal): Promise<boolean> => {
    const { table } = store.getState();
    if (table === null || table.paths.length === 0) return false;
    const from = table.rows.length;
    const keys = table.keys.slice(from, from + LIMITS.describeKeys);
    if (keys.length === 0) return false;
    const input = { connection, keys, paths: [...table.paths] };
    const result = await client.call('json.table', input, { signal });
    if (signal.aborted) return false;
    if (!result.ok) {
      patch({ error: result.error });
      return false;
    }
    const read = result.value.rows.flatMap((row, i): TableRow[] => {
      const key = keys[i];
      return key === undefined ? [] : [{ id: toBinaryString(key), key, row }];
    });
    patch({ rows: [...table.rows, ...read] });
    return true;
  };

  /** Pages until so many rows are there. */
  const readTo = async (wanted: number): Promise<void> => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    patch({ isReading: true, error: null });
    while ((store.getState().table?.rows.length ?? wanted) < wanted)
      if (!(await readPage(signal))) break;
    if (!signal.aborted) patch({ isReading: false });
  };

  /** The scalar members of the first of the keys that is a document. */
  const firstPaths = async (key: Uint8Array, signal: AbortSignal): Promise<readonly string[]> => {
    const count = LIMITS.jsonLevelRows;
    const input = { connection, key, steps: [], offset: 0, count };
    const result = await client.call('json.level', input, { signal });
    if (!result.ok || result.value.state !== 'children' || result.value.kind !== 'object')
      return ['$'];
    const paths = result.value.children.flatMap(({ name, kind }) => {
      const isScalar = kind !== null && kind !== 'object' && kind !== 'array';
      return name !== null && isScalar && isAddressable([name]) ? [formatJsonPath([name])] : [];
    });
    return paths.length === 0 ? ['$'] : paths.slice(0, FIRST_COLUMNS);
  };

  const again = async (paths: readonly string[]): Promise<void> => {
    const shown = store.getState().table?.rows.length ?? 0;
    patch({ paths, rows: [], sort: null });
    await readTo(Math.max(shown, LIMITS.describeKeys));
  };

  return {
    store,
    async open(keys: readonly Uint8Array[], note: string | null): Promise<void> {
      controller.abort();
      controller = new AbortController();
      const { signal } = controller;
      store.setState({
        table: {
          keys,
          note,
          paths: [],
          rows: [],
          isReading: true,
          error: null,
          sort: null,
          isAside: false,
        },
      });
      const [first] = keys;
      const paths = first === undefined ? ['$'] : await firstPaths(first, signal);
      if (signal.aborted) return;
      patch({ paths });
      await readTo(LIMITS.describeKeys);
    },
    async add(text: string): Promise<void> {
      const { table } = store.getState();
      const path = toPath(text);
      if (table === null || table.paths.includes(path)) return;
      await again([...table.paths, path]);
    },
    async remove(path: string): Promise<void> {
      const { table } = store.getState();
      if (table === null) return;
      await again(table.paths.filter((one) => one !== path));
    },
    reload: async (): Promise<void> => await again(store.getState().table?.paths ?? []),
    more: async (): Promise<void> =>
      await readTo((store.getState().table?.rows.length ?? 0) + LIMITS.describeKeys),
    sortBy: (sort: TableSort | null): void => patch({ sort }),
    /** The table leaves room for a key, or comes back. */
    aside: (isAside: boolean): void => patch({ isAside }),
    close(): void {
      controller.abort();
      store.setState({ table: null });
    },
    dispose(): void {
      controller.abort();
      store.setState({ table: null });
    },
  };
}

export type JsonTable = ReturnType<typeof createJsonTable>;

/** The table of a connection; one at a time. */
export const jsonTableOf = perConnection(createJsonTable);

import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Output } from '../../../src-shared/contract/index.ts';
import type { IndexInfo, KnownIndex, SearchRow } from '../../../src-shared/contract/search.ts';
import { toBinaryString } from '../../../src-shared/redis-value.ts';
import type { AppError } from '../../../src-shared/result.ts';
import {
  type AggregateCommand,
  type FtCommand,
  type ParsedLine,
  parseLine,
  type SearchCommand,
} from '../../../src-shared/search-line/parse-line.ts';
import type { Client } from '../../client/client.ts';
import { perConnection } from '../../client/per-connection.ts';
import { type Preview, readDocument } from './document-preview.ts';
import { effectiveCommand, knownIndex } from './effective-command.ts';
import type { ReadLine } from './line-edits.ts';
import { type LineHistory, NO_HISTORY, remember, step } from './line-history.ts';

export interface FoundRow extends SearchRow {
  readonly id: string;
}

/** What came back for a line, kept until the next answer. */
export type Found = { readonly index: string; readonly line: string } & (
  | {
      readonly kind: 'search';
      readonly command: SearchCommand;
      readonly output: Output<'search.run'>;
      readonly rows: readonly FoundRow[];
    }
  | {
      readonly kind: 'aggregate';
      readonly command: AggregateCommand;
      readonly output: Output<'search.aggregate'>;
    }
);

export type Run =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly sinceMs: number }
  /** `line` and `parsed` are those that failed: the place of the error is in them. */
  | {
      readonly status: 'failed';
      readonly error: AppError;
      readonly line: string;
      readonly parsed: ParsedLine;
    };

export type Indexes =
  | { readonly status: 'idle' }
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: AppError }
  | { readonly status: 'ready' };

export interface SearchState {
  readonly indexes: Indexes;
  /** The last list known, also while it is read again. */
  readonly list: readonly IndexInfo[];
  readonly index: string | null;
  readonly line: string;
  readonly parsed: ParsedLine;
  /** The last line that could be read: the controls show it while the line is being written. */
  readonly readable: ReadLine;
  readonly run: Run;
  readonly found: Found | null;
  readonly history: LineHistory;
  readonly preview: Preview;
  /** The most frequent values of tag fields, by index and field with a line break between. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
}

/** FT.TAGVALS has no bound, so tags are counted, which walks the index: not for a suggestion on a large one. */
const TAGS_UP_TO_DOCUMENTS = 100_000;
const MOST_TAGS = 20;

/** Where nothing was written yet: all documents, so that the first look at an index shows some. */
const FIRST_LINE = '*';

const firstParsed = parseLine(FIRST_LINE);
if (!firstParsed.ok) throw new Error(firstParsed.error);

const initial: SearchState = {
  indexes: { status: 'idle' },
  list: [],
  index: null,
  line: FIRST_LINE,
  parsed: firstParsed,
  readable: firstParsed,
  run: { status: 'idle' },
  found: null,
  history: NO_HISTORY,
  preview: { status: 'none' },
  tags: new Map(),
};

export type SearchStore = ReturnType<typeof createSearchStore>;

export function createSearchStore(client: Client, connection: ConnectionId) {
  const store = createStore<SearchState>(() => initial);
  const lines = new Map<string, string>();
  let running = new AbortController();
  let previewing = new AbortController();
  const ended = new AbortController();

  async function send(index: string, line: string, command: FtCommand, signal: AbortSignal) {
    const about = { index, line };
    if (command.kind === 'search') {
      const { kind, ...input } = command;
      const result = await client.call(
        'search.run',
        { connection, index, ...input, fields: copy(input.fields), extra: [...input.extra] },
        { signal },
      );
      if (!result.ok) return result;
      const rows = result.value.rows.map((row) => ({ ...row, id: toBinaryString(row.key) }));
      const value: Found = { ...about, kind, command, output: result.value, rows };
      return { ok: true as const, value };
    }
    const { kind, ...input } = command;
    const result = await client.call(
      'search.aggregate',
      { connection, index, ...input, steps: [...input.steps] },
      { signal },
    );
    if (!result.ok) return result;
    const value: Found = { ...about, kind, command, output: result.value };
    return { ok: true as const, value };
  }

  /** A whole command chooses its index, too. */
  function choose(index: string): void {
    const { index: before, list } = store.getState();
    if (before !== index && list.some(({ name }) => name === index)) store.setState({ index });
  }

  async function run(): Promise<void> {
    const { line, parsed, index: chosen, list, history } = store.getState();
    if (!parsed.ok) return;
    const index = parsed.index ?? chosen;
    if (index === null) return;
    running.abort();
    running = new AbortController();
    const signal = AbortSignal.any([running.signal, ended.signal]);
    choose(index);
    lines.set(index, line);
    store.setState({
      run: { status: 'running', sinceMs: Date.now() },
      history: remember(history, line),
    });
    const command = effectiveCommand(parsed.command, knownIndex(list, index));
    const result = await send(index, line, command, signal);
    if (signal.aborted) return;
    if (!result.ok) {
      store.setState({ run: { status: 'failed', error: result.error, line, parsed } });
      return;
    }
    closePreview();
    store.setState({ run: { status: 'idle' }, found: result.value });
  }

  /** Ends the wait; what was there stays. The server may still finish its work. */
  function stop(): void {
    running.abort();
    store.setState({ run: { status: 'idle' } });
  }

  async function loadIndexes(): Promise<void> {
    store.setState({ indexes: { status: 'loading' } });
    const result = await client.call('search.indexes', { connection }, { signal: ended.signal });
    if (ended.signal.aborted) return;
    if (!result.ok) {
      store.setState({ indexes: { status: 'failed', error: result.error } });
      return;
    }
    const { index, list } = store.getState();
    store.setState({ indexes: { status: 'ready' }, list: inPlace(list, result.value) });
    if (index !== null && result.value.some(({ name }) => name === index)) return;
    const [first] = result.value;
    if (first !== undefined) await selectIndex(first.name);
    else store.setState({ index: null });
  }

  /** Shows an index with the line last run on it. */
  async function selectIndex(index: string): Promise<void> {
    stop();
    store.setState({ index, found: null });
    closePreview();
    setLine(lines.get(index) ?? FIRST_LINE);
    await run();
  }

  function setLine(line: string): void {
    const { line: before } = store.getState();
    if (before === line) return;
    const parsed = parseLine(line);
    store.setState({ line, parsed, ...(parsed.ok ? { readable: parsed } : {}) });
  }

  async function runLine(line: string): Promise<void> {
    setLine(line);
    await run();
  }

  function recall(by: 1 | -1): boolean {
    const { history, line } = store.getState();
    const recalled = step(history, line, by);
    if (recalled === null) return false;
    store.setState({ history: recalled.history });
    setLine(recalled.line);
    return true;
  }

  /** The most frequent tags of a field, once; nothing is said where they cannot be had, for they only help to type. */
  async function loadTags(index: KnownIndex, name: string): Promise<void> {
    const key = `${index.name}\n${name}`;
    const field = index.fields.find(({ attribute }) => attribute === name);
    if (
      field?.type !== 'TAG' ||
      index.documents > TAGS_UP_TO_DOCUMENTS ||
      store.getState().tags.has(key)
    )
      return;
    store.setState(({ tags }) => ({ tags: new Map(tags).set(key, []) }));
    const steps = [
      'GROUPBY',
      '1',
      `@${name}`,
      'REDUCE',
      'COUNT',
      '0',
      'AS',
      'count',
      'SORTBY',
      '2',
      '@count',
      'DESC',
      'LIMIT',
      '0',
      String(MOST_TAGS),
    ];
    const input = { connection, index: index.name, query: '*', steps, dialect: 2 };
    const result = await client.call('search.aggregate', input, { signal: ended.signal });
    if (!result.ok) return;
    const values = result.value.rows.flatMap(
      (cells) => cells.find((cell) => cell.name === name)?.value ?? [],
    );
    store.setState(({ tags }) => ({ tags: new Map(tags).set(key, values) }));
  }

  async function openPreview(row: FoundRow): Promise<void> {
    previewing.abort();
    previewing = new AbortController();
    const signal = AbortSignal.any([previewing.signal, ended.signal]);
    const { id, key } = row;
    store.setState({ preview: { status: 'loading', id, key } });
    const preview = await readDocument({ client, connection, signal }, id, key);
    if (!signal.aborted) store.setState({ preview });
  }

  function closePreview(): void {
    previewing.abort();
    store.setState({ preview: { status: 'none' } });
  }

  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    loadIndexes,
    selectIndex,
    setLine,
    run,
    runLine,
    stop,
    recall,
    loadTags,
    openPreview,
    closePreview,
    dispose: () => ended.abort(),
  };
}

const copy = (fields: readonly string[] | null): string[] | null =>
  fields === null ? null : [...fields];

/** What was listed keeps its place, so that nothing moves when counts are read again. */
function inPlace(before: readonly IndexInfo[], now: readonly IndexInfo[]): IndexInfo[] {
  const kept = before.flatMap(({ name }) => now.find((index) => index.name === name) ?? []);
  return [...kept, ...now.filter((index) => !kept.includes(index))];
}

export const searchStoreOf = perConnection(createSearchStore);

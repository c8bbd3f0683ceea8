import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../../src-shared/contract/define.ts';
import type { JsonText } from '../../../../../src-shared/json-text.ts';
import type { AppError } from '../../../../../src-shared/result.ts';
import type { Client } from '../../../../client/client.ts';
import { readJson } from './read-json.ts';
import { DEFAULT_FOLDING, type Folding } from './tree-rows.ts';

export type QueryResult =
  | { readonly status: 'none' }
  | { readonly status: 'running' }
  | { readonly status: 'failed'; readonly error: AppError }
  | { readonly status: 'tooLarge'; readonly bytes: number }
  | {
      readonly status: 'ready';
      /** What was asked. */
      readonly path: string;
      /** An array of what matched. */
      readonly json: JsonText;
      readonly matches: number;
      readonly readAtMs: number;
      readonly folding: Folding;
      readonly active: number;
    };

export interface QueryState {
  /** What follows the `$`. */
  readonly text: string;
  readonly result: QueryResult;
}

const TYPING_MS = 200;
const none: QueryResult = { status: 'none' };

/** The path of what was typed after the `$`: a name alone is a member. */
function queryPath(text: string): string {
  const rest = text.trim();
  if (rest === '' || rest.startsWith('.') || rest.startsWith('[')) return `$${rest}`;
  return `$.${rest}`;
}

/** A JSONPath run by the server, 200 ms after the last key press. */
export function createJsonQuery(client: Client, connection: ConnectionId, key: Uint8Array) {
  const store = createStore<QueryState>(() => ({ text: '', result: none }));
  let controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (result: QueryResult): void => {
    store.setState({ result });
  };

  const run = async (evenIfLarge = false): Promise<void> => {
    clearTimeout(timer);
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    const path = queryPath(store.getState().text);
    if (path === '$') return show(none);
    if (store.getState().result.status === 'none') show({ status: 'running' });
    const input = { connection, key, path, evenIfLarge };
    const answer = await client.call('json.get', input, { signal });
    if (signal.aborted) return;
    if (!answer.ok) return show({ status: 'failed', error: answer.error });
    if (answer.value.kind === 'tooLarge')
      return show({ status: 'tooLarge', bytes: answer.value.bytes });
    const { text, readAtMs } = answer.value;
    const parsed = await readJson(text, signal);
    if (parsed === null || signal.aborted) return;
    if (parsed.ok) {
      const { json } = parsed;
      const matches = json.sizes[0] ?? 0;
      show({
        status: 'ready',
        path,
        json,
        matches,
        readAtMs,
        folding: DEFAULT_FOLDING,
        active: -1,
      });
    } else
      show({
        status: 'failed',
        error: { code: 'internal', ref: 'json.get', message: 'The answer is not JSON' },
      });
  };

  return {
    store,
    run,
    write(text: string): void {
      // A pasted path brings its own $.
      store.setState({ text: text.replace(/^\s*\$/, '') });
      clearTimeout(timer);
      timer = setTimeout(() => void run(), TYPING_MS);
    },
    clear(): void {
      store.setState({ text: '' });
      void run();
    },
    fold(change: (folding: Folding) => Folding): void {
      const { result } = store.getState();
      if (result.status === 'ready') show({ ...result, folding: change(result.folding) });
    },
    activate(active: number): void {
      const { result } = store.getState();
      if (result.status === 'ready') show({ ...result, active });
    },
    dispose(): void {
      clearTimeout(timer);
      controller.abort();
    },
  };
}

export type JsonQuery = ReturnType<typeof createJsonQuery>;

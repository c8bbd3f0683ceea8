import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../../src-shared/contract/define.ts';
import { findJsonNode, jsonSteps } from '../../../../../src-shared/json-path.ts';
import type { JsonSyntaxError, JsonText } from '../../../../../src-shared/json-text.ts';
import type { AppError } from '../../../../../src-shared/result.ts';
import type { Client } from '../../../../client/client.ts';
import type { Drafts } from './drafts.ts';
import type { JsonEdit } from './json-change.ts';
import { readJson } from './read-json.ts';
import { recheckChanges, recheckPlaces } from './recheck.ts';
import { carryFolding, DEFAULT_FOLDING, type Folding, openAround } from './tree-rows.ts';

export type Work =
  | { readonly status: 'idle' }
  | { readonly status: 'running' }
  | { readonly status: 'failed'; readonly error: AppError };

export interface ReadyJson {
  readonly status: 'ready';
  readonly json: JsonText;
  readonly bytes: number;
  readonly readAtMs: number;
  readonly folding: Folding;
  /** The row with the keyboard, as a node; -1: none yet. */
  readonly active: number;
  readonly edit: JsonEdit | null;
  /** Reading again; what is shown stays meanwhile. */
  readonly refresh: Work;
}

export type JsonState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: AppError }
  /** `refresh`: what was edited of it is compared with what is there. */
  | { readonly status: 'tooLarge'; readonly bytes: number; readonly refresh: Work }
  | { readonly status: 'unreadable'; readonly text: string; readonly error: JsonSyntaxError }
  | ReadyJson;

export interface JsonDocumentOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
  readonly drafts: Drafts;
  /** Something was saved or taken back: the facts of the key changed. */
  readonly onWritten: () => void;
  readonly onGone: () => void;
}

export const idle: Work = { status: 'idle' };

export function patchReady(store: StoreApi<JsonState>, change: Partial<ReadyJson>): void {
  const state = store.getState();
  if (state.status === 'ready') store.setState({ ...state, ...change }, true);
}

function firstState(json: JsonText, bytes: number, readAtMs: number): ReadyJson {
  return {
    status: 'ready',
    json,
    bytes,
    readAtMs,
    folding: DEFAULT_FOLDING,
    active: -1,
    edit: null,
    refresh: idle,
  };
}

/** What stays of the state when the document is read again. */
function nextState(state: ReadyJson, fresh: ReadyJson): ReadyJson {
  const moved = (node: number): number | null =>
    findJsonNode(fresh.json, jsonSteps(state.json, node));
  const editNode = state.edit === null ? null : moved(state.edit.node);
  return {
    ...fresh,
    folding: carryFolding(state.json, state.folding, fresh.json),
    active: state.active < 0 ? -1 : (moved(state.active) ?? -1),
    edit: state.edit === null || editNode === null ? null : { ...state.edit, node: editNode },
  };
}

/** The document of one key: what was read of it, how it is folded, what is being edited. */
export function createJsonDocument(options: JsonDocumentOptions) {
  const { client, connection, key, drafts } = options;
  const store = createStore<JsonState>(() => ({ status: 'loading' }));
  let controller = new AbortController();
  let evenIfLarge = false;

  const fail = (error: AppError): void => {
    if (error.code === 'cancelled') return;
    if (error.code === 'notFound') options.onGone();
    if (store.getState().status === 'ready')
      patchReady(store, { refresh: { status: 'failed', error } });
    else store.setState({ status: 'failed', error }, true);
  };

  const take = (json: JsonText, bytes: number, readAtMs: number): void => {
    drafts.set(key, recheckChanges(json, drafts.of(key)));
    const state = store.getState();
    const fresh = firstState(json, bytes, readAtMs);
    store.setState(state.status === 'ready' ? nextState(state, fresh) : fresh, true);
  };

  /** Of a document that is not read whole only the places that were edited. */
  const takeLarge = async (bytes: number, signal: AbortSignal): Promise<void> => {
    const asked = drafts.of(key);
    const show = (refresh: Work): void => {
      store.setState({ status: 'tooLarge', bytes, refresh }, true);
    };
    if (asked.length === 0) return show(idle);
    show({ status: 'running' });
    const places = asked.map(({ steps }) => [...steps]);
    const result = await client.call('json.places', { connection, key, places }, { signal });
    if (signal.aborted) return;
    if (!result.ok) return show({ status: 'failed', error: result.error });
    drafts.set(key, recheckPlaces(drafts.of(key), asked, result.value.places));
    show(idle);
  };

  const load = async (): Promise<void> => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    patchReady(store, { refresh: { status: 'running' } });
    const { status } = store.getState();
    // What is open of a large document stays in sight meanwhile.
    const staysShown = status === 'ready' || (status === 'tooLarge' && !evenIfLarge);
    if (!staysShown) store.setState({ status: 'loading' }, true);
    const input = { connection, key, path: '$', evenIfLarge };
    const result = await client.call('json.get', input, { signal });
    if (signal.aborted) return;
    if (!result.ok) return fail(result.error);
    if (result.value.kind === 'tooLarge') return await takeLarge(result.value.bytes, signal);
    const { text, bytes, readAtMs } = result.value;
    const parsed = await readJson(text, signal);
    if (parsed === null || signal.aborted) return;
    if (parsed.ok) take(parsed.json, bytes, readAtMs);
    else store.setState({ status: 'unreadable', text, error: parsed.error }, true);
  };

  return {
    store,
    load,
    loadAll: (): Promise<void> => {
      evenIfLarge = true;
      return load();
    },
    fold: (change: (folding: Folding, json: JsonText) => Folding): void => {
      const state = store.getState();
      if (state.status === 'ready')
        patchReady(store, { folding: change(state.folding, state.json) });
    },
    /** Opens what a value is in, and puts the keyboard on it. */
    locate: (node: number): void => {
      const state = store.getState();
      if (state.status !== 'ready') return;
      patchReady(store, { active: node, folding: openAround(state.json, state.folding, node) });
    },
    activate: (active: number): void => {
      patchReady(store, { active });
    },
    dispose: (): void => {
      controller.abort();
    },
  };
}

export type JsonDocument = ReturnType<typeof createJsonDocument>;

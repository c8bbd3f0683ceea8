import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../../src-shared/contract/define.ts';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import type { AppError } from '../../../../../src-shared/result.ts';
import type { Client } from '../../../../client/client.ts';
import { useLatest } from '../../../../ui/use-latest.ts';
import { typedBytes } from './edit/edit-draft.ts';

/** Elements compared at first, a few ms of the server, and how many times more each further time. */
const FIRST = 100_000;
const MORE = 4;

type State =
  | { readonly is: 'idle' }
  | { readonly is: 'wrong'; readonly why: string }
  | { readonly is: 'running' }
  | { readonly is: 'failed'; readonly error: AppError }
  | {
      readonly is: 'looked';
      readonly value: Uint8Array;
      readonly indexes: readonly number[];
      /** The one that is shown; behind the last while there is none. */
      readonly at: number;
      readonly looked: number;
      readonly total: number;
    };
type Looked = Extract<State, { readonly is: 'looked' }>;

export interface ElementSearch {
  readonly text: string;
  readonly state: State;
  readonly end: 'left' | 'right';
  readonly write: (text: string) => void;
  /** Looks for what is written, or goes to the next that was found. */
  readonly next: () => void;
  readonly canLookOn: boolean;
  readonly lookOn: () => void;
  readonly stop: () => void;
}

interface Options {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly keyName: Uint8Array;
  readonly end: 'left' | 'right';
  readonly revision: number;
  readonly onFound: (index: number) => void;
}

const isFull = ({ indexes }: Looked): boolean =>
  indexes.length > 0 && indexes.length % LIMITS.foundElements === 0;

const canLookOn = (state: State): boolean =>
  state.is === 'looked' &&
  (isFull(state) || state.looked < Math.min(state.total, LIMITS.findElements));

function createElementSearch() {
  const store = createStore<{ readonly text: string; readonly state: State }>(() => ({
    text: '',
    state: { is: 'idle' },
  }));
  let controller = new AbortController();
  const stop = (): void => {
    controller.abort();
    if (store.getState().state.is === 'running') store.setState({ state: { is: 'idle' } });
  };

  const look = async (
    { client, connection, keyName: key, end, onFound }: Options,
    value: Uint8Array,
    last: Looked | null,
  ): Promise<void> => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    store.setState({ state: { is: 'running' } });
    const known = last?.indexes ?? [];
    const wider = last === null ? FIRST : isFull(last) ? last.looked : last.looked * MORE;
    const most = Math.min(LIMITS.findElements, Math.max(1, wider));
    const skip = known.length;
    const input = { connection, key, value, end, skip, most };
    const result = await client.call('values.findElement', input, { signal });
    if (signal.aborted) return;
    if (!result.ok) return store.setState({ state: { is: 'failed', error: result.error } });
    const { looked, total } = result.value;
    const indexes = [...known, ...result.value.indexes];
    store.setState({ state: { is: 'looked', value, indexes, at: skip, looked, total } });
    const found = indexes[skip];
    if (found !== undefined) onFound(found);
  };

  return {
    store,
    stop,
    reset: (): void => {
      controller.abort();
      store.setState({ state: { is: 'idle' } });
    },
    write: (text: string): void => {
      controller.abort();
      store.setState({ text, state: { is: 'idle' } });
    },
    lookOn: (options: Options): void => {
      const { state } = store.getState();
      if (state.is === 'looked' && canLookOn(state)) void look(options, state.value, state);
    },
    next: (options: Options): void => {
      const { text, state } = store.getState();
      if (state.is === 'running') return;
      if (state.is === 'looked') {
        const found = state.indexes[state.at + 1];
        if (found !== undefined) {
          store.setState({ state: { ...state, at: state.at + 1 } });
          options.onFound(found);
        } else if (canLookOn(state)) void look(options, state.value, state);
        return;
      }
      const value = typedBytes(text);
      if (typeof value === 'string') store.setState({ state: { is: 'wrong', why: value } });
      else void look(options, value, null);
    },
  };
}

/** Looks for an element of a list by its value, from the end that is read, as far as was asked for. */
export function useElementSearch(options: Options): ElementSearch {
  const [search] = useState(createElementSearch);
  const latest = useLatest(() => options);
  const { end, revision } = options;
  // What was found may be elsewhere by then.
  useEffect(() => search.reset, [search, end, revision]);
  const { text, state } = useStore(search.store);
  return {
    text,
    state,
    end,
    write: search.write,
    next: () => search.next(latest()),
    canLookOn: canLookOn(state),
    lookOn: () => search.lookOn(latest()),
    stop: search.stop,
  };
}

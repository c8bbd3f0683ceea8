import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../../../../src-shared/contract/define.ts';
import type { Output } from '../../../../../../../src-shared/contract/index.ts';
import type { StreamChange } from '../../../../../../../src-shared/contract/stream-changes.ts';
import type { AppError } from '../../../../../../../src-shared/result.ts';
import type { Client } from '../../../../../../client/client.ts';
import type { StreamDraft } from './stream-draft.ts';

/** Typing goes on: what it means is looked up when it rests. */
const RESTS_MS = 250;

export type Plan = Output<'streams.plan'>;

export type PlanState =
  | { readonly is: 'wrong'; readonly why: string }
  | { readonly is: 'planning'; readonly change: StreamChange }
  | { readonly is: 'failed'; readonly change: StreamChange; readonly error: AppError }
  | { readonly is: 'ready' | 'applying'; readonly change: StreamChange; readonly plan: Plan };

export type ChangeState =
  | { readonly status: 'idle' }
  | {
      readonly status: 'open';
      readonly draft: StreamDraft;
      readonly texts: readonly string[];
      readonly isChosen: boolean;
      readonly plan: PlanState;
    };

export interface ChangeOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
}

type Open = Extract<ChangeState, { readonly status: 'open' }>;

/** The one change of a stream that is under way: what it would do is looked up before it can be made. */
export function createChangeStore({ client, connection, key }: ChangeOptions) {
  const store = createStore<ChangeState>(() => ({ status: 'idle' }));
  let onDone: (made: Output<'streams.apply'>, change: StreamChange) => void = () => undefined;
  let controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const forget = (): void => {
    clearTimeout(timer);
    controller.abort();
  };

  const lookUp = async (change: StreamChange): Promise<void> => {
    controller = new AbortController();
    const { signal } = controller;
    const result = await client.call('streams.plan', { connection, key, change }, { signal });
    const state = store.getState();
    if (signal.aborted || state.status !== 'open') return;
    const plan: PlanState = result.ok
      ? { is: 'ready', change, plan: result.value }
      : { is: 'failed', change, error: result.error };
    store.setState({ ...state, plan }, true);
  };

  const show = (open: Omit<Open, 'plan' | 'status'>, waitMs: number): void => {
    forget();
    const change = open.draft.change(open.texts, open.isChosen);
    if (typeof change === 'string')
      return store.setState({ ...open, status: 'open', plan: { is: 'wrong', why: change } }, true);
    store.setState({ ...open, status: 'open', plan: { is: 'planning', change } }, true);
    timer = setTimeout(() => void lookUp(change), waitMs);
  };

  const whenOpen = (then: (state: Open) => void): void => {
    const state = store.getState();
    if (state.status === 'open' && state.plan.is !== 'applying') then(state);
  };

  return {
    store,
    /** What follows on a change that was made: the last one given. */
    whenDone: (then: (made: Output<'streams.apply'>, change: StreamChange) => void): void => {
      onDone = then;
    },
    start: (draft: StreamDraft): void => {
      const state = store.getState();
      if (state.status === 'open' && state.plan.is === 'applying') return;
      show({ draft, texts: draft.parts.map(({ text }) => text), isChosen: false }, 0);
    },
    write: (index: number, text: string): void => {
      whenOpen((state) => {
        const texts = state.texts.map((last, at) => (at === index ? text : last));
        show({ ...state, texts }, RESTS_MS);
      });
    },
    choose: (isChosen: boolean): void => {
      whenOpen((state) => show({ ...state, isChosen }, 0));
    },
    /** One more of what the draft repeats. */
    repeat: (): void => {
      whenOpen((state) => {
        const more = Array.from({ length: state.draft.repeat?.count ?? 0 }, () => '');
        show({ ...state, texts: [...state.texts, ...more] }, RESTS_MS);
      });
    },
    /** What the plan is about may have changed. */
    lookAgain: (): void => {
      whenOpen((state) => show(state, 0));
    },
    cancel: (): void => {
      whenOpen(() => {
        forget();
        store.setState({ status: 'idle' }, true);
      });
    },
    apply: async (): Promise<void> => {
      const state = store.getState();
      if (state.status !== 'open' || state.plan.is !== 'ready') return;
      const { change, plan } = state.plan;
      store.setState({ ...state, plan: { is: 'applying', change, plan } }, true);
      const result = await client.call('streams.apply', { connection, planId: plan.plan });
      if (!result.ok)
        return store.setState(
          { ...state, plan: { is: 'failed', change, error: result.error } },
          true,
        );
      store.setState({ status: 'idle' }, true);
      onDone(result.value, change);
    },
    dispose: forget,
  };
}
export type ChangeStore = ReturnType<typeof createChangeStore>;

import { createStore } from 'zustand/vanilla';
import type { PlanId } from '../../../../../../src-shared/contract/define.ts';
import type { AppError, Result } from '../../../../../../src-shared/result.ts';
import type { ChangeDraft } from './change-draft.ts';

/** Typing goes on: what it means is looked up when it rests. */
const RESTS_MS = 250;

export type PlanState<Change, Plan> =
  | { readonly is: 'wrong'; readonly why: string }
  | { readonly is: 'planning'; readonly change: Change }
  | { readonly is: 'failed'; readonly change: Change; readonly error: AppError }
  | { readonly is: 'ready' | 'applying'; readonly change: Change; readonly plan: Plan };

export type ChangeState<Change, Plan> =
  | { readonly status: 'idle' }
  | {
      readonly status: 'open';
      readonly draft: ChangeDraft<Change>;
      readonly texts: readonly string[];
      readonly isChosen: boolean;
      readonly plan: PlanState<Change, Plan>;
    };

/** How changes of one value are looked up and made. */
export interface ChangeSource<Change, Plan, Made> {
  readonly plan: (change: Change, signal: AbortSignal) => Promise<Result<Plan>>;
  readonly apply: (planId: PlanId) => Promise<Result<Made>>;
}

type Open<Change, Plan> = Extract<ChangeState<Change, Plan>, { readonly status: 'open' }>;

/** The one change of a value that is under way: what it would do is looked up before it can be made. */
export function createChangeStore<Change, Plan extends { readonly plan: PlanId }, Made>(
  source: ChangeSource<Change, Plan, Made>,
) {
  const store = createStore<ChangeState<Change, Plan>>(() => ({ status: 'idle' }));
  let onDone: (made: Made, change: Change) => void = () => undefined;
  let controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const forget = (): void => {
    clearTimeout(timer);
    controller.abort();
  };

  const lookUp = async (change: Change): Promise<void> => {
    controller = new AbortController();
    const { signal } = controller;
    const result = await source.plan(change, signal);
    const state = store.getState();
    if (signal.aborted || state.status !== 'open') return;
    const plan: PlanState<Change, Plan> = result.ok
      ? { is: 'ready', change, plan: result.value }
      : { is: 'failed', change, error: result.error };
    store.setState({ ...state, plan }, true);
  };

  const show = (open: Omit<Open<Change, Plan>, 'plan' | 'status'>, waitMs: number): void => {
    forget();
    const change = open.draft.change(open.texts, open.isChosen);
    if (typeof change === 'string')
      return store.setState({ ...open, status: 'open', plan: { is: 'wrong', why: change } }, true);
    store.setState({ ...open, status: 'open', plan: { is: 'planning', change } }, true);
    timer = setTimeout(() => void lookUp(change), waitMs);
  };

  const whenOpen = (then: (state: Open<Change, Plan>) => void): void => {
    const state = store.getState();
    if (state.status === 'open' && state.plan.is !== 'applying') then(state);
  };

  return {
    store,
    /** What follows on a change that was made: the last one given. */
    whenDone: (then: (made: Made, change: Change) => void): void => {
      onDone = then;
    },
    start: (draft: ChangeDraft<Change>): void => {
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
      const result = await source.apply(plan.plan);
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
export type ChangeStore<Change, Plan extends { readonly plan: PlanId }, Made> = ReturnType<
  typeof createChangeStore<Change, Plan, Made>
>;

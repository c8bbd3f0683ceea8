import { createStore } from 'zustand/vanilla';
import type { Profile, ServerFacts } from '../../../src-shared/contract/connections.ts';
import type { ProfileId } from '../../../src-shared/contract/define.ts';
import type { AppError } from '../../../src-shared/result.ts';
import { session } from '../../app/session-store.ts';
import type { Client } from '../../client/client.ts';
import { type Draft, formId, missingOf, newDraft, toDraft } from './draft.ts';

export type TestState =
  | { readonly status: 'idle' }
  | { readonly status: 'running' }
  | { readonly status: 'passed'; readonly facts: ServerFacts; readonly tookMs: number }
  | { readonly status: 'failed'; readonly error: AppError };

interface ConnectState {
  readonly list:
    | { readonly status: 'loading' }
    | {
        readonly status: 'ready';
        readonly profiles: readonly Profile[];
        readonly problems: readonly string[];
      };
  readonly secretStorage: { readonly available: boolean; readonly reason: string } | null;
  /** The form that is shown. */
  readonly draft: Draft;
  /** Every form with something in it that is not saved, by `formId`. */
  readonly edited: ReadonlyMap<string, Draft>;
  readonly test: TestState;
  /** What runs now, for the buttons. */
  readonly busy: 'saving' | 'connecting' | 'sandbox' | null;
  readonly error: AppError | null;
}

export type ConnectStore = ReturnType<typeof createConnectStore>;

function createConnectStore(client: Client) {
  const store = createStore<ConnectState>(() => ({
    list: { status: 'loading' },
    secretStorage: null,
    draft: newDraft(),
    edited: new Map(),
    test: { status: 'idle' },
    busy: null,
    error: null,
  }));
  const set = store.setState;
  let testing: AbortController | null = null;

  async function load(select?: ProfileId): Promise<void> {
    const result = await client.call('connections.list', {});
    if (!result.ok) {
      set({ error: result.error });
      return;
    }
    const { profiles, problems, secretStorage } = result.value;
    set({ list: { status: 'ready', profiles, problems }, secretStorage });
    const chosen = profiles.find(({ id }) => id === select);
    if (chosen !== undefined) set({ draft: toDraft(chosen) });
  }

  /** Shows a form, with what is already written in it. What a test found out, it found out with other fields. */
  function show(draft: Draft): void {
    testing?.abort();
    set({ draft, test: { status: 'idle' }, error: null });
  }

  function forget(id: string): void {
    const edited = new Map(store.getState().edited);
    edited.delete(id);
    set({ edited });
  }

  /** As it was saved; an empty form where it never was. */
  function savedDraft({ id }: Draft): Draft {
    const { list } = store.getState();
    const profiles = list.status === 'ready' ? list.profiles : [];
    const profile = profiles.find((one) => one.id === id);
    return profile === undefined ? newDraft() : toDraft(profile);
  }

  /** Shortcuts reach here as well while something runs, or while the form is not complete. */
  const isReady = (): boolean => {
    const { busy, draft } = store.getState();
    return busy === null && missingOf(draft) === null;
  };

  async function save(): Promise<ProfileId | null> {
    if (!isReady()) return null;
    const { draft } = store.getState();
    set({ busy: 'saving', error: null });
    const { id, fields, password } = draft;
    const result = await client.call('connections.save', { id, fields, password });
    set({ busy: null });
    if (!result.ok) {
      set({ error: result.error });
      return null;
    }
    forget(formId(draft));
    await load(result.value.id);
    return result.value.id;
  }

  async function open(profile: ProfileId, password: string | null): Promise<void> {
    if (store.getState().busy !== null) return;
    set({ busy: 'connecting', error: null });
    const result = await client.call('connections.open', { profile, password });
    set({ busy: null });
    if (result.ok) session.activate(result.value.id);
    else set({ error: result.error });
  }

  return {
    ...store,
    load,
    save,
    open,
    /** What is written in the form that was shown is found again in it. */
    select(draft: Draft): void {
      const written = store.getState().edited.get(formId(draft));
      // What is no number is not kept: its field shows the number before it again.
      show(written === undefined ? draft : { ...written, wrong: [] });
    },
    edit(draft: Draft): void {
      set({ edited: new Map(store.getState().edited).set(formId(draft), draft) });
      show(draft);
    },
    /** Drops what is written in the form that is shown. */
    discard(): void {
      const { draft } = store.getState();
      forget(formId(draft));
      show(savedDraft(draft));
    },
    async test(): Promise<void> {
      if (missingOf(store.getState().draft) !== null) return;
      testing?.abort();
      testing = new AbortController();
      const { signal } = testing;
      const { id, fields, password } = store.getState().draft;
      set({ test: { status: 'running' } });
      const startedAt = performance.now();
      const result = await client.call('connections.test', { id, fields, password }, { signal });
      if (signal.aborted) return;
      set({
        test: result.ok
          ? { status: 'passed', facts: result.value, tookMs: performance.now() - startedAt }
          : { status: 'failed', error: result.error },
      });
    },
    async saveAndConnect(): Promise<void> {
      const id = await save();
      if (id !== null) await open(id, null);
    },
    async remove(id: ProfileId): Promise<void> {
      const result = await client.call('connections.remove', { id });
      if (!result.ok) {
        set({ error: result.error });
        return;
      }
      forget(id);
      show(newDraft());
      await load();
    },
    async openSandbox(): Promise<void> {
      if (store.getState().busy !== null) return;
      set({ busy: 'sandbox', error: null });
      const result = await client.call('sandbox.open', {});
      set({ busy: null });
      if (result.ok) session.activate(result.value.id);
      else set({ error: result.error });
    },
    async chooseCaFile(): Promise<string | null> {
      const result = await client.call('connections.chooseFile', { purpose: 'caFile' });
      return result.ok ? result.value.path : null;
    },
    /** The screen is no longer shown. */
    leave(): void {
      show(store.getState().draft);
    },
  };
}

const stores = new WeakMap<Client, ConnectStore>();

/** One for as long as the window is there: what is written in a form is not lost by a look at a server. */
export function connectStoreOf(client: Client): ConnectStore {
  const known = stores.get(client);
  if (known !== undefined) return known;
  const store = createConnectStore(client);
  stores.set(client, store);
  return store;
}

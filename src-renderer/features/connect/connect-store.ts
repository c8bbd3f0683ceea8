import { createStore } from 'zustand/vanilla';
import type { Profile, ServerFacts } from '../../../src-shared/contract/connections.ts';
import type { ProfileId } from '../../../src-shared/contract/define.ts';
import type { AppError } from '../../../src-shared/result.ts';
import { session } from '../../app/session-store.ts';
import type { Client } from '../../client/client.ts';
import { type Draft, missingOf, newDraft, toDraft } from './draft.ts';

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
  readonly draft: Draft;
  readonly test: TestState;
  /** What runs now, for the buttons. */
  readonly busy: 'saving' | 'connecting' | 'sandbox' | null;
  readonly error: AppError | null;
}

export type ConnectStore = ReturnType<typeof createConnectStore>;

export function createConnectStore(client: Client) {
  const store = createStore<ConnectState>(() => ({
    list: { status: 'loading' },
    secretStorage: null,
    draft: newDraft(),
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
    select(draft: Draft): void {
      testing?.abort();
      set({ draft, test: { status: 'idle' }, error: null });
    },
    edit(draft: Draft): void {
      // What was found out was found out with other fields.
      testing?.abort();
      set({ draft, test: { status: 'idle' }, error: null });
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
      set({ draft: newDraft(), test: { status: 'idle' } });
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
    dispose(): void {
      testing?.abort();
    },
  };
}

import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import type { Input } from '../../../../src-shared/contract/index.ts';
import type { AppError } from '../../../../src-shared/result.ts';
import type { Client } from '../../../client/client.ts';
import { toStreamError } from '../../../client/stream-failure.ts';
import { toasts } from '../../../ui/toast-store.ts';
import { type RemoteIndex, unlessClosed } from '../arena/connect-indexes.ts';
import { type Scope, toBeginning } from '../filter-text.ts';
import { leftMs, notScanned, type Progress, type ScanState } from './scan-state.ts';

type Cursors = Input<'keys.scan'>['resume'];

export interface KeyScanOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly index: RemoteIndex;
  readonly scope: Scope;
  /** The state is another one; told of every page. */
  readonly onChange: () => void;
}

export interface KeyScan {
  readonly state: () => ScanState;
  /** From the start: what is listed stays, and goes at the end if it was not met again. */
  readonly start: () => void;
  /** On from where it stopped or failed. */
  readonly resume: () => void;
  readonly stop: () => void;
  /**
   * Scans the keys that begin so before the others: one that runs goes on after it, one that is stopped stays so.
   * Nothing where there is not much left to scan.
   */
  readonly first: (prefix: Uint8Array) => void;
}

/** With fewer keys left to walk than these, walking them all is as quick as a folder first. */
const FEW_LEFT = 10_000;

const full: AppError = {
  code: 'limit',
  limit: '4 GB of names',
  message: 'The list is full: it holds 4 GB of names. Narrow it with a pattern or a type.',
};

/** One scan of the server into one index. */
export function createKeyScan(options: KeyScanOptions): KeyScan {
  const { client, connection, index, scope, onChange } = options;
  let state: ScanState = notScanned;
  let cursors: Cursors = null;
  let running: AbortController | null = null;
  /** Folders to scan before going on: the one that was opened last is looked at now. */
  const firsts: Uint8Array[] = [];
  let goesOn = false;

  const set = (next: ScanState): void => {
    state = next;
    onChange();
  };

  /** Fills one folder; where the main scan stands stays as it is. */
  async function walkFolder(prefix: Uint8Array, signal: AbortSignal): Promise<void> {
    const input = { connection, match: toBeginning(prefix), type: scope.type, resume: null };
    const show = (of: Pick<Progress, 'scanned' | 'of'>, found: number): void =>
      set({
        status: 'running',
        progress: { ...state.progress, found },
        leftMs: null,
        first: { prefix, scanned: of.scanned, of: of.of },
      });
    show({ scanned: 0, of: null }, state.progress.found);
    for await (const page of client.stream('keys.scan', input, { signal })) {
      if (signal.aborted) return;
      const { keys, isFull } = await index.addPage(page.names, page.ends);
      if (signal.aborted) return;
      // The main scan says that the list is full.
      if (isFull) return;
      show(page, keys);
      if (page.done) await unlessClosed(index.cover(prefix));
    }
  }

  async function walkFolders(signal: AbortSignal): Promise<void> {
    for (let prefix = firsts.at(-1); prefix !== undefined; prefix = firsts.at(-1)) {
      await walkFolder(prefix, signal);
      if (signal.aborted) return;
      firsts.splice(firsts.indexOf(prefix), 1);
    }
  }

  async function walk(signal: AbortSignal): Promise<void> {
    await walkFolders(signal);
    if (signal.aborted) return;
    if (!goesOn) return set({ status: 'stopped', progress: state.progress });
    const startedAt = performance.now();
    let from = cursors === null ? 0 : state.progress.scanned;
    // Not waited for: the server is asked while the worker still starts, and its questions stay in order.
    if (cursors === null) void unlessClosed(index.beginScan());
    const input = { connection, match: scope.match, type: scope.type, resume: cursors };
    for await (const page of client.stream('keys.scan', input, { signal })) {
      if (signal.aborted) return;
      if (page.isAnew) {
        from = 0;
        void unlessClosed(index.beginScan());
        toasts.show({
          tone: 'info',
          message: 'The scan began anew',
          detail:
            'The server was restarted, or is another one: what was scanned before does not count.',
        });
      }
      const { keys, isFull } = await index.addPage(page.names, page.ends);
      if (signal.aborted) return;
      cursors = page.cursors;
      const progress: Progress = { scanned: page.scanned, of: page.of, found: keys };
      if (page.done) return await finish(progress);
      if (isFull) return set({ status: 'failed', progress, error: full });
      set({
        status: 'running',
        progress,
        leftMs: leftMs(progress, from, performance.now() - startedAt),
        first: null,
      });
    }
    // The stream ended without a last page: the connection was closed under it.
    if (!signal.aborted) set({ status: 'stopped', progress: state.progress });
  }

  async function finish(progress: Progress): Promise<void> {
    const { keys } = await index.endScan();
    cursors = null;
    set({ status: 'done', progress: { ...progress, found: keys }, atMs: Date.now() });
  }

  function run(): void {
    const controller = new AbortController();
    running?.abort();
    running = controller;
    set({ status: 'running', progress: state.progress, leftMs: null, first: null });
    walk(controller.signal).catch((thrown: unknown) => {
      if (controller.signal.aborted) return;
      set({ status: 'failed', progress: state.progress, error: toStreamError(thrown) });
    });
  }

  return {
    state: () => state,
    start() {
      cursors = null;
      firsts.length = 0;
      goesOn = true;
      state = { status: 'idle', progress: { ...state.progress, scanned: 0 } };
      run();
    },
    resume() {
      if (state.status === 'running') return;
      goesOn = true;
      run();
    },
    stop() {
      if (state.status !== 'running') return;
      running?.abort();
      firsts.length = 0;
      set({ status: 'stopped', progress: state.progress });
    },
    first(prefix) {
      const { scanned, of } = state.progress;
      const isLong = of === null || of - scanned > FEW_LEFT;
      // A pattern leaves no room for a second one.
      if (scope.match !== null || !isLong) return;
      if (state.status !== 'running' && state.status !== 'stopped') return;
      goesOn = state.status === 'running' && goesOn;
      firsts.push(prefix);
      // Of a page that was under way nothing is lost: it goes on from the last one that came.
      run();
    },
  };
}

import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import type { Input } from '../../../../src-shared/contract/index.ts';
import type { AppError } from '../../../../src-shared/result.ts';
import type { Client } from '../../../client/client.ts';
import { toStreamError } from '../../../client/stream-failure.ts';
import { toasts } from '../../../ui/toast-store.ts';
import { type RemoteIndex, unlessClosed } from '../arena/connect-indexes.ts';
import type { Scope } from '../filter-text.ts';
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
}

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

  const set = (next: ScanState): void => {
    state = next;
    onChange();
  };

  async function walk(signal: AbortSignal): Promise<void> {
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
    set({ status: 'running', progress: state.progress, leftMs: null });
    walk(controller.signal).catch((thrown: unknown) => {
      if (controller.signal.aborted) return;
      set({ status: 'failed', progress: state.progress, error: toStreamError(thrown) });
    });
  }

  return {
    state: () => state,
    start() {
      cursors = null;
      state = { status: 'idle', progress: { ...state.progress, scanned: 0 } };
      run();
    },
    resume() {
      if (state.status !== 'running') run();
    },
    stop() {
      if (state.status !== 'running') return;
      running?.abort();
      set({ status: 'stopped', progress: state.progress });
    },
  };
}

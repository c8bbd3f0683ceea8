import type { FromReader, FromSource } from '../../src-shared/stream-protocol.ts';
import { toAppError } from './to-app-error.ts';

/** The part of MessagePortMain that is used; Node's MessagePort fits with an adapter in tests. */
export interface Port {
  postMessage(message: FromSource): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

function readMessage(data: unknown): FromReader | null {
  if (typeof data !== 'object' || data === null || !('t' in data)) return null;
  if (data.t === 'cancel') return { t: 'cancel' };
  if (data.t === 'credit' && 'n' in data && Number.isInteger(data.n))
    return { t: 'credit', n: Number(data.n) };
  return null;
}

/**
 * Pulls `source` only while the reader has credit, so that what is slow in the window never fills main's memory.
 * However it ends (reader cancels, window goes, source ends or throws) the source is returned and the port closed, once.
 */
export async function serveStream(
  port: Port,
  open: (signal: AbortSignal) => AsyncIterable<unknown>,
  controller: AbortController,
): Promise<void> {
  let credit = 0;
  let wake = (): void => undefined;
  const { signal } = controller;
  const cancel = (): void => {
    controller.abort();
    wake();
  };
  signal.addEventListener('abort', () => wake(), { once: true });
  port.on('message', ({ data }) => {
    const message = readMessage(data);
    if (message?.t === 'credit' && message.n > 0) {
      credit = Math.min(credit + message.n, 1_000);
      wake();
    } else if (message?.t === 'cancel') cancel();
  });
  port.on('close', cancel);
  port.start();
  try {
    const iterator = open(signal)[Symbol.asyncIterator]();
    try {
      while (!signal.aborted) {
        if (credit === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const next = await nextOrAbort(iterator, signal);
        if (next === null) break;
        if (next.done === true) {
          port.postMessage({ t: 'end' });
          break;
        }
        credit -= 1;
        port.postMessage({ t: 'item', item: next.value });
      }
    } finally {
      controller.abort();
      await iterator.return?.();
    }
  } catch (thrown) {
    // After a cancel the reader has gone: nobody is left to tell.
    if (!signal.aborted || !isAbort(thrown))
      port.postMessage({ t: 'error', error: toAppError(thrown) });
  } finally {
    port.close();
  }
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError';
}

/** A source that waits for something must not hold up the end of the stream. */
async function nextOrAbort(
  iterator: AsyncIterator<unknown>,
  signal: AbortSignal,
): Promise<IteratorResult<unknown> | null> {
  const aborted = Promise.withResolvers<null>();
  const onAbort = (): void => aborted.resolve(null);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return signal.aborted ? null : await Promise.race([iterator.next(), aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

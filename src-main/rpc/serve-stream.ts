import { log } from '../log.ts';
import type { FromReader, FromSource } from '../../src-shared/stream-protocol.ts';
import { isAbort, toAppError } from './to-app-error.ts';

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

/** What the reader has asked for and not been sent; it cannot ask for more than this ahead. */
const MOST_CREDIT = 1_000;

class Credit {
  #left = 0;
  #wake = (): void => undefined;
  #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake(), { once: true });
  }

  add(n: number): void {
    this.#left = Math.min(this.#left + Math.max(0, n), MOST_CREDIT);
    this.#wake();
  }

  spend(): void {
    this.#left -= 1;
  }

  /** Resolves when there is some, or when the stream has ended. */
  async some(): Promise<void> {
    while (this.#left === 0 && !this.#signal.aborted)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }
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
  const { signal } = controller;
  const credit = new Credit(signal);
  port.on('message', ({ data }) => {
    const message = readMessage(data);
    if (message?.t === 'credit') credit.add(message.n);
    else if (message?.t === 'cancel') controller.abort();
  });
  port.on('close', () => controller.abort());
  port.start();
  let iterator: AsyncIterator<unknown> | null = null;
  try {
    iterator = open(signal)[Symbol.asyncIterator]();
    await pump(iterator, port, credit, signal);
    if (!signal.aborted) port.postMessage({ t: 'end' });
  } catch (thrown) {
    // After a cancel the reader has gone: nobody is left to tell.
    if (!signal.aborted) port.postMessage({ t: 'error', error: toAppError(thrown) });
    else if (!isAbort(thrown)) log.warn('stream, after it was cancelled', thrown);
  } finally {
    controller.abort();
    port.close();
    leave(iterator);
  }
}

/** Ends when the source does, or when the signal aborts. */
async function pump(
  iterator: AsyncIterator<unknown>,
  port: Port,
  credit: Credit,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await credit.some();
    const next = await nextOrAbort(iterator, signal);
    if (next === null || next.done === true) return;
    credit.spend();
    port.postMessage({ t: 'item', item: next.value });
  }
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

/** Not waited for: a generator that stands at an await returns only when that settles, which may be never. */
function leave(iterator: AsyncIterator<unknown> | null): void {
  iterator?.return?.().catch((thrown: unknown) => {
    if (!isAbort(thrown)) log.error('stream', thrown);
  });
}

import type { Input, Item, StreamName } from '../../src-shared/contract/index.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import type { AppError } from '../../src-shared/result.ts';
import { CHANNELS, type FromReader, type FromSource } from '../../src-shared/stream-protocol.ts';
import type { Bridge } from './bridge.ts';
import type { CallOptions } from './client.ts';
import { StreamFailure } from './stream-failure.ts';

/** The port of the stream with this id, when main hands it over. */
function receivePort(id: string, signal: AbortSignal): Promise<MessagePort | null> {
  return new Promise((resolve) => {
    const settle = (port: MessagePort | null): void => {
      window.removeEventListener('message', onMessage);
      signal.removeEventListener('abort', onAbort);
      resolve(port);
    };
    const onAbort = (): void => settle(null);
    const onMessage = (event: MessageEvent<unknown>): void => {
      const { data } = event;
      if (event.source !== window || typeof data !== 'object' || data === null) return;
      if (!('t' in data) || data.t !== CHANNELS.port || !('id' in data) || data.id !== id) return;
      settle(event.ports[0] ?? null);
    };
    window.addEventListener('message', onMessage);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

const lost: AppError = {
  code: 'internal',
  ref: 'stream',
  message: 'The main process ended this without a word: start it again',
};

const send = (port: MessagePort, message: FromReader): void => port.postMessage(message);

/** One stream from main; see Client.stream. */
export async function* openStream<K extends StreamName>(
  bridge: Bridge,
  name: K,
  input: Input<K>,
  { signal: outer }: CallOptions = {},
): AsyncGenerator<Item<K>> {
  const controller = new AbortController();
  const signal =
    outer === undefined ? controller.signal : AbortSignal.any([outer, controller.signal]);
  if (signal.aborted) return;
  const id = crypto.randomUUID();
  const receiving = receivePort(id, signal);
  bridge.openStream({ id, name, input });
  const port = await receiving;
  if (port === null) {
    bridge.cancel(id);
    return;
  }
  // Never longer than the credit given: main does not send without it, and `end` costs none.
  const queue: FromSource<Item<K>>[] = [];
  let wake = (): void => undefined;
  port.onmessage = ({ data }: MessageEvent<FromSource<Item<K>>>) => {
    queue.push(data);
    wake();
  };
  // After `end` or `error` nobody looks at this; before them the other end went without a word.
  port.addEventListener('close', () => {
    queue.push({ t: 'error', error: lost });
    wake();
  });
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort, { once: true });
  send(port, { t: 'credit', n: LIMITS.streamCredit });
  try {
    while (!signal.aborted) {
      const message = queue.shift();
      if (message === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      if (message.t === 'end') return;
      if (message.t === 'error') throw new StreamFailure(message.error);
      yield message.item;
      send(port, { t: 'credit', n: 1 });
    }
  } finally {
    controller.abort();
    signal.removeEventListener('abort', onAbort);
    send(port, { t: 'cancel' });
    port.close();
  }
}

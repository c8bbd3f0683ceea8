import { afterEach, describe, expect, test, vi } from 'vitest';
import { connectionId } from '../../src-shared/contract/define.ts';
import type { Item } from '../../src-shared/contract/index.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import { CHANNELS, type FromReader, type FromSource } from '../../src-shared/stream-protocol.ts';
import type { Bridge } from './bridge.ts';
import { openStream } from './open-stream.ts';
import { StreamFailure } from './stream-failure.ts';

type Page = Item<'sessions.scan'>;
/** The part of Electron's MessagePortMain that main serves a stream over. */
interface MainPort {
  postMessage(message: unknown): void;
  on(event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void): void;
  start(): void;
  close(): void;
}
type ServeStream = (
  port: MainPort,
  open: (signal: AbortSignal) => AsyncIterable<unknown>,
  controller: AbortController,
) => Promise<void>;

// The other end, for real: src-main is no part of this project, so it is found at run time only.
const otherEnd = '../../src-main/rpc/serve-stream.ts';
const served: { readonly serveStream: ServeStream } = await import(/* @vite-ignore */ otherEnd);

const page = (scanned: number): Page => ({
  rows: [],
  others: 0,
  refused: 0,
  scanned,
  of: null,
  done: false,
  isAnew: false,
});
const input = { connection: connectionId.parse('c1'), pattern: new Uint8Array() };

/** Hands a port to the page as the preload does. */
function handOver(id: string, port: MessagePort, source: unknown = window): void {
  const data = { t: CHANNELS.port, id };
  window.dispatchEvent(Object.assign(new Event('message'), { data, source, ports: [port] }));
}

const closing: MessagePort[] = [];
afterEach(() => {
  for (const port of closing.splice(0)) port.close();
});

/** Main's end, counting what it sends ahead of what was asked for. */
function mainPort(port: MessagePort): MainPort {
  return {
    postMessage: (message) => port.postMessage(message),
    on(event, listener) {
      if (event === 'message') port.addEventListener('message', ({ data }) => listener({ data }));
      else port.addEventListener('close', () => listener({ data: undefined }));
    },
    start: () => port.start(),
    close: () => port.close(),
  };
}

/** A bridge to `source`, served as main serves it. */
function bridgeTo(source: (signal: AbortSignal) => AsyncIterable<unknown>) {
  const calls: string[] = [];
  const controllers = new Map<string, AbortController>();
  const finished: Promise<void>[] = [];
  const bridge: Bridge = {
    call: () => Promise.reject(new Error('no calls here')),
    cancel(id) {
      calls.push(`cancel ${id}`);
      controllers.get(id)?.abort();
    },
    openStream({ id, name }) {
      calls.push(`open ${name}`);
      const { port1, port2 } = new MessageChannel();
      closing.push(port1, port2);
      const controller = new AbortController();
      controllers.set(id, controller);
      queueMicrotask(() => handOver(id, port2));
      finished.push(served.serveStream(mainPort(port1), source, controller));
    },
  };
  return { bridge, calls, finished };
}

/** Lets everything that is under way arrive. */
const turn = (): Promise<void> => new Promise((done) => setTimeout(done));

/** A port whose other end this test plays by hand. */
function bridgeByHand() {
  const { port1, port2 } = new MessageChannel();
  closing.push(port1, port2);
  const got: FromReader[] = [];
  port1.addEventListener('message', ({ data }: MessageEvent<FromReader>) => got.push(data));
  port1.start();
  const cancelled: string[] = [];
  let opened = '';
  const bridge: Bridge = {
    call: () => Promise.reject(new Error('no calls here')),
    cancel: (id) => cancelled.push(id),
    openStream: ({ id }) => {
      opened = id;
    },
  };
  return {
    bridge,
    got,
    cancelled,
    id: () => opened,
    give: (message: FromSource<Page>) => port1.postMessage(message),
    handOver: () => handOver(opened, port2),
    creditOf: () => got.reduce((sum, one) => sum + (one.t === 'credit' ? one.n : 0), 0),
  };
}

describe('from end to end', () => {
  test('50,000 items to a slow reader: all arrive in order, and main is never far ahead', async () => {
    const wanted = 50_000;
    let given = 0;
    let read = 0;
    let farthest = 0;
    const { bridge, finished } = bridgeTo(async function* () {
      for (; given < wanted; given++) {
        farthest = Math.max(farthest, given - read);
        yield page(given);
      }
    });
    let inOrder = true;
    for await (const { scanned } of openStream(bridge, 'sessions.scan', input)) {
      inOrder &&= scanned === read;
      read += 1;
      if (read % 1_000 === 0) await turn();
    }
    await Promise.all(finished);
    expect({ read, inOrder }).toEqual({ read: wanted, inOrder: true });
    expect(farthest).toBeLessThanOrEqual(LIMITS.streamCredit);
  });

  test('a reader that stands still stops the source', async () => {
    let given = 0;
    const { bridge } = bridgeTo(async function* () {
      for (;;) {
        given += 1;
        yield page(given);
      }
    });
    const pages = openStream(bridge, 'sessions.scan', input);
    await pages.next();
    await vi.waitFor(() => expect(given).toBe(LIMITS.streamCredit));
    await turn();
    expect(given).toBe(LIMITS.streamCredit);
    await pages.next();
    await vi.waitFor(() => expect(given).toBe(LIMITS.streamCredit + 1));
    await pages.return(undefined);
  });

  const endless = () => {
    const state = { isOver: false };
    const source = async function* (signal: AbortSignal) {
      try {
        yield page(1);
        await new Promise((done) => signal.addEventListener('abort', done));
      } finally {
        state.isOver = true;
      }
    };
    return { state, source };
  };

  test('leaving the loop ends the source', async () => {
    const { state, source } = endless();
    const { bridge, finished } = bridgeTo(source);
    for await (const { scanned } of openStream(bridge, 'sessions.scan', input)) {
      expect(scanned).toBe(1);
      break;
    }
    await Promise.all(finished);
    await vi.waitFor(() => expect(state.isOver).toBe(true));
  });

  test('aborting ends the source and the loop, also while it waits for an item', async () => {
    const { state, source } = endless();
    const { bridge, finished } = bridgeTo(source);
    const controller = new AbortController();
    let items = 0;
    for await (const _ of openStream(bridge, 'sessions.scan', input, {
      signal: controller.signal,
    })) {
      items += 1;
      queueMicrotask(() => controller.abort());
    }
    await Promise.all(finished);
    expect(items).toBe(1);
    await vi.waitFor(() => expect(state.isOver).toBe(true));
  });

  test('a failure of the source is thrown with its error, after what came before it', async () => {
    const { bridge } = bridgeTo(async function* () {
      yield page(1);
      throw new DOMException('gone', 'AbortError');
    });
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const { scanned } of openStream(bridge, 'sessions.scan', input))
        seen.push(scanned);
    };
    const failure = await read().catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(StreamFailure);
    expect(failure).toMatchObject({ error: { code: 'cancelled' } });
    expect(seen).toEqual([1]);
  });
});

describe('the reader', () => {
  test('asks for as many as it may have under way, then for one after each', async () => {
    const main = bridgeByHand();
    const pages = openStream(main.bridge, 'sessions.scan', input);
    const first = pages.next();
    main.handOver();
    await vi.waitFor(() => expect(main.creditOf()).toBe(LIMITS.streamCredit));
    for (let n = 1; n <= LIMITS.streamCredit; n++) main.give({ t: 'item', item: page(n) });
    expect(await first).toMatchObject({ value: { scanned: 1 } });
    expect(main.creditOf()).toBe(LIMITS.streamCredit);
    expect(await pages.next()).toMatchObject({ value: { scanned: 2 } });
    await vi.waitFor(() => expect(main.creditOf()).toBe(LIMITS.streamCredit + 1));
    await pages.return(undefined);
    await vi.waitFor(() => expect(main.got.at(-1)).toEqual({ t: 'cancel' }));
  });

  test('takes a port of its own id, from its own page', async () => {
    const main = bridgeByHand();
    const pages = openStream(main.bridge, 'sessions.scan', input);
    const first = pages.next();
    const { port1, port2 } = new MessageChannel();
    closing.push(port1, port2);
    handOver('other', port2);
    handOver(main.id(), port2, null);
    window.dispatchEvent(Object.assign(new Event('message'), { data: 'text', source: window }));
    main.handOver();
    main.give({ t: 'item', item: page(7) });
    expect(await first).toMatchObject({ value: { scanned: 7 } });
    await pages.return(undefined);
  });

  test('that leaves before it has a port cancels by id', async () => {
    const main = bridgeByHand();
    const controller = new AbortController();
    const pages = openStream(main.bridge, 'sessions.scan', input, { signal: controller.signal });
    const first = pages.next();
    controller.abort();
    expect(await first).toEqual({ done: true, value: undefined });
    expect(main.cancelled).toEqual([main.id()]);
  });

  test('that has left already opens nothing', async () => {
    const main = bridgeByHand();
    const pages = openStream(main.bridge, 'sessions.scan', input, { signal: AbortSignal.abort() });
    expect(await pages.next()).toEqual({ done: true, value: undefined });
    expect(main.id()).toBe('');
  });

  test('yields nothing more once it has left, though it is there', async () => {
    const main = bridgeByHand();
    const controller = new AbortController();
    const pages = openStream(main.bridge, 'sessions.scan', input, { signal: controller.signal });
    const first = pages.next();
    main.handOver();
    main.give({ t: 'item', item: page(1) });
    main.give({ t: 'item', item: page(2) });
    await first;
    controller.abort();
    expect(await pages.next()).toEqual({ done: true, value: undefined });
  });

  test('that is gone in main without a word is told', async () => {
    const main = bridgeByHand();
    const pages = openStream(main.bridge, 'sessions.scan', input);
    const first = pages.next();
    main.handOver();
    await vi.waitFor(() => expect(main.creditOf()).toBe(LIMITS.streamCredit));
    closing[0]?.close();
    await expect(first).rejects.toMatchObject({ error: { code: 'internal' } });
  });
});

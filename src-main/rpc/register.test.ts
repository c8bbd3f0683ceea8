import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ok } from '../../src-shared/result.ts';
import { CHANNELS } from '../../src-shared/stream-protocol.ts';
import { NodePort } from '../test-support/node-port.ts';
import { waitFor } from '../test-support/wait-for.ts';
import type { Dispatch } from './dispatch.ts';
import { registerRpc } from './register.ts';

type Listener = (event: unknown, message: unknown) => unknown;

const electron = vi.hoisted(() => ({ listeners: new Map<string, Listener>() }));
const channels: MessageChannel[] = [];

vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, listener: Listener) => electron.listeners.set(channel, listener),
    on: (channel: string, listener: Listener) => electron.listeners.set(channel, listener),
  },
  MessageChannelMain: class {
    port1: NodePort;
    port2: MessagePort;
    constructor() {
      const channel = new MessageChannel();
      channels.push(channel);
      this.port1 = new NodePort(channel.port1);
      this.port2 = channel.port2;
    }
  },
}));

/** A window's contents: what is sent to it, and its events. */
class Contents extends EventEmitter {
  readonly handed: { readonly id: string; readonly port: MessagePort }[] = [];
  postMessage(_channel: string, { id }: { readonly id: string }, [port]: [MessagePort]): void {
    this.handed.push({ id, port });
  }
  navigate(isMainFrame = true, isSameDocument = false): void {
    this.emit('did-start-navigation', { isMainFrame, isSameDocument });
  }
}

const ours = { origin: 'app://redstart', parent: null };
const hold = Promise.withResolvers<ReturnType<typeof ok<unknown>>>();

let signals: AbortSignal[] = [];
let contents = new Contents();
const dispatch: Dispatch = {
  async call(name, input, signal) {
    signals.push(signal);
    return name === 'hold' ? await hold.promise : ok(input);
  },
  async *stream(_name, input, signal) {
    signals.push(signal);
    yield input;
    await new Promise((done) => signal.addEventListener('abort', done));
  },
};

function send(channel: string, message: unknown, senderFrame: unknown = ours): unknown {
  return electron.listeners.get(channel)?.({ sender: contents, senderFrame }, message);
}
const call = (id: string, name = 'echo', frame: unknown = ours): unknown =>
  send(CHANNELS.call, { id, name, input: 7 }, frame);
const stream = (id: string, frame: unknown = ours): unknown =>
  send(CHANNELS.stream, { id, name: 'one', input: 7 }, frame);

/** What arrives at the reader's end of a port that was handed over, up to its end. */
async function readAll(port: MessagePort | undefined): Promise<unknown[]> {
  const got: unknown[] = [];
  let isClosed = false;
  port?.on('message', (message) => got.push(message));
  port?.on('close', () => {
    isClosed = true;
  });
  port?.postMessage({ t: 'credit', n: 1 });
  await waitFor(() => isClosed, 'the port is closed');
  return got;
}

beforeEach(() => {
  signals = [];
  contents = new Contents();
  registerRpc(dispatch, null);
});
afterEach(() => {
  for (const { port1, port2 } of channels.splice(0)) {
    port1.close();
    port2.close();
  }
});

test('it listens on the three fixed channels and no other', () => {
  expect([...electron.listeners.keys()].sort()).toEqual(['rpc', 'rpc:cancel', 'rpc:stream']);
});

describe('who may call', () => {
  const strangers = [
    ['a frame that has gone', null],
    ['another page', { origin: 'https://example.com', parent: null }],
    ['a frame inside ours', { origin: 'app://redstart', parent: {} }],
  ] as const;

  test('our own page', async () => {
    expect(await call('1')).toEqual(ok(7));
  });

  test.each(strangers)('not %s', async (_who, frame) => {
    expect(await call('1', 'echo', frame)).toMatchObject({ error: { code: 'input.invalid' } });
    stream('2', frame);
    expect(contents.handed).toEqual([]);
    expect(signals).toEqual([]);
  });

  test.each(strangers)('nor cancel: %s', (_who, frame) => {
    void call('1', 'hold');
    send(CHANNELS.cancel, '1', frame);
    expect(signals[0]?.aborted).toBe(false);
  });
});

describe('an envelope that is none', () => {
  test.each([
    [null],
    ['text'],
    [{ id: '1' }],
    [{ name: 'echo' }],
    [{ id: 1, name: 'echo' }],
    [{ id: 'x'.repeat(65), name: 'echo' }],
    [{ id: '1', name: {} }],
  ])('%j', async (message) => {
    expect(await send(CHANNELS.call, message)).toMatchObject({ ok: false });
    send(CHANNELS.stream, message);
    expect(contents.handed).toEqual([]);
    expect(signals).toEqual([]);
  });

  test('to cancel what is not there is nothing', () => {
    send(CHANNELS.cancel, 'unknown');
    send(CHANNELS.cancel, { id: '1' });
  });
});

describe('the end of a call', () => {
  test('its id is free again after the reply', async () => {
    await call('1');
    expect(await call('1')).toEqual(ok(7));
  });

  test('an id that is under way is refused, and the first one goes on', async () => {
    void call('1', 'hold');
    expect(await call('1')).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
    expect(signals).toHaveLength(1);
    expect(signals[0]?.aborted).toBe(false);
  });

  test('cancel reaches the call of that id only', () => {
    void call('1', 'hold');
    void call('2', 'hold');
    send(CHANNELS.cancel, '2');
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  });

  test.each([
    ['the page is left', () => contents.navigate(), true],
    ['its process has gone', () => contents.emit('render-process-gone'), true],
    ['the window is destroyed', () => contents.emit('destroyed'), true],
    ['only the hash changes', () => contents.navigate(true, true), false],
    ['a frame inside navigates', () => contents.navigate(false), false],
  ])('%s', (_cause, happens, isAborted) => {
    void call('1', 'hold');
    stream('2');
    happens();
    expect(signals[0]?.aborted).toBe(isAborted);
  });

  test('one window is nothing to another', () => {
    void call('1', 'hold');
    const first = contents;
    contents = new Contents();
    void call('1', 'hold');
    first.emit('destroyed');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  test('more than 500 at once are refused', async () => {
    for (let i = 0; i < 500; i++) void call(`${i}`, 'hold');
    expect(await call('500')).toMatchObject({ ok: false });
    expect(signals).toHaveLength(500);
  });
});

describe('a stream', () => {
  test('is served over a port of its own until it is cancelled by id', async () => {
    stream('1');
    expect(contents.handed.map(({ id }) => id)).toEqual(['1']);
    const got = readAll(contents.handed[0]?.port);
    await waitFor(() => signals.length === 1, 'the source is pulled');
    send(CHANNELS.cancel, '1');
    expect(await got).toEqual([{ t: 'item', item: 7 }]);
    stream('1');
    expect(contents.handed).toHaveLength(2);
  });

  test('that is refused is answered: its reader would wait for ever', async () => {
    for (let i = 0; i < 500; i++) void call(`${i}`, 'hold');
    stream('500');
    expect(contents.handed.map(({ id }) => id)).toEqual(['500']);
    expect(await readAll(contents.handed[0]?.port)).toMatchObject([
      { t: 'error', error: { code: 'input.invalid' } },
    ]);
    expect(signals).toHaveLength(500);
  });
});

import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { LIMITS } from '../../src-shared/limits.ts';
import type { FromSource } from '../../src-shared/stream-protocol.ts';
import { NodePort } from '../test-support/node-port.ts';
import { waitFor } from '../test-support/wait-for.ts';
import { AppFailure } from './app-failure.ts';
import { serveStream } from './serve-stream.ts';

/** A source that notes what is done to it; `steps` are given one by one, then `last` decides. */
class Source implements AsyncIterableIterator<unknown> {
  pulled = 0;
  returned = 0;
  #steps: number;
  #last: () => Promise<IteratorResult<unknown>>;

  constructor(steps: number, last: () => Promise<IteratorResult<unknown>>) {
    this.#steps = steps;
    this.#last = last;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<unknown>> {
    this.pulled += 1;
    if (this.pulled > this.#steps) return this.#last();
    return Promise.resolve({ done: false, value: this.pulled });
  }

  return(): Promise<IteratorResult<unknown>> {
    this.returned += 1;
    return Promise.resolve({ done: true, value: undefined });
  }
}

const ends = (): Promise<IteratorResult<unknown>> =>
  Promise.resolve({ done: true, value: undefined });
const never = (): Promise<IteratorResult<unknown>> => new Promise(() => undefined);
const throwsOf = (thrown: Error) => async (): Promise<IteratorResult<unknown>> => {
  throw thrown;
};

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
  vi.restoreAllMocks();
});

function serve(source: AsyncIterable<unknown> | (() => AsyncIterable<unknown>)) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const port = new NodePort(port1);
  const controller = new AbortController();
  const got: FromSource[] = [];
  let isOpen = true;
  port2.on('message', (message: FromSource) => got.push(message));
  port2.on('close', () => {
    isOpen = false;
  });
  const open = typeof source === 'function' ? source : () => source;
  const served = serveStream(port, open, controller);
  return {
    port,
    reader: port2,
    controller,
    got,
    served,
    isOpen: () => isOpen,
    items: () => got.filter(({ t }) => t === 'item').length,
    give: (n: unknown) => port2.postMessage({ t: 'credit', n }),
  };
}

describe('credit', () => {
  test('nothing is pulled before there is some, and never more than was given', async () => {
    const source = new Source(100, ends);
    const { give, items, port } = serve(source);
    port.postMessage({
      t: 'item',
      item: 'a message that is there before anything could be pulled',
    });
    await waitFor(() => items() === 1, 'the port carries messages');
    expect(source.pulled).toBe(0);
    for (const n of [4, 1, 3]) {
      const before = source.pulled;
      give(n);
      await waitFor(() => items() === 1 + before + n, `${n} more items`);
      expect(source.pulled).toBe(before + n);
    }
  });

  test.each([0, -5, 1.5, Number.NaN, '3', null, undefined])('%s is no credit', async (n) => {
    const source = new Source(100, ends);
    const { give, items } = serve(source);
    give(n);
    give(2);
    await waitFor(() => items() === 2, 'the credit that counts');
    expect(source.pulled).toBe(2);
  });

  test('an absurd amount is capped', async () => {
    const source = new Source(5_000, ends);
    const { give, items, reader } = serve(source);
    give(1_000_000_000);
    await waitFor(() => items() === 1_000, 'as many as anybody may ask for');
    reader.postMessage({ t: 'credit', n: 1 });
    await waitFor(() => items() === 1_001, 'one more');
    expect(source.pulled).toBe(1_001);
  });

  test.each([['text'], [null], [{}], [{ t: 'unknown' }], [{ t: 'items' }]])(
    'a message that is none, %j, changes nothing',
    async (message) => {
      const source = new Source(100, ends);
      const { give, items, reader } = serve(source);
      reader.postMessage(message);
      give(1);
      await waitFor(() => items() === 1, 'the item');
      expect(source.pulled).toBe(1);
    },
  );
});

describe('the end', () => {
  const bug = new Error('secret bug');
  const refusal = new AppFailure({ code: 'limit', limit: 'x', message: 'Too much' });
  const ways: readonly {
    readonly cause: string;
    readonly source: () => Source;
    readonly end: (of: ReturnType<typeof serve>) => void;
    readonly last: string | null;
  }[] = [
    {
      cause: 'the source ends',
      source: () => new Source(2, ends),
      end: () => undefined,
      last: 'end',
    },
    {
      cause: 'the source throws a bug',
      source: () => new Source(2, throwsOf(bug)),
      end: () => undefined,
      last: 'internal',
    },
    {
      cause: 'the source fails as expected',
      source: () => new Source(2, throwsOf(refusal)),
      end: () => undefined,
      last: 'limit',
    },
    {
      cause: 'the source throws an abort of its own',
      source: () => new Source(2, throwsOf(new DOMException('gone', 'AbortError'))),
      end: () => undefined,
      last: 'cancelled',
    },
    {
      cause: 'the reader cancels while there is no credit',
      source: () => new Source(100, ends),
      end: ({ reader }) => reader.postMessage({ t: 'cancel' }),
      last: null,
    },
    {
      cause: 'the reader cancels while the source waits',
      source: () => new Source(2, never),
      end: ({ reader }) => reader.postMessage({ t: 'cancel' }),
      last: null,
    },
    {
      cause: 'the reader closes its port',
      source: () => new Source(2, never),
      end: ({ reader }) => reader.close(),
      last: null,
    },
    {
      cause: 'the window goes',
      source: () => new Source(2, never),
      end: ({ controller }) => controller.abort(),
      last: null,
    },
    {
      cause: 'the window goes twice over',
      source: () => new Source(2, never),
      end: ({ controller, reader }) => {
        controller.abort();
        reader.postMessage({ t: 'cancel' });
        reader.close();
      },
      last: null,
    },
  ];

  test.each(ways)('$cause: the source is returned and the port closed, once', async (way) => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const source = way.source();
    const stream = serve(source);
    const { give, got, items, served, port, isOpen, controller } = stream;
    const credit = way.cause.includes('no credit') ? 2 : LIMITS.streamCredit;
    give(credit);
    await waitFor(() => items() === 2, 'two items');
    way.end(stream);
    await served;
    await waitFor(() => !isOpen(), 'the reader hears of the end');
    expect({ returned: source.returned, closed: port.timesClosed }).toEqual({
      returned: 1,
      closed: 1,
    });
    expect(controller.signal.aborted).toBe(true);
    const last = got.filter(({ t }) => t !== 'item');
    expect(last.map((one) => (one.t === 'error' ? one.error.code : one.t))).toEqual(
      way.last === null ? [] : [way.last],
    );
    expect(JSON.stringify(last)).not.toContain('secret bug');
  });

  test('a generator that never yields does not hold it up', async () => {
    let isOver = false;
    const { give, served, reader, isOpen } = serve(async function* () {
      try {
        await new Promise(() => undefined);
        yield 1;
      } finally {
        isOver = true;
      }
    });
    give(1);
    reader.postMessage({ t: 'cancel' });
    await served;
    await waitFor(() => !isOpen(), 'the port is closed');
    // It stands at its await for good: only the signal could have ended it.
    expect(isOver).toBe(false);
  });

  test('a generator that waits for the signal runs its cleanup', async () => {
    let cleaned = 0;
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    const controller = new AbortController();
    const served = serveStream(
      new NodePort(port1),
      async function* (signal) {
        try {
          yield 1;
          await new Promise((done) => signal.addEventListener('abort', done));
        } finally {
          cleaned += 1;
        }
      },
      controller,
    );
    port2.on('message', () => port2.postMessage({ t: 'cancel' }));
    port2.postMessage({ t: 'credit', n: 5 });
    await served;
    await waitFor(() => cleaned === 1, 'the cleanup');
  });

  test('a cleanup that throws is logged, not thrown', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const source = new Source(0, ends);
    source.return = () => Promise.reject(new Error('in the cleanup'));
    const { give, served } = serve(source);
    give(1);
    await served;
    await waitFor(() => written.mock.calls.length > 0, 'a line in the log');
    expect(String(written.mock.calls[0]?.[0])).toContain('in the cleanup');
  });

  test('a source that cannot be opened is an error and nothing else', async () => {
    const { got, served, isOpen } = serve(() => {
      throw new AppFailure({ code: 'input.invalid', issues: [], message: 'no' });
    });
    await served;
    await waitFor(() => !isOpen(), 'the port is closed');
    expect(got).toEqual([
      { t: 'error', error: { code: 'input.invalid', issues: [], message: 'no' } },
    ]);
  });

  test('an item that cannot cross is an error, and the source is returned', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const source = new Source(0, () => Promise.resolve({ done: false, value: () => undefined }));
    const { give, got, served } = serve(source);
    give(1);
    await served;
    await waitFor(() => got.length === 1, 'the error');
    expect(got).toMatchObject([{ t: 'error', error: { code: 'internal' } }]);
    expect(source.returned).toBe(1);
  });
});

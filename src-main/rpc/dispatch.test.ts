import { afterEach, describe, expect, test, vi } from 'vitest';
import { connectionId, planId } from '../../src-shared/contract/define.ts';
import { contract } from '../../src-shared/contract/index.ts';
import { createHandlers } from '../modules/index.ts';
import { Session } from '../redis/session.ts';
import { stubServices } from '../test-support/stub-services.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { AppFailure } from './app-failure.ts';
import { createDispatch } from './dispatch.ts';
import type { Handlers } from './handler-types.ts';

const id = connectionId.parse('c1');
const key = new Uint8Array([1, 255]);
const { signal } = new AbortController();

/** A session that was never connected: what reaches Redis fails as `redis.offline`, what is refused before does not. */
const sessionOf = (readOnly: boolean): Session =>
  new Session({
    id,
    profile: null,
    name: 'test',
    environment: 'local',
    separators: [':'],
    sandbox: false,
    readOnly,
    endpoint: {
      host: '127.0.0.1',
      port: 1,
      db: 0,
      username: '',
      password: null,
      tls: { enabled: false, caFile: null, servername: null },
      protocol: 3,
    },
    onChange: () => undefined,
  });

async function dispatchOf(
  overrides: Partial<Handlers>,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
) {
  const services = stubServices(await temporaryFolder());
  const session = sessionOf(readOnly);
  const pool = {
    get: (wanted: typeof id) => (wanted === id ? session : services.pool.get(wanted)),
  };
  const handlers = { ...createHandlers(services), ...overrides };
  return { session, dispatch: createDispatch(handlers, pool) };
}

const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterEach(() => written.mockClear());

describe('what is refused before any handler runs', () => {
  test.each([
    ['a name that does not exist', 'keys.flushAll', {}],
    ['__proto__', '__proto__', {}],
    ['constructor', 'constructor', {}],
    ['toString', 'toString', {}],
    ['an empty name', '', {}],
    ['the name of a stream', 'connections.watch', {}],
    ['an input that lacks something', 'keys.head', { connection: id }],
    ['an input with something more', 'keys.head', { connection: id, key, force: true }],
    ['a key that is text', 'keys.head', { connection: id, key: 'name' }],
    ['an input that is none', 'keys.head', undefined],
    ['an input that is an array', 'keys.head', []],
    ['something more, deep inside', 'settings.update', { change: { theme: 'dark', root: true } }],
    ['too long a text', 'app.copyText', { text: 'x'.repeat(67_108_865) }],
    ['no bytes of a connection', 'keys.head', { connection: key, key }],
  ])('%s', async (_what, name, input) => {
    const ran = vi.fn();
    const { dispatch } = await dispatchOf({
      'keys.head': ran,
      'settings.update': ran,
      'app.copyText': ran,
      'connections.watch': ran,
    });
    const result = await dispatch.call(name, input, signal);
    expect(result).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
    expect(ran).not.toHaveBeenCalled();
    expect(written).not.toHaveBeenCalled();
  });

  test('a message is short, whatever was sent', async () => {
    const { dispatch } = await dispatchOf({});
    const names = { connection: id, keys: Array.from({ length: 200 }, () => 'secret value') };
    const calls: [string, unknown][] = [
      ['x'.repeat(1_000_000), {}],
      ['keys.describe', names],
      ['keys.head', { connection: id, key, ['k'.repeat(1_000_000)]: 1 }],
    ];
    for (const [name, input] of calls) {
      const result = await dispatch.call(name, input, signal);
      expect(JSON.stringify(result).length).toBeLessThan(4_000);
      expect(JSON.stringify(result)).not.toContain('secret value');
    }
  });

  test('__proto__ inside an input is no way in', async () => {
    const ran = vi.fn(async () => ({ removed: true }));
    const { dispatch } = await dispatchOf({ 'connections.remove': ran });
    const input: unknown = JSON.parse('{"__proto__":{"id":"p1"}}');
    const result = await dispatch.call('connections.remove', input, signal);
    expect(result).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
    expect(ran).not.toHaveBeenCalled();
  });

  test('a stream under the name of a request', async () => {
    const { dispatch } = await dispatchOf({});
    expect(() => dispatch.stream('keys.head', { connection: id, key }, signal)).toThrow(AppFailure);
    expect(() => dispatch.stream('__proto__', {}, signal)).toThrow(AppFailure);
    expect(() => dispatch.stream('keys.scan', { connection: id }, signal)).toThrow(AppFailure);
  });

  test('a connection that is not open', async () => {
    const { dispatch } = await dispatchOf({});
    const result = await dispatch.call('keys.head', { connection: 'other', key }, signal);
    expect(result).toMatchObject({ ok: false, error: { code: 'redis.offline', cause: 'closed' } });
  });
});

describe('a read-only connection', () => {
  const writing = Object.entries(contract).filter(
    ([, { scope, effect }]) => scope === 'connection' && effect !== 'read',
  );
  const inputs: Readonly<Record<string, object>> = {
    'keys.setTtl': { key, ttlMs: 1, readAsMs: null },
    'keys.create': { key, value: { kind: 'string', value: key }, ttlMs: null },
    'keys.rename': { key, to: key },
    'bulk.start': { planId: planId.parse('p') },
    'json.set': { key, changes: [{ path: '$', value: '1', expected: '2' }] },
    'json.applyRemove': { planId: planId.parse('p') },
    'series.add': { key, atMs: '1', value: '1' },
    'series.applyDelete': { planId: planId.parse('p') },
    'values.change': { key, change: { kind: 'set.add', member: key } },
    'values.applyRemove': { planId: planId.parse('p') },
    'values.applyParts': { planId: planId.parse('p') },
    'series.changeRule': {
      key,
      action: 'create',
      rule: { key, aggregator: 'avg', bucketMs: '1', alignMs: '0' },
    },
    'streams.apply': { planId: planId.parse('p') },
    'series.alter': {
      key,
      before: { retentionMs: '0', duplicatePolicy: null, labels: [] },
      after: { retentionMs: '1', duplicatePolicy: null, labels: [] },
    },
    'vectors.setAttributes': { key, element: key, before: null, after: key },
    'vectors.applyRemove': { planId: planId.parse('p') },
    'pubsub.publish': { channel: key, payload: key },
    'undo.run': { ticket: 't' },
    'transfer.importStart': { planId: planId.parse('p'), conflicts: 'skip' },
  };

  test('every capability that changes something is known to this test', () => {
    expect(writing.map(([name]) => name).sort()).toEqual(Object.keys(inputs).sort());
  });

  test.each(writing.map(([name]) => name))('refuses %s before its handler runs', async (name) => {
    const ran = vi.fn();
    const { dispatch, session } = await dispatchOf({ [name]: ran }, { readOnly: true });
    const input = { connection: id, ...inputs[name] };
    expect(await dispatch.call(name, input, signal)).toMatchObject({
      ok: false,
      error: { code: 'readonly' },
    });
    expect(ran).not.toHaveBeenCalled();
    session.setLock(false);
    expect(await dispatch.call(name, input, signal)).toMatchObject({ ok: true });
    session.setLock(true);
    expect(await dispatch.call(name, input, signal)).toMatchObject({ error: { code: 'readonly' } });
    expect(ran).toHaveBeenCalledOnce();
  });

  test('lets its reads and its own unlocking through', async () => {
    const ran = vi.fn();
    const { dispatch } = await dispatchOf(
      { 'keys.head': ran, 'connections.setLock': ran },
      { readOnly: true },
    );
    await dispatch.call('keys.head', { connection: id, key }, signal);
    await dispatch.call('connections.setLock', { connection: id, locked: false }, signal);
    expect(ran).toHaveBeenCalledTimes(2);
  });
});

describe('what comes of a handler', () => {
  const head = {
    type: 'none',
    ttlMs: null,
    encoding: null,
    idleSeconds: null,
    length: null,
    refused: [],
  };
  const call = async (handler: Handlers['keys.head']) => {
    const { dispatch } = await dispatchOf({ 'keys.head': handler });
    return await dispatch.call('keys.head', { connection: id, key }, signal);
  };

  test('its answer', async () => {
    expect(await call(async () => head)).toEqual({ ok: true, value: head });
  });

  test('an expected failure, as it is', async () => {
    const error = { code: 'notFound', what: 'key', message: 'Gone' } as const;
    expect(
      await call(async () => {
        throw new AppFailure(error);
      }),
    ).toEqual({ ok: false, error });
  });

  test.each([
    [
      'thrown',
      () => {
        throw new Error('hunter2');
      },
    ],
    ['rejected', () => Promise.reject(new Error('hunter2'))],
  ])(
    'a bug that is %s: internal, with a reference and without its words',
    async (_how, handler) => {
      const result = await call(handler);
      expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
      expect(JSON.stringify(result)).not.toContain('hunter2');
      expect(String(written.mock.calls[0]?.[0])).toContain('hunter2');
    },
  );

  test('defaults are filled in and the input is the parsed one', async () => {
    const seen = vi.fn(async () => head);
    await call(seen);
    expect(seen).toHaveBeenCalledWith({ connection: id, key }, expect.anything());
  });

  test('is given a signal that ends with the call and with the connection', async () => {
    const signals: AbortSignal[] = [];
    const { dispatch, session } = await dispatchOf({
      'keys.head': async (_input, context) => {
        signals.push(context.signal);
        return head;
      },
    });
    const caller = new AbortController();
    await dispatch.call('keys.head', { connection: id, key }, caller.signal);
    await dispatch.call('keys.head', { connection: id, key }, signal);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    caller.abort();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    session.close();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  test('an app-wide handler gets no Redis', async () => {
    const seen = vi.fn();
    const { dispatch } = await dispatchOf({ 'connections.list': seen });
    await dispatch.call('connections.list', {}, signal);
    expect(seen).toHaveBeenCalledWith({}, { signal });
  });
});

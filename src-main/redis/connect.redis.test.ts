import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AppError } from '../../src-shared/result.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { type FakePeer, startFakePeer } from '../test-support/fake-peer.ts';
import {
  missingServer,
  serverKinds,
  startRedis,
  type TestServer,
} from '../test-support/start-redis.ts';
import { connect, type Endpoint } from './connect.ts';
import { isFinal } from './redis-error.ts';

const noTls = { enabled: false, caFile: null, servername: null };
const { signal: never } = new AbortController();

function endpointOf(
  { host, port }: { readonly host: string; readonly port: number },
  change: Partial<Endpoint> = {},
): Endpoint {
  return { host, port, db: 0, username: '', password: null, tls: noTls, protocol: 3, ...change };
}

/** Why it could not be made; a connection that was made all the same is a failure of the test. */
async function failureOf(endpoint: Endpoint, signal = never): Promise<AppError> {
  try {
    const client = await connect(endpoint, 'data', signal);
    client.disconnect();
  } catch (thrown) {
    if (thrown instanceof AppFailure) return thrown.error;
    throw thrown;
  }
  throw new Error('it connected');
}

describe('a peer that is no Redis', () => {
  let peer: FakePeer;
  const startPeer = async (serve: (socket: Socket) => void): Promise<void> => {
    peer = await startFakePeer(serve);
  };
  afterEach(async () => {
    vi.useRealTimers();
    await peer.stop();
  });

  test.each([
    ['accepts and stays silent', () => undefined],
    [
      'answers HELLO and then stays silent',
      (socket: Socket) => socket.once('data', () => socket.write('+OK\r\n')),
    ],
    [
      'answers all but the last word',
      (socket: Socket) =>
        socket.on('data', (chunk: Buffer) => {
          if (!chunk.includes('no-touch')) socket.write('+PONG\r\n');
        }),
    ],
  ])('%s: SILENT after ten seconds, and its connection is ended', async (_what, serve) => {
    const ended = Promise.withResolvers<void>();
    await startPeer((socket) => {
      socket.on('data', () => undefined);
      socket.on('close', () => ended.resolve());
      serve(socket);
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let error: AppError | null = null;
    const failed = failureOf(endpointOf(peer)).then((one) => {
      error = one;
    });
    await vi.waitUntil(() => peer.accepted === 1);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(error).toBeNull();
    await vi.advanceTimersByTimeAsync(1_500);
    await failed;
    expect(error).toMatchObject({ code: 'redis.offline', cause: 'SILENT' });
    await ended.promise;
  });

  test('speaks HTTP: named as no Redis, and for good', async () => {
    await startPeer((socket) =>
      socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')),
    );
    const error = await failureOf(endpointOf(peer));
    expect(error).toMatchObject({ code: 'redis.offline', cause: 'UNKNOWN_RESP' });
    expect(isFinal(error)).toBe(true);
    expect(peer.accepted).toBe(1);
  });

  test('sends 20,000 nested arrays: an error, and this process lives', async () => {
    await startPeer((socket) => socket.on('data', () => socket.write('*1\r\n'.repeat(20_000))));
    expect(await failureOf(endpointOf(peer))).toMatchObject({ code: 'redis.offline' });
  });

  test('closes at once: not final', async () => {
    await startPeer((socket) => socket.destroy());
    const error = await failureOf(endpointOf(peer));
    expect(error).toMatchObject({ code: 'redis.offline', cause: expect.stringMatching(/./) });
    expect(isFinal(error)).toBe(false);
  });

  test('turns us away before it is asked: in its own words', async () => {
    const denied = 'DENIED Redis is running in protected mode because protected mode is enabled';
    await startPeer((socket) => socket.end(`-${denied}\r\n`));
    expect(await failureOf(endpointOf(peer))).toMatchObject({
      code: 'redis.offline',
      cause: denied,
      hint: expect.stringMatching(/protected mode/),
    });
  });

  test('does not speak TLS', async () => {
    await startPeer((socket) => socket.on('data', () => socket.write('-ERR what is this\r\n')));
    const error = await failureOf(endpointOf(peer, { tls: { ...noTls, enabled: true } }));
    expect(error).toMatchObject({ hint: expect.stringMatching(/does not speak TLS/) });
    expect(isFinal(error)).toBe(true);
  });

  test('a cancel ends the attempt at once, also before it began', async () => {
    await startPeer((socket) => socket.on('data', () => undefined));
    const controller = new AbortController();
    const failed = failureOf(endpointOf(peer), controller.signal);
    await vi.waitUntil(() => peer.accepted === 1);
    controller.abort();
    expect(await failed).toMatchObject({ code: 'cancelled' });
    expect(await failureOf(endpointOf(peer), AbortSignal.abort())).toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('an address without a server', () => {
  test('nobody listens', async () => {
    const peer = await startFakePeer(() => undefined);
    await peer.stop();
    expect(await failureOf(endpointOf(peer))).toMatchObject({
      code: 'redis.offline',
      cause: 'ECONNREFUSED',
      hint: expect.stringMatching(/Nothing listens/),
    });
  });

  test('no such host', async () => {
    const error = await failureOf(endpointOf({ host: 'no-such-host.invalid', port: 6379 }));
    expect(error).toMatchObject({
      code: 'redis.offline',
      cause: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
    });
  });
});

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(`${kind}${missing === null ? '' : ` (${missing})`}`, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startRedis(kind);
      const admin = server.client();
      await admin.call('acl', 'setuser', 'mute', 'on', '>hunter2', '+get', '~*');
      await admin.call('acl', 'setuser', 'low', 'on', '>hunter2', '+@all', '-select', '~*');
      await admin.call('acl', 'setuser', 'off', 'off', '>hunter2', '+@all', '~*');
    });
    afterAll(() => server.stop());
    const attempts = async (): Promise<number> => {
      const log: unknown = await server.client().call('acl', 'log');
      return Array.isArray(log) ? Number(log[0]?.[1] ?? 0) : 0;
    };

    describe.each([2, 3] as const)('over RESP%i', (protocol) => {
      test.each([
        ['a wrong password', { password: 'hunter2' }, /WRONGPASS/],
        ['an unknown user', { username: 'nobody', password: 'hunter2' }, /WRONGPASS/],
        ['a user that is off', { username: 'off', password: 'hunter2' }, /WRONGPASS/],
        ['no password', { password: null }, /NOAUTH/],
        ['a user who may not even PING', { username: 'mute', password: 'hunter2' }, /NOPERM/],
      ])('%s is said and final', async (_what, change, cause) => {
        const error = await failureOf(endpointOf(server, { ...change, protocol }));
        expect(error).toMatchObject({ code: 'redis.auth', cause: expect.stringMatching(cause) });
        expect(isFinal(error)).toBe(true);
        expect(JSON.stringify(error)).not.toContain('hunter2');
      });

      test('a wrong password is tried once', async () => {
        await server.client().call('acl', 'log', 'reset');
        await failureOf(endpointOf(server, { password: 'hunter2', protocol }));
        expect(await attempts()).toBe(1);
      });

      test.each([
        [
          'a database that is not there',
          { password: 'test-password', db: 99 },
          'redis.offline',
          /out of range|invalid DB/,
        ],
        [
          'a user who may not SELECT',
          { username: 'low', password: 'hunter2', db: 1 },
          'redis.auth',
          /NOPERM/,
        ],
      ])('%s is said, never another database instead', async (_what, change, code, cause) => {
        const error = await failureOf(endpointOf(server, { ...change, protocol }));
        expect(error).toMatchObject({ code, cause: expect.stringMatching(cause) });
        expect(isFinal(error)).toBe(true);
      });

      test('too many clients: said, and not final', async () => {
        const admin = server.client();
        await admin.config('SET', 'maxclients', '1');
        try {
          const error = await failureOf(
            endpointOf(server, { password: server.password, protocol }),
          );
          expect(error).toMatchObject({ hint: expect.stringMatching(/client limit/) });
          expect(isFinal(error)).toBe(false);
        } finally {
          await admin.config('SET', 'maxclients', '100');
        }
      });

      test('is on the database asked for, named after its purpose, and touches nothing', async () => {
        const client = await connect(
          endpointOf(server, { password: server.password, protocol, db: 3 }),
          'data',
          never,
        );
        const info = String(await client.call('client', 'info'));
        expect(info).toContain('name=redstart:data ');
        expect(info).toContain(' db=3 ');
        expect(info).toContain(`resp=${protocol}`);
        client.disconnect();
      });
    });
  });
}

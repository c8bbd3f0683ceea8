import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ConnectionState } from '../../src-shared/contract/connections.ts';
import { startCuttingProxy } from '../test-support/cutting-proxy.ts';
import { startFakePeer } from '../test-support/fake-peer.ts';
import { missingServer, startRedis, type TestServer } from '../test-support/start-redis.ts';
import { waitFor } from '../test-support/wait-for.ts';
import type { Endpoint } from './connect.ts';
import { ManagedClient } from './managed-client.ts';

const missing = missingServer('plain');
describe.skipIf(missing !== null)(
  `a managed connection${missing === null ? '' : ` (${missing})`}`,
  () => {
    let server: TestServer;
    let admin: Redis;
    const open: ManagedClient[] = [];
    beforeAll(async () => {
      server = await startRedis('plain');
      admin = server.client();
    });
    afterAll(() => server.stop());
    afterEach(async () => {
      for (const managed of open.splice(0)) managed.close();
      await admin.config('SET', 'requirepass', server.password);
    });

    const endpointOf = (port: number): Endpoint => ({
      host: '127.0.0.1',
      port,
      db: 0,
      username: '',
      password: server.password,
      tls: { enabled: false, caFile: null, servername: null },
      protocol: 3,
    });

    function manage(port = server.port, prepare?: (client: Redis) => Promise<void>) {
      const states: ConnectionState[] = [];
      const managed = new ManagedClient({
        endpoint: () => endpointOf(port),
        purpose: 'data',
        onState: (state) => states.push(state),
        ...(prepare === undefined ? {} : { prepare }),
      });
      open.push(managed);
      const statuses = (): string[] => states.map(({ status }) => status);
      return { managed, states, statuses };
    }

    const isLast = (states: readonly ConnectionState[], status: string): boolean =>
      states.at(-1)?.status === status;
    const idOf = async (managed: ManagedClient): Promise<string> =>
      String(await managed.client.call('client', 'id'));

    test('comes back by itself after CLIENT KILL, as another connection', async () => {
      const { managed, states, statuses } = manage();
      await managed.open();
      const first = await idOf(managed);
      await admin.call('client', 'kill', 'id', first);
      await waitFor(() => isLast(states, 'ready') && states.length > 2, 'ready again');
      expect(statuses()).toEqual(['connecting', 'ready', 'reconnecting', 'ready']);
      expect(states[2]).toMatchObject({
        status: 'reconnecting',
        attempt: 1,
        error: { code: 'redis.offline' },
        lostAtMs: expect.any(Number),
        retryAtMs: expect.any(Number),
      });
      expect(await idOf(managed)).not.toBe(first);
    });

    test('says at once that it is offline, and counts its attempts while the server is down', async () => {
      const proxy = await startCuttingProxy(server.port);
      const { managed, states } = manage(proxy.port);
      await managed.open();
      await proxy.close();
      await waitFor(() => isLast(states, 'reconnecting'), 'the loss is noticed');
      expect(() => managed.client).toThrow(expect.objectContaining({ name: 'AppFailure' }));
      managed.retryNow();
      await waitFor(() => states.length === 4, 'another attempt has failed');
      const [, , lost, again] = states;
      if (lost?.status !== 'reconnecting' || again?.status !== 'reconnecting')
        throw new Error('not reconnecting');
      expect(again.attempt).toBe(2);
      expect(again.error).toMatchObject({ cause: 'ECONNREFUSED' });
      expect(again.lostAtMs).toBe(lost.lostAtMs);
      expect(again.retryAtMs - Date.now()).toBeGreaterThan(lost.retryAtMs - lost.lostAtMs - 100);
    });

    test('stops for good when the password is another one now: one attempt, no more', async () => {
      const { managed, states } = manage();
      await managed.open();
      await admin.config('SET', 'requirepass', 'another');
      await admin.call('acl', 'log', 'reset');
      await admin.call('client', 'kill', 'id', await idOf(managed)).catch(() => undefined);
      await waitFor(() => isLast(states, 'reconnecting'), 'the loss');
      managed.retryNow();
      await waitFor(() => isLast(states, 'failed'), 'it gives up');
      expect(states.at(-1)).toMatchObject({ error: { code: 'redis.auth' } });
      vi.useFakeTimers({ toFake: ['setTimeout'] });
      await vi.advanceTimersByTimeAsync(60_000);
      vi.useRealTimers();
      const log: unknown = await admin.call('acl', 'log');
      expect(log).toHaveLength(1);
      expect(isLast(states, 'failed')).toBe(true);
      await admin.config('SET', 'requirepass', server.password);
      managed.retryNow();
      await waitFor(() => isLast(states, 'ready'), 'the user tries again with success');
    });

    test('a first connection that fails is thrown and not tried again', async () => {
      const peer = await startFakePeer((socket) =>
        socket.on('data', () => socket.end('-ERR no\r\n')),
      );
      const { managed, statuses } = manage(peer.port);
      await expect(managed.open()).rejects.toMatchObject({ error: { code: 'redis.offline' } });
      const { accepted } = peer;
      vi.useFakeTimers({ toFake: ['setTimeout'] });
      await vi.advanceTimersByTimeAsync(60_000);
      vi.useRealTimers();
      expect(peer.accepted).toBe(accepted);
      expect(statuses()).toEqual(['connecting', 'failed']);
      await peer.stop();
    });

    test('what is prepared is done on every connection before anybody may use it', async () => {
      const prepared: string[] = [];
      const { managed, states } = manage(server.port, async (client) => {
        expect(() => managed.client).toThrow();
        prepared.push(String(await client.call('client', 'id')));
      });
      await managed.open();
      await admin.call('client', 'kill', 'id', prepared[0] ?? '');
      await waitFor(() => isLast(states, 'ready') && states.length > 2, 'ready again');
      expect(prepared).toHaveLength(2);
      expect(await idOf(managed)).toBe(prepared[1]);
    });

    test('a connection that is lost while it is prepared is none', async () => {
      let tries = 0;
      const { managed, states, statuses } = manage(server.port, async (client) => {
        tries += 1;
        if (tries === 1) {
          const closed = new Promise((done) => client.once('close', done));
          await admin.call('client', 'kill', 'id', String(await client.call('client', 'id')));
          await closed;
        }
      });
      await expect(managed.open()).rejects.toThrow();
      expect(statuses()).toEqual(['connecting', 'failed']);
      expect(states.at(-1)).toMatchObject({ error: { code: 'redis.offline' } });
      expect(() => managed.client).toThrow(expect.objectContaining({ name: 'AppFailure' }));
    });

    describe('close', () => {
      test('ends the connection and nothing is heard of it again', async () => {
        const { managed, states } = manage();
        await managed.open();
        const id = await idOf(managed);
        managed.close();
        await waitFor(
          async () => !String(await admin.call('client', 'list')).includes(`id=${id} `),
          'the server sees it go',
        );
        managed.retryNow();
        expect(states).toHaveLength(2);
        expect(() => managed.client).toThrow(expect.objectContaining({ name: 'AppFailure' }));
      });

      test('ends an attempt that is under way', async () => {
        const peer = await startFakePeer((socket) => socket.on('data', () => undefined));
        const { managed, statuses } = manage(peer.port);
        const opening = managed.open();
        await waitFor(() => peer.accepted === 1, 'it is connecting');
        managed.close();
        await expect(opening).rejects.toMatchObject({ error: { code: 'cancelled' } });
        expect(statuses()).toEqual(['connecting']);
        await peer.stop();
      });

      test('ends the countdown', async () => {
        const proxy = await startCuttingProxy(server.port);
        const { managed, states } = manage(proxy.port);
        await managed.open();
        vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
        await proxy.close();
        await vi.waitUntil(() => isLast(states, 'reconnecting'));
        managed.close();
        await vi.advanceTimersByTimeAsync(60_000);
        vi.useRealTimers();
        expect(isLast(states, 'reconnecting')).toBe(true);
        expect(states).toHaveLength(3);
      });
    });
  },
);

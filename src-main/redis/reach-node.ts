import { setTimeout as pause } from 'node:timers/promises';
import { AppFailure } from '../rpc/app-failure.ts';
import { addressText, type NodeAddress } from './cluster-topology.ts';
import { connect, type Endpoint } from './connect.ts';

/** The announced address is given this much of a start before another way is tried beside it. */
const AHEAD_MS = 1_000;

/**
 * Where to connect for a node of a cluster: where the cluster says it is, or, when that cannot be reached from here, the
 * seed's host with the node's port, if the node itself answers there. Throws `redis.offline` when neither can be reached.
 */
export async function reachNode(
  node: NodeAddress & { readonly id: string },
  seed: Endpoint,
  signal: AbortSignal,
): Promise<Endpoint> {
  const announced: Endpoint = { ...seed, host: node.host, port: node.port, db: 0 };
  // The usual case, and nothing to fall back to.
  if (node.host === seed.host) return announced;
  const beside: Endpoint = { ...announced, host: seed.host };
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  let failure: unknown = null;
  const direct = tryOut(announced, null, either).catch((thrown: unknown) => {
    failure = thrown;
    throw thrown;
  });
  const around = Promise.race([direct.catch(() => undefined), pause(AHEAD_MS)]).then(() =>
    tryOut(beside, node.id, either),
  );
  try {
    return await Promise.any([direct, around]);
  } catch {
    throw notReachable(node, failure);
  } finally {
    over.abort();
  }
}

/** Connects once; with an `id`, only that node will do. */
async function tryOut(
  endpoint: Endpoint,
  id: string | null,
  signal: AbortSignal,
): Promise<Endpoint> {
  signal.throwIfAborted();
  const client = await connect(endpoint, 'test', signal);
  try {
    if (id !== null && (await client.cluster('MYID')) !== id)
      throw new Error('another node answers there');
    return endpoint;
  } finally {
    client.disconnect();
  }
}

function notReachable(node: NodeAddress, thrown: unknown): AppFailure {
  const error = thrown instanceof AppFailure ? thrown.error : null;
  if (error !== null && error.code !== 'redis.offline') return new AppFailure(error);
  const address = addressText(node);
  return new AppFailure({
    code: 'redis.offline',
    cause: error?.cause ?? String(thrown),
    hint: 'Let its nodes announce addresses that can be reached (cluster-announce-ip), or connect from where they can',
    message: `The cluster announces ${address}, which cannot be reached from here`,
    node: address,
  });
}

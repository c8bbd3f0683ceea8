import type { Redis } from 'ioredis';
import type { ServerFacts } from '../../src-shared/contract/connections.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { ClusterNodes } from './cluster-nodes.ts';
import { readTopology } from './cluster-topology.ts';
import type { Endpoint } from './connect.ts';
import { toFields, toList, toReply, toText } from './reply.ts';

interface Opening {
  /** The node that the user named. */
  readonly client: Redis;
  readonly endpoint: Endpoint;
  readonly facts: ServerFacts;
  readonly assertWritable: () => void;
  readonly onChange: () => void;
}

/** What Redstart asks of a cluster before all else, as a refused command. */
const ASK_NODES = 'cluster|slots';

/**
 * The nodes of the cluster that a server is part of, not yet opened; null when it is part of none, or when this user may
 * not ask for them, which `facts.refused` then says.
 */
export async function findCluster(opening: Opening): Promise<ClusterNodes | null> {
  const { client, endpoint, facts, assertWritable, onChange } = opening;
  if (facts.mode !== 'cluster') return null;
  try {
    const topology = await readTopology(client, endpoint.host);
    return new ClusterNodes({ seed: endpoint, topology, assertWritable, onChange });
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== 'ReplyError') throw thrown;
    facts.refused.push(ASK_NODES);
    return null;
  }
}

/** A Sentinel watches servers and keeps no keys: throws `redis.offline` with where its masters are. */
export async function assertNoSentinel(client: Redis, facts: ServerFacts): Promise<void> {
  if (facts.mode !== 'sentinel') return;
  const masters = toList(toReply(await client.callBuffer('sentinel', 'masters'))).map((one) => {
    const fields = toFields(one);
    const [name, ip, port] = ['name', 'ip', 'port'].map((field) => toText(fields.get(field) ?? ''));
    return `${name} is at ${ip}:${port}`;
  });
  throw new AppFailure({
    code: 'redis.offline',
    cause: 'sentinel',
    hint:
      masters.length === 0
        ? 'It watches no master yet'
        : `Connect to the master it watches: ${masters.slice(0, 5).join(', ')}`,
    message: 'This is a Sentinel: it watches servers and keeps no keys',
  });
}

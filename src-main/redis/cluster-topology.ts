import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type Reply, toCount, toList, toReply, toText } from './reply.ts';

/** Where a node says it is. */
export interface NodeAddress {
  readonly host: string;
  readonly port: number;
}

export interface Primary extends NodeAddress {
  readonly id: string;
  /** First and last slot, in order. */
  readonly ranges: readonly (readonly [number, number])[];
}

export interface Topology {
  readonly primaries: readonly Primary[];
  readonly replicas: number;
  /** It serves no keys at all, also not those of the nodes that are there. */
  readonly isDown: boolean;
}

/** host:port, as MOVED writes it too. */
export const addressText = ({ host, port }: NodeAddress): string => `${host}:${port}`;

/** How many slots a primary has. */
export const slotCount = ({ ranges }: Primary): number =>
  ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);

/** Tells one primary with its slots from the same one with others. */
export function layoutName({ id, ranges }: Primary): string {
  const layout = createHash('sha256').update(JSON.stringify(ranges)).digest('hex').slice(0, 16);
  return `${id}/${layout}`;
}

/** CLUSTER SLOTS, which every cluster knows; rejects with the server's error reply, or when the connection goes. */
export async function readTopology(client: Redis, askedHost: string): Promise<Topology> {
  const [slots, info] = await Promise.all([
    client.callBuffer('cluster', 'slots'),
    client.cluster('INFO').catch(unlessRefused),
  ]);
  const isDown = info?.includes('cluster_state:fail') ?? false;
  return { ...parseSlots(toReply(slots), askedHost), isDown };
}

function unlessRefused(thrown: unknown): null {
  if (thrown instanceof Error && thrown.name === 'ReplyError') return null;
  throw thrown;
}

/** A node that does not know its own host, or keeps it to itself, is where it was asked. */
export function parseSlots(reply: Reply, askedHost: string): Omit<Topology, 'isDown'> {
  const primaries = new Map<string, Primary>();
  const replicas = new Set<string>();
  for (const row of toList(reply)) {
    const [from = null, to = null, primary = null, ...others] = toList(row);
    const [host = null, port = null, id = null] = toList(primary);
    const named = host === null ? '' : toText(host);
    const address = {
      host: named === '' || named === '?' ? askedHost : named,
      port: toCount(port),
    };
    const key = id === null ? addressText(address) : toText(id);
    const known = primaries.get(key);
    const ranges = [...(known?.ranges ?? []), [toCount(from), toCount(to)] as const];
    primaries.set(key, { ...address, id: key, ranges });
    for (const other of others) {
      const [otherHost = null, otherPort = null, otherId = null] = toList(other);
      replicas.add([otherId, otherHost, otherPort].map((part) => part ?? '').join(' '));
    }
  }
  const sorted = [...primaries.values()].map((one) => ({
    ...one,
    ranges: one.ranges.toSorted((a, b) => a[0] - b[0]),
  }));
  sorted.sort((a, b) => (a.ranges[0]?.[0] ?? 0) - (b.ranges[0]?.[0] ?? 0));
  return { primaries: sorted, replicas: replicas.size };
}

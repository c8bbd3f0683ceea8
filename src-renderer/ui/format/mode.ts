import type { ServerFacts } from '../../../src-shared/contract/connections.ts';
import { formatCountOf } from './count.ts';

const primariesOf = (count: number): string => formatCountOf(count, 'primary', 'primaries');

/** "standalone", "cluster, 3 primaries"; of a cluster whose nodes may not be asked for, that it is only the one. */
export function formatMode({ mode, cluster }: Pick<ServerFacts, 'mode' | 'cluster'>): string {
  if (mode !== 'cluster') return mode;
  return `cluster, ${cluster === null ? 'this node only' : primariesOf(cluster.primaries)}`;
}

/** "3 primaries, 1 replica". */
export function formatNodes({ primaries, replicas }: NonNullable<ServerFacts['cluster']>): string {
  const known = primariesOf(primaries);
  return replicas === 0 ? known : `${known}, ${formatCountOf(replicas, 'replica')}`;
}

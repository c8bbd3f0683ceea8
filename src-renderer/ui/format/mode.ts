import type { ServerFacts } from '../../../src-shared/contract/connections.ts';
import { formatCount } from './count.ts';

const some = (count: number, one: string): string =>
  `${formatCount(count)} ${count === 1 ? one : `${one.replace(/y$/, 'ie')}s`}`;

/** "standalone", "cluster, 3 primaries"; of a cluster whose nodes may not be asked for, that it is only the one. */
export function formatMode({ mode, cluster }: ServerFacts): string {
  if (mode !== 'cluster') return mode;
  return cluster === null
    ? 'cluster, this node only'
    : `cluster, ${some(cluster.primaries, 'primary')}`;
}

/** "3 primaries, 1 replica". */
export function formatNodes({ primaries, replicas }: NonNullable<ServerFacts['cluster']>): string {
  return replicas === 0
    ? some(primaries, 'primary')
    : `${some(primaries, 'primary')}, ${some(replicas, 'replica')}`;
}

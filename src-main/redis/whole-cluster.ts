import type { AnyCommand } from './commands.ts';
import { type Reply, toBuffer, toCount, toList, toPairs } from './reply.ts';

type Merge = (replies: readonly Reply[]) => Reply;

const sum: Merge = (replies) =>
  String(replies.reduce<number>((total, reply) => total + toCount(reply), 0));

const union: Merge = (replies) => {
  const names = new Map<string, Reply>();
  for (const name of replies.flatMap(toList)) names.set(toBuffer(name).toString('latin1'), name);
  return [...names.values()];
};

const sumByName: Merge = (replies) => {
  const counts = new Map<string, { readonly name: Reply; count: number }>();
  for (const [name, count] of replies.flatMap(toPairs)) {
    const key = toBuffer(name).toString('latin1');
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { name, count: toCount(count) });
    else known.count += toCount(count);
  }
  return [...counts.values()].flatMap(({ name, count }) => [name, String(count)]);
};

/** Each primary answers these for itself alone: what is true of the cluster is all of their answers together. */
export const WHOLE_CLUSTER: ReadonlyMap<AnyCommand, Merge> = new Map<AnyCommand, Merge>([
  ['dbsize', sum],
  ['ft._list', union],
  ['pubsub|channels', union],
  ['pubsub|numpat', sum],
  ['pubsub|numsub', sumByName],
  ['ts.queryindex', union],
]);

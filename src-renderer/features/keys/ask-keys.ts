import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { KeyFacts } from '../../../src-shared/contract/keys.ts';
import type { AppError } from '../../../src-shared/result.ts';
import { expiryOf } from '../../lib/expiry.ts';
import type { Client } from '../../client/client.ts';
import { type RemoteIndex, unlessClosed } from './arena/connect-indexes.ts';
import type { KeyFinding, NamedKey } from './arena/key-looks.ts';
import type { ListCost } from './list-cost.ts';

export interface AskKeysOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly cost: ListCost;
  readonly signal: AbortSignal;
}

export type Described = { readonly id: number; readonly fact: KeyFacts };
type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

function toFinding({ id, fact }: Described): KeyFinding {
  if (fact.state !== 'present') return { id, mark: fact.state };
  const expiresAtMs = expiryOf(fact.ttlMs, Date.now());
  return { id, mark: { type: fact.type }, figures: { expiresAtMs, length: fact.length } };
}

/** Asks the server about listed keys, counts what that costs it, and tells the index. */
export function createAskKeys({ client, connection, cost, signal }: AskKeysOptions) {
  return {
    /** Type, TTL and length; at most LIMITS.describeKeys of them. */
    async describe(
      index: RemoteIndex,
      wanted: readonly NamedKey[],
    ): Promise<Answer<readonly Described[]>> {
      const keys = wanted.map(({ name }) => name);
      const result = await client.call('keys.describe', { connection, keys }, { signal });
      if (!result.ok) return result;
      const described = wanted.flatMap(({ id }, i) => {
        const fact = result.value[i];
        return fact === undefined ? [] : [{ id, fact }];
      });
      const lengths = described.filter(
        ({ fact }) => fact.state === 'present' && fact.length !== null,
      ).length;
      cost.add(
        keys.length,
        new Map([
          ['TYPE', keys.length],
          ['PTTL', keys.length],
          ['STRLEN, HLEN, LLEN, …', lengths],
        ]),
      );
      await unlessClosed(index.mark(described.map(toFinding)));
      return { ok: true, value: described };
    },
    /** Sizes by MEMORY USAGE. */
    async measure(index: RemoteIndex, wanted: readonly NamedKey[]): Promise<Answer<null>> {
      const keys = wanted.map(({ name }) => name);
      const result = await client.call('keys.measure', { connection, keys }, { signal });
      if (!result.ok) return result;
      cost.add(keys.length, new Map([['MEMORY USAGE', keys.length]]));
      const sizes = wanted.map(({ id }, i) => ({ id, bytes: result.value[i] ?? null }));
      await unlessClosed(index.measured(sizes));
      return { ok: true, value: null };
    },
  };
}

export type AskKeys = ReturnType<typeof createAskKeys>;

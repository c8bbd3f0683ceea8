import { useEffect, useState } from 'react';
import type { KeyHead } from '../../../../src-shared/contract/keys.ts';
import { ok, type Result } from '../../../../src-shared/result.ts';
import type { Client } from '../../../client/client.ts';
import { useClient } from '../../../client/client-context.ts';
import type { Compared, ComparedKey } from './compare-dialog.ts';
import { type Read, readContent } from './read-content.ts';

export interface Side extends Read {
  readonly type: string;
  /** On this computer's clock; null: it does not expire; `refused`: this user may not run PTTL. */
  readonly expiresAtMs: number | null | 'refused';
}

export interface Sides {
  readonly left: Result<Side>;
  readonly right: Result<Side>;
}

async function readSide(
  client: Client,
  { connection, key }: ComparedKey,
  signal: AbortSignal,
): Promise<Result<Side>> {
  const head: Result<KeyHead> = await client.call('keys.head', { connection, key }, { signal });
  if (!head.ok) return head;
  const { type, ttlMs } = head.value;
  const expiresAtMs = typeof ttlMs === 'number' ? Date.now() + ttlMs : ttlMs;
  const read = await readContent({ client, connection, key, signal }, type);
  return read.ok ? ok({ ...read.value, type, expiresAtMs }) : read;
}

/** Both values as they are now, read again when `revision` changes; null while they are read. */
export function useSides({ left, right }: Compared, revision: number): Sides | null {
  const client = useClient();
  const [sides, setSides] = useState<Sides | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    void Promise.all([readSide(client, left, signal), readSide(client, right, signal)]).then(
      ([one, two]) => {
        if (!signal.aborted) setSides({ left: one, right: two });
      },
    );
    return () => {
      controller.abort();
    };
  }, [client, left, right, revision]);
  return sides;
}

import { useEffect, useState } from 'react';
import type { ConnectionId } from '../../src-shared/contract/define.ts';
import type { Output } from '../../src-shared/contract/index.ts';
import { useClient } from '../client/client-context.ts';

const EVERY_MS = 2_000;
/** Points of the ops/s line: one minute. */
const HISTORY = 30;

export type Stats = Output<'server.stats'>;

/** The status bar's figures, asked for while the window is visible and the connection stands. */
export function useServerStats(
  connection: ConnectionId,
  isReady: boolean,
): { readonly stats: Stats | null; readonly ops: readonly number[] } {
  const client = useClient();
  const [stats, setStats] = useState<Stats | null>(null);
  const [ops, setOps] = useState<readonly number[]>([]);
  useEffect(() => {
    if (!isReady) return;
    const controller = new AbortController();
    const ask = async (): Promise<void> => {
      if (document.hidden) return;
      const result = await client.call(
        'server.stats',
        { connection },
        { signal: controller.signal },
      );
      // A lost connection is told by its own state.
      if (!result.ok || controller.signal.aborted) return;
      setStats(result.value);
      const { opsPerSecond } = result.value;
      if (opsPerSecond !== null) setOps((known) => [...known, opsPerSecond].slice(-HISTORY));
    };
    void ask();
    const timer = setInterval(() => void ask(), EVERY_MS);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [client, connection, isReady]);
  return { stats, ops };
}

import { Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import { useClient } from '../client/client-context.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ClusterBanner } from './ClusterBanner.tsx';
import { formatTime } from '../ui/format/clock.ts';

function useSecondsUntil(atMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((atMs - now) / 1_000));
}

function Reconnecting({ connection }: { readonly connection: OpenConnection }) {
  const client = useClient();
  const { state } = connection;
  const seconds = useSecondsUntil(state.status === 'reconnecting' ? state.retryAtMs : 0);
  if (state.status !== 'reconnecting') return null;
  const cause = 'cause' in state.error ? ` ${state.error.cause}.` : '';
  return (
    <Banner
      tone="bad"
      icon={Unplug}
      title="Connection lost."
      action={
        <Button
          size="sm"
          onClick={() => void client.call('connections.retry', { connection: connection.id })}
        >
          Try now
        </Button>
      }
    >
      <span className="mono">{cause}</span> What you see is from {formatTime(state.lostAtMs)}; next
      try in <span className="tn">{seconds} s</span>
    </Banner>
  );
}

/** Above every view while the connection is not there: since when, why, and what happens next. */
export function ConnectionBanner({ connection }: { readonly connection: OpenConnection }) {
  const client = useClient();
  const { state, facts } = connection;
  if (state.status === 'reconnecting') return <Reconnecting connection={connection} />;
  if (state.status === 'ready' && facts?.cluster !== null && facts?.cluster !== undefined)
    return <ClusterBanner connection={connection} cluster={facts.cluster} />;
  if (state.status !== 'failed') return null;
  const { error } = state;
  return (
    <Banner
      tone="bad"
      icon={Unplug}
      title={`${error.message}.`}
      action={
        <Button
          size="sm"
          onClick={() => void client.call('connections.retry', { connection: connection.id })}
        >
          Try again
        </Button>
      }
    >
      {'cause' in error ? <span className="mono">{error.cause}</span> : null}
      {'hint' in error ? ` ${error.hint}` : null}
    </Banner>
  );
}

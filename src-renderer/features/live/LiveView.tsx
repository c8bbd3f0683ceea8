import { useEffect, useRef, useState } from 'react';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { ViewProps } from '../../app/feature.ts';
import { useClient } from '../../client/client-context.ts';
import { SplitPane } from '../../ui/SplitPane.tsx';
import { useWide } from '../../ui/use-wide.ts';
import { activeChannelsOf } from './active-channels.ts';
import { BoardPane } from './BoardPane.tsx';
import { liveStoreOf } from './live-stores.ts';
import { StreamPane } from './StreamPane.tsx';
import { SubscriptionsPane } from './SubscriptionsPane.tsx';
import { useViewKeys } from './use-view-keys.ts';

/** What the sandbox's shop publishes. On other servers nothing is subscribed to unasked. */
const sandboxChannels = [
  { kind: 'channel', name: toBytes('price_updates') },
  { kind: 'pattern', name: toBytes('comparison:*') },
  { kind: 'channel', name: toBytes('scrape_results') },
] as const;

export function LiveView({ connection }: ViewProps) {
  const client = useClient();
  const store = liveStoreOf(client, connection.id);
  const active = activeChannelsOf(client, connection.id);
  const filterField = useRef<HTMLInputElement>(null);
  const isConnected = connection.state.status === 'ready';
  const isWide = useWide();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const hasBoard = chosen ?? isWide;
  useEffect(() => {
    if (connection.sandbox) store.start(sandboxChannels);
  }, [store, connection.sandbox]);
  useEffect(() => {
    if (isConnected) store.retry();
  }, [store, isConnected]);
  useViewKeys(store, filterField);
  return (
    <SplitPane
      label="Width of the subscriptions"
      sized="first"
      defaultSize={236}
      minSize={200}
      maxSize={420}
      minRest={hasBoard ? 560 : 320}
      first={<SubscriptionsPane store={store} active={active} isConnected={isConnected} />}
      second={
        <SplitPane
          label="Width of the board"
          sized="second"
          defaultSize={330}
          minSize={280}
          maxSize={560}
          minRest={280}
          isHidden={!hasBoard}
          className="h-full"
          first={
            <StreamPane
              store={store}
              connection={connection}
              filterField={filterField}
              hasBoard={hasBoard}
              onBoard={setChosen}
            />
          }
          second={<BoardPane store={store} />}
        />
      }
    />
  );
}

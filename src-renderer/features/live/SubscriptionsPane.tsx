import { Plus, Radio } from 'lucide-react';
import { useRef } from 'react';
import { useStore } from 'zustand';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount } from '../../ui/format/count.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ActiveChannelsList } from './ActiveChannelsList.tsx';
import type { ActiveChannelsStore } from './active-channels.ts';
import { AddSubscription } from './AddSubscription.tsx';
import type { LiveStore } from './live-store.ts';
import { SubscriptionItem } from './SubscriptionItem.tsx';

export function SubscriptionsPane({
  store,
  active,
  isConnected,
}: {
  readonly store: LiveStore;
  readonly active: ActiveChannelsStore;
  readonly isConnected: boolean;
}) {
  const subscriptions = useStore(store.view, (state) => state.subscriptions);
  const onBoard = useStore(store.view, (state) => state.board.source);
  const field = useRef<HTMLInputElement>(null);
  return (
    <aside className="side" aria-label="Subscriptions">
      <div className="bar">
        <h2>Subscriptions</h2>
        <span className="count">{formatCount(subscriptions.length)}</span>
        <span className="grow" />
        <IconButton icon={Plus} label="New subscription" onClick={() => field.current?.focus()} />
      </div>
      <div className="max-h-[60%] flex-none overflow-auto">
        {subscriptions.length === 0 ? (
          <EmptyState icon={Radio} title="Not subscribed to anything">
            Type a channel or a pattern, or choose one of those active on the server
          </EmptyState>
        ) : (
          <ul className="p-1.5">
            {subscriptions.map((state) => (
              <SubscriptionItem
                key={state.info.id}
                state={state}
                store={store}
                isOnBoard={state.info.id === onBoard}
              />
            ))}
          </ul>
        )}
      </div>
      <AddSubscription store={store} field={field} />
      <div className="hr" />
      <ActiveChannelsList active={active} store={store} isConnected={isConnected} />
      <div className="hr" />
      <p className="flex-none px-3 py-2 text-11 text-text-3">
        Patterns and channels count the same message once each.
      </p>
    </aside>
  );
}

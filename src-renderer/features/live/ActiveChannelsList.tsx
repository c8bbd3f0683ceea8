import { Radio, RefreshCw, Users } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import type { ActiveChannelsStore } from './active-channels.ts';
import type { LiveStore } from './live-store.ts';

const REFRESH_MS = 5_000;

function useRefresh(active: ActiveChannelsStore, isConnected: boolean): void {
  useEffect(() => {
    if (!isConnected) return undefined;
    void active.refresh();
    const timer = setInterval(() => void active.refresh(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [active, isConnected]);
}

/** The channels somebody is subscribed to; a click subscribes. */
export function ActiveChannelsList({
  active,
  store,
  isConnected,
}: {
  readonly active: ActiveChannelsStore;
  readonly store: LiveStore;
  readonly isConnected: boolean;
}) {
  const { listed, error, isLoading } = useStore(active.view);
  const [row, setRow] = useState(-1);
  useRefresh(active, isConnected);
  const channels = listed?.channels ?? [];
  const subscribe = (index: number) => {
    const channel = channels[index];
    if (channel !== undefined) store.subscribe('channel', channel.name);
  };
  return (
    <div className="flex min-h-0 grow flex-col">
      <div className="flex h-8 flex-none items-center gap-2 pr-2 pl-3">
        <h3 className="sec grow">Active on the server</h3>
        <IconButton
          icon={RefreshCw}
          label="List the active channels again"
          busy={isLoading && listed === null}
          onClick={() => void active.refresh()}
        />
        <span className="count">{listed === null ? '' : formatCount(listed.total)}</span>
      </div>
      {error === null ? null : <ErrorNotice error={error} />}
      {listed?.channels === null ? (
        <p className="px-3 text-12 text-text-3">
          {formatCount(listed.total)} channels are too many to list. Subscribe by name or pattern.
        </p>
      ) : (
        <VirtualList
          label="Channels active on the server"
          count={channels.length}
          active={row}
          onActiveChange={setRow}
          onOpen={subscribe}
          rowKey={(index) => escapeBytes(channels[index]?.name ?? new Uint8Array(0))}
          renderRow={(index) => {
            const channel = channels[index];
            if (channel === undefined) return null;
            const label = escapeBytes(channel.name);
            return (
              // The arrow keys pass over channels; only a click or Enter subscribes.
              <span
                className="absolute inset-0 flex items-center gap-1.5 px-3"
                onClick={() => subscribe(index)}
              >
                <span className="ell grow mono" title={label}>
                  {label}
                </span>
                <Icon icon={Users} size={12} className="text-text-3" />
                <span className="min-w-3 text-right text-text-3 tn">
                  {formatCount(channel.subscribers)}
                </span>
              </span>
            );
          }}
          empty={
            listed === null ? null : (
              <EmptyState icon={Radio} title="No channel has a subscriber">
                Channels exist only while somebody is subscribed
              </EmptyState>
            )
          }
        />
      )}
      {listed !== null && listed.patterns > 0 ? (
        <p className="px-3 py-1 text-11 text-text-3">
          and {formatCountOf(listed.patterns, 'pattern')} that clients listen to
        </p>
      ) : null}
      {listed?.channels !== null && listed !== null && listed.total > channels.length ? (
        <p className="px-3 py-1 text-11 text-text-3">
          the {formatCount(channels.length)} with most subscribers of {formatCount(listed.total)}
        </p>
      ) : null}
    </div>
  );
}

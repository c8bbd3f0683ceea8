import { Pause, Play, Radio, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../../../src-shared/contract/connections.ts';
import { Banner } from '../../../../../ui/Banner.tsx';
import { Button } from '../../../../../ui/Button.tsx';
import { ErrorNotice } from '../../../../../ui/ErrorNotice.tsx';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
import { formatDuration } from '../../../../../ui/format/duration.ts';
import { Icon } from '../../../../../ui/Icon.tsx';
import { createFollow, type Follow, type FollowOptions, type FollowState } from './follow.ts';

function words({ status, came, left, isBehind, isThere, everyMs, resumed }: FollowState): string {
  const parts = [`${formatCount(came)} new`];
  if (left > 0) parts.push(`${formatCountOf(left, 'older one')} no longer kept here`);
  if (resumed?.isKept === true) parts.push(`went on after ${resumed.after}`);
  if (status === 'paused') parts.push('paused, the rest waits in the stream');
  else if (!isThere) parts.push('the key is gone; it goes on when it is there again');
  else if (isBehind) parts.push('catching up');
  else if (everyMs !== null) parts.push(`asks every ${formatDuration(everyMs)}`);
  return parts.join(', ');
}

export interface LiveEntriesProps extends Omit<FollowOptions, 'key' | 'connection'> {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  /** The table of the entries, with what is beside its filters. */
  readonly renderTable: (follow: Follow, bar: ReactNode) => ReactNode;
}

/** Entries as they come, on top; no group is touched by it. */
export function LiveEntries({ renderTable, keyName, connection, ...options }: LiveEntriesProps) {
  const [follow] = useState(() =>
    createFollow({ ...options, connection: connection.id, key: keyName }),
  );
  const readySinceMs = connection.state.status === 'ready' ? connection.state.sinceMs : null;
  const begunSinceMs = useRef(readySinceMs);
  useEffect(() => {
    void follow.run();
    return follow.dispose;
  }, [follow]);
  const state = useStore(follow.store);
  const isLost = state.status === 'failed' && state.error?.code === 'redis.offline';
  // Once for each connection that was made: what fails on one that stands is left to the reader.
  useEffect(() => {
    if (!isLost || readySinceMs === null || readySinceMs === begunSinceMs.current) return;
    begunSinceMs.current = readySinceMs;
    void follow.run();
  }, [follow, isLost, readySinceMs]);
  const isPaused = state.status === 'paused';
  const bar =
    state.status === 'failed' ? null : (
      <>
        <Button
          size="sm"
          tone="ghost"
          icon={isPaused ? Play : Pause}
          onClick={() => {
            follow.pause(!isPaused);
          }}
        >
          {isPaused ? 'Go on' : 'Pause'}
        </Button>
        <span className="inline-flex items-center gap-1.5 text-12 text-text-2" role="status">
          <Icon icon={Radio} className={isPaused ? 'text-text-3' : 'text-success'} />
          {words(state)}
        </span>
      </>
    );
  return (
    <>
      {state.error === null ? null : (
        <ErrorNotice
          error={state.error}
          action={
            <Button size="sm" onClick={() => void follow.run()}>
              Follow again
            </Button>
          }
        />
      )}
      {state.resumed === null || state.resumed.isKept ? null : (
        <Banner
          tone="warn"
          icon={TriangleAlert}
          title={`Entries after ${state.resumed.after} may be missing`}
        >
          Following stopped there, and that entry is gone from the stream now: what came next may
          have been trimmed, too.
        </Banner>
      )}
      {renderTable(follow, bar)}
    </>
  );
}

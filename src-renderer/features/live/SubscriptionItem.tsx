import { ChevronRight, Eye, EyeOff, X } from 'lucide-react';
import { useState } from 'react';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { explainError } from '../../ui/explain-error.ts';
import { formatTime } from '../../ui/format/clock.ts';
import { formatCount, formatCountOf, formatRate } from '../../ui/format/count.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import type { SubscriptionState } from './live-state.ts';
import type { LiveStore } from './live-store.ts';
import { sourceColour } from './source-colour.ts';
import { Swatch } from './Swatch.tsx';

const LISTED_CHANNELS = 10;

function Rate({ rate, received }: { readonly rate: number; readonly received: number }) {
  const [figure = '', unit = ''] = formatRate(rate, 'msg').split(' ');
  return (
    <span
      className="text-12 tn whitespace-nowrap"
      title={`${formatCount(received)} received since it was subscribed`}
    >
      <span className="font-medium">{figure}</span>{' '}
      <span className="text-11 text-text-3">{unit}</span>
    </span>
  );
}

function Status({
  state,
  store,
}: {
  readonly state: SubscriptionState;
  readonly store: LiveStore;
}) {
  const { info, status, isMuted, rate, spark } = state;
  switch (status.kind) {
    case 'connecting':
      return <span className="text-11 text-text-3">subscribing</span>;
    case 'lost':
      return (
        <span className="text-11 text-warning">
          no connection since {formatTime(status.sinceMs)}
        </span>
      );
    case 'failed': {
      const { what, words } = explainError(status.error);
      return (
        <div className="flex min-w-0 flex-col items-start gap-1">
          <span className="text-11 text-danger selectable break-words">
            {what} {words}
          </span>
          <Button size="sm" onClick={store.retry}>
            Try again
          </Button>
        </div>
      );
    }
    case 'live':
      return isMuted ? (
        <span className="text-11 text-text-3">muted, still counted</span>
      ) : (
        <>
          <span className="w-12 text-11 text-text-3">{info.kind}</span>
          <Sparkline
            values={spark}
            from={0}
            area
            height={18}
            color={sourceColour(info)}
            label={`${info.label}: messages per second over the last minute, now ${formatRate(rate, 'msg')}`}
          />
        </>
      );
  }
}

/** The channels heard by a pattern, busiest first, each with its exact count. */
function Channels({
  state,
  store,
}: {
  readonly state: SubscriptionState;
  readonly store: LiveStore;
}) {
  const [isOpen, setOpen] = useState(false);
  const { info, channelCount, elsewhere } = state;
  if (channelCount === 0) return null;
  const listed = isOpen ? store.channelsOf(info.id, LISTED_CHANNELS) : [];
  return (
    <div className="flex flex-col pl-3.5">
      <button
        type="button"
        className="flex h-6 items-center gap-1 text-11 text-text-3 tn"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="chev">
          <Icon icon={ChevronRight} size={12} />
        </span>
        {formatCountOf(channelCount, 'channel')}
        {elsewhere > 0 ? ` and more` : ''}
      </button>
      {listed.map(({ name, total }) => {
        const label = escapeBytes(name);
        return (
          <button
            key={label}
            type="button"
            className="flex h-6 items-center gap-2 rounded-1 px-1 text-left hover:bg-hover"
            title="Show only this channel"
            onClick={() => void store.setFilter(JSON.stringify(label))}
          >
            <span className="ell grow mono">{label}</span>
            <span className="text-11 text-text-3 tn">{formatCount(total)}</span>
          </button>
        );
      })}
      {isOpen && channelCount > listed.length ? (
        <span className="px-1 text-11 text-text-3">the busiest {listed.length}</span>
      ) : null}
      {isOpen && elsewhere > 0 ? (
        <span className="px-1 text-11 text-text-3">
          {formatCount(elsewhere)} messages on channels beyond {formatCount(channelCount)}
        </span>
      ) : null}
    </div>
  );
}

export function SubscriptionItem({
  state,
  store,
  isOnBoard,
}: {
  readonly state: SubscriptionState;
  readonly store: LiveStore;
  readonly isOnBoard: boolean;
}) {
  const { info, isMuted, rate, received, status } = state;
  const color = isMuted ? 'var(--border-control)' : sourceColour(info);
  return (
    <li
      className={classNames(
        'mb-0.5 flex flex-col gap-1 rounded-2 py-1.5 pr-2 pl-2',
        isOnBoard && 'bg-selected [--text-3:var(--text-2)]',
      )}
    >
      <div className="flex items-center gap-1.5">
        <Swatch color={color} />
        <span
          className={classNames('ell grow mono', isMuted ? 'text-text-2' : 'font-medium')}
          title={info.label}
        >
          {info.label === '' ? '""' : info.label}
        </span>
        <IconButton
          icon={isMuted ? EyeOff : Eye}
          label={isMuted ? `Show ${info.label}` : `Mute ${info.label}`}
          onClick={() => store.setMuted(info.id, !isMuted)}
        />
        <IconButton
          icon={X}
          label={`Unsubscribe from ${info.label}`}
          onClick={() => store.unsubscribe(info.id)}
        />
      </div>
      <div className="flex items-center gap-1 pl-3.5">
        <Status state={state} store={store} />
        <span className="grow" />
        {status.kind === 'failed' ? null : <Rate rate={rate} received={received} />}
      </div>
      {info.kind === 'pattern' ? <Channels state={state} store={store} /> : null}
    </li>
  );
}

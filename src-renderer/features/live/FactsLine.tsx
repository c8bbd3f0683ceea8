import { ArrowUp, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { formatTime } from '../../ui/format/clock.ts';
import { formatCount, formatRate } from '../../ui/format/count.ts';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { Tag } from '../../ui/Tag.tsx';
import type { LiveStore } from './live-store.ts';

function StreamFact(props: {
  readonly value: string;
  readonly words: string;
  readonly title?: string | undefined;
  readonly tone?: string | undefined;
  readonly children?: ReactNode;
}) {
  return (
    <div
      className="flex h-4.5 flex-none items-center gap-1.5 border-r border-border-1 px-2 last:border-r-0 tn"
      title={props.title}
    >
      <span className={props.tone ?? 'font-strong'}>{props.value}</span>{' '}
      <span className="text-text-3">{props.words}</span>
      {props.children}
    </div>
  );
}

function NewMessages({
  store,
  onResume,
}: {
  readonly store: LiveStore;
  readonly onResume: () => void;
}) {
  const hold = useStore(store.view, (state) => state.hold);
  if (hold === null) return null;
  return (
    <Button size="sm" icon={ArrowUp} onClick={onResume}>
      {hold.why === 'paused' ? 'Paused, ' : ''}
      {formatCount(hold.newCount)} new
    </Button>
  );
}

/** What has come, what is shown of it and what is not, in numbers. */
export function FactsLine({
  store,
  onResume,
}: {
  readonly store: LiveStore;
  readonly onResume: () => void;
}) {
  const facts = useStore(store.view, (state) => state.facts);
  const filterHint = useStore(store.view, (state) => state.filterHint);
  const lostSinceMs = useStore(store.view, ({ subscriptions }) =>
    subscriptions.reduce<number | null>(
      (since, { status }) => (status.kind === 'lost' ? status.sinceMs : since),
      null,
    ),
  );
  const [rate = '', unit = ''] = formatRate(facts.rate, 'msg').split(' ');
  const dropped = facts.skipped + facts.fallen;
  return (
    <div className="flex h-8.5 flex-none items-center overflow-hidden border-b border-border-1 bg-surface-1 px-1 text-12 whitespace-nowrap">
      <div className="flex min-w-0 items-center overflow-hidden">
        <StreamFact value={rate} words={unit}>
          <Sparkline
            values={facts.spark}
            from={0}
            width={72}
            height={18}
            label={`All messages per second over the last minute, now ${formatRate(facts.rate, 'msg')}`}
          />
        </StreamFact>
        <StreamFact value={formatCount(facts.received)} words="received" />
        {facts.matched === null ? null : (
          <StreamFact
            value={formatCount(facts.matched)}
            words="match the filter"
            title="Of the messages that were here when the filter was set, and of all that came to the view since"
          />
        )}
        {dropped === 0 ? null : (
          <StreamFact
            value={formatCount(dropped)}
            words="dropped from view"
            tone="font-strong text-warning"
            title={[
              `${formatCount(facts.fallen)} left the list at its end`,
              `${formatCount(facts.skipped)} came faster than they could be shown`,
              'All of them are counted',
            ].join('\n')}
          />
        )}
      </div>
      <span className="grow" />
      {filterHint === null ? null : (
        <span className="px-2 text-warning" role="status">
          {filterHint}
        </span>
      )}
      {lostSinceMs === null ? null : (
        <Tag tone="bad" icon={Unplug} title="Messages published meanwhile are lost">
          no connection since {formatTime(lostSinceMs)}
        </Tag>
      )}
      <span className="w-1 flex-none" />
      <NewMessages store={store} onResume={onResume} />
    </div>
  );
}

import { useStore } from 'zustand';
import { formatTime } from '../../ui/format/clock.ts';
import { formatCount } from '../../ui/format/count.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { X } from 'lucide-react';
import { directionColour } from './direction-colour.ts';
import type { LiveStore } from './live-store.ts';
import { cellText } from './row-text.ts';
import { StepChart } from './StepChart.tsx';
import { windowText } from './window-text.ts';

/** One thing's last five minutes, and what is known of it since it was first seen. */
export function BoardDetail({
  store,
  id,
  valueName,
}: {
  readonly store: LiveStore;
  readonly id: string;
  readonly valueName: string;
}) {
  // Drawn with the board: its window moves with every draw.
  const window = useStore(store.view, (state) => state.board.window);
  const series = store.seriesOf(id);
  if (series === undefined) return null;
  const name = cellText(id);
  return (
    <section className="flex-none border-t border-border-1" aria-label={name}>
      <div className="bar border-b-0">
        <span className="ell mono font-strong">{name}</span>
        <span className="grow" />
        <span className="count">
          {cellText(valueName)}, last {windowText(window)}
        </span>
        <IconButton icon={X} label="Close" onClick={() => store.selectOnBoard(null)} />
      </div>
      <div className="px-3 pb-3">
        <StepChart
          points={series.points(window.fromMs)}
          window={window}
          color={directionColour(series.change(window.fromMs))}
          label={`${cellText(valueName)} of ${name}, last ${windowText(window)}`}
        />
        <dl className="kv mt-2.5 tn [&_dd]:text-right">
          <dt>First seen</dt>
          <dd className="selectable" title={formatTime(series.firstAtMs)}>
            {series.firstText}
          </dd>
          <dt>Low, high</dt>
          <dd className="selectable">
            {series.lowText}, {series.highText}
          </dd>
          <dt>Messages</dt>
          <dd>{formatCount(series.messages)}</dd>
        </dl>
      </div>
    </section>
  );
}

import { ChartSpline } from 'lucide-react';
import { useStore } from 'zustand';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount } from '../../ui/format/count.ts';
import { formatChange } from '../../ui/format/ratio.ts';
import { Select } from '../../ui/Select.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { BoardDetail } from './BoardDetail.tsx';
import { directionColour } from './direction-colour.ts';
import type { BoardEntry, BoardSort, BoardState } from './live-state.ts';
import type { LiveStore } from './live-store.ts';
import { cellText } from './row-text.ts';
import type { TimeWindow } from './value-history.ts';
import { windowText } from './window-text.ts';

const TREND_POINTS = 26;
/** An id is one word: cut at its start where there is no room, since ends tell variants apart. */
const NO_SEPARATOR = '\u0000';
const columns = 'grid grid-cols-[minmax(0,1fr)_52px_62px_50px] items-center gap-2';
const sorts: readonly { readonly value: BoardSort; readonly label: string }[] = [
  { value: 'active', label: 'Most active' },
  { value: 'change', label: 'Largest change' },
  { value: 'name', label: 'By name' },
];

function Change({ change }: { readonly change: number | null }) {
  if (change === null) return <span className="num text-text-3">–</span>;
  const tone = directionColour(change);
  return (
    <span className="num tn" style={{ color: tone }}>
      {formatChange(change)}
    </span>
  );
}

function Entry({
  entry,
  store,
  window,
}: {
  readonly entry: BoardEntry;
  readonly store: LiveStore;
  readonly window: TimeWindow;
}) {
  const { id, lastText, change, messages } = entry;
  const trend = store.seriesOf(id)?.trend(window, TREND_POINTS) ?? [];
  return (
    <span className={classNames('absolute inset-0 px-3', columns)}>
      <KeyName name={cellText(id)} separator={NO_SEPARATOR} />
      <Sparkline
        values={trend}
        shape="step"
        width={52}
        height={20}
        color={directionColour(change)}
        label={`${cellText(id)}: the last ${windowText(window)}`}
      />
      <span key={messages} className="num tn flash">
        {lastText}
      </span>
      <Change change={change} />
    </span>
  );
}

/** What the board does not know, so that its figures are not taken for more than they are. */
function Missing({ board }: { readonly board: BoardState }) {
  const { skipped, beyond } = board;
  if (skipped + beyond === 0) return null;
  return (
    <p className="flex-none border-t border-border-1 px-3 py-1.5 text-11 text-warning">
      {skipped > 0
        ? `${formatCount(skipped)} messages came too fast and are not in these figures. `
        : ''}
      {beyond > 0 ? `${formatCount(beyond)} are of others than the first 1,000 followed.` : ''}
    </p>
  );
}

/** The last value of each thing that the messages tell of. */
export function BoardPane({ store }: { readonly store: LiveStore }) {
  const board = useStore(store.view, (state) => state.board);
  const { entries, pair, selected, sources, source } = board;
  const active = entries.findIndex(({ id }) => id === selected);
  return (
    <aside className="side" aria-label="Board">
      <div className="bar">
        <h2>Board</h2>
        {sources.length > 1 ? (
          <Select
            label="Subscription on the board"
            mono
            className="grow"
            value={String(source)}
            options={sources.map(({ id, label }) => ({ value: String(id), label }))}
            onChange={(value) => store.followOnBoard(Number(value))}
          />
        ) : (
          <span className="count ell grow">{pair === null ? '' : `by ${cellText(pair.id)}`}</span>
        )}
        <Select
          label="Order of the board"
          className="w-32 flex-none"
          value={board.sort}
          options={sorts}
          onChange={store.sortBoard}
        />
      </div>
      {pair === null ? null : (
        <div
          className={classNames(
            'h-6 flex-none border-b border-border-1 bg-surface-3 px-3 text-11 text-text-3',
            columns,
          )}
        >
          <span className="ell">{cellText(pair.id)}</span>
          <span>{windowText(board.window)}</span>
          <span className="num ell">{cellText(pair.value)}</span>
          <span className="num">change</span>
        </div>
      )}
      <VirtualList
        label={pair === null ? 'Board' : `Last ${cellText(pair.value)} by ${cellText(pair.id)}`}
        count={entries.length}
        active={active}
        onActiveChange={(index) => store.selectOnBoard(entries[index]?.id ?? null)}
        rowKey={(index) => entries[index]?.id ?? ''}
        renderRow={(index) => {
          const entry = entries[index];
          return entry === undefined ? null : (
            <Entry entry={entry} store={store} window={board.window} />
          );
        }}
        empty={
          <EmptyState icon={ChartSpline} title="Nothing to follow yet">
            Channels whose JSON has an id and a number, such as product_id and price, appear here
            with their last values
          </EmptyState>
        }
      />
      <Missing board={board} />
      {selected === null || pair === null ? null : (
        <BoardDetail store={store} id={selected} valueName={pair.value} />
      )}
    </aside>
  );
}

import { ArrowDown } from 'lucide-react';
import { useStore } from 'zustand';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/Icon.tsx';
import type { KeySort } from '../arena/key-figures.ts';
import type { KeysStore } from '../keys-store.ts';
import { columnOrder, columnTitles, columnWidths, useListColumns } from './list-columns.ts';

const orderWords: Readonly<Record<KeySort, string>> = {
  name: 'By name',
  ttl: 'By TTL, soonest first',
  size: 'By size, largest first',
};

function SortHead({
  store,
  sort,
  className,
}: {
  readonly store: KeysStore;
  readonly sort: KeySort;
  readonly className: string;
}) {
  const keySort = useStore(store, (state) => state.keySort);
  const isOn = keySort === sort;
  return (
    <button
      type="button"
      className={classNames(
        'flex items-center gap-0.5 hover:text-text-1',
        isOn && 'text-text-1',
        className,
      )}
      title={orderWords[sort]}
      aria-pressed={isOn}
      onClick={() => store.setKeySort(sort)}
    >
      {isOn ? <Icon icon={ArrowDown} size={12} /> : null}
      {sort === 'name' ? 'Name' : columnTitles[sort]}
    </button>
  );
}

/** Heads the columns, where there are any beside the name; a click sorts by what is known of one. */
export function ColumnHead({ store }: { readonly store: KeysStore }) {
  const columns = useListColumns();
  const shown = columnOrder.filter((column) => column !== 'type' && columns.includes(column));
  if (shown.length === 0) return null;
  return (
    <div
      role="group"
      aria-label="Sort keys"
      className="flex h-6 flex-none items-center gap-1.5 border-b border-border-1 bg-surface-3 pr-5.5 pl-6 text-11 font-medium text-text-3"
    >
      <SortHead store={store} sort="name" className="grow" />
      {shown.map((column) => {
        if (column === 'type') return null;
        const place = `flex-none justify-end ${columnWidths[column].className}`;
        return column === 'length' ? (
          <span key={column} className={`flex ${place}`}>
            {columnTitles.length}
          </span>
        ) : (
          <SortHead key={column} store={store} sort={column} className={place} />
        );
      })}
    </div>
  );
}

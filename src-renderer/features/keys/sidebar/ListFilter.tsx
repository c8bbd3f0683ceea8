import { ArrowDownWideNarrow, ListFilter as FilterIcon } from 'lucide-react';
import type { KeyboardEvent, Ref } from 'react';
import { useStore } from 'zustand';
import type { ServerFacts } from '../../../../src-shared/contract/connections.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { formatCount } from '../../../ui/format/count.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import type { MenuEntry } from '../../../ui/menu-entries.ts';
import { SearchField } from '../../../ui/SearchField.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { Select } from '../../../ui/Select.tsx';
import { isGlob } from '../filter-text.ts';
import type { KeysStore } from '../keys-store.ts';
import type { SidebarState } from '../sidebar-state.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { serverTypes } from './server-types.ts';

const ALL = 'all types';

const RESTS = 'The pattern is sent when you stop typing';

/** Which filter is in effect: the one over what is listed, or the server's. */
function effectWords(state: SidebarState): string | null {
  const { text, effect, scope, scan, answer } = state;
  if (effect === 'server' && scope.match !== null)
    return `The server was asked for ${escapeBytes(scope.match)}`;
  if (isGlob(text)) return RESTS;
  if (effect === 'none') return null;
  if (state.answered !== state.needle) return `Looking through ${formatCount(answer.keys)} names`;
  const of = scan.status === 'done' ? 'listed names' : 'names listed so far';
  return `${formatCount(answer.matches)} of ${formatCount(answer.keys)} ${of}; Enter asks the server`;
}

function SortMenu({ store }: { readonly store: KeysStore }) {
  const sort = useStore(store, (state) => state.sort);
  const keySort = useStore(store, (state) => state.keySort);
  const mode = useStore(store, (state) => state.mode);
  const keys = `keys by ${keySort === 'ttl' ? 'TTL' : keySort}`;
  const label = mode === 'list' ? `Sorted: ${keys}` : `Folders sorted by ${sort}, ${keys}`;
  const folders: MenuEntry = {
    kind: 'radio',
    label: 'Folders',
    value: sort,
    options: [
      { value: 'count', label: 'By number of keys' },
      { value: 'name', label: 'By name' },
    ],
    onChange: (value) => store.setSort(value === 'name' ? 'name' : 'count'),
  };
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={ArrowDownWideNarrow} label={label} />}
      entries={[
        ...(mode === 'list' ? [] : [folders]),
        {
          kind: 'radio',
          label: 'Keys',
          value: keySort,
          options: [
            { value: 'name', label: 'By name' },
            { value: 'ttl', label: 'By TTL, where it is known' },
            { value: 'size', label: 'By size, where it is known' },
          ],
          onChange: (value) =>
            store.setKeySort(value === 'ttl' || value === 'size' ? value : 'name'),
        },
      ]}
    />
  );
}

export interface ListFilterProps {
  readonly store: KeysStore;
  readonly facts: ServerFacts | null;
  readonly field: Ref<HTMLInputElement>;
  /** ↓ leads to the rows. */
  readonly onLeave: () => void;
}

export function ListFilter({ store, facts, field, onLeave }: ListFilterProps) {
  const state = useStore(store);
  const { text, type, mode } = state;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') store.submitText();
    else if (event.key === 'ArrowDown') onLeave();
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex flex-none flex-col gap-1.5 border-b border-border-1 px-3 py-2">
      <SearchField
        ref={field}
        label="Filter keys"
        placeholder="Part of a name, or a:*:b"
        mono
        icon={FilterIcon}
        value={text}
        onChange={store.setText}
        onKeyDown={onKeyDown}
        hint={effectWords(state)}
      />
      <div className="flex items-center gap-1.5">
        <Select
          label="Type"
          className="w-28"
          value={type ?? ALL}
          options={[{ value: ALL, label: 'All types' }, ...serverTypes(facts)]}
          onChange={(value) => store.setType(value === ALL ? null : value)}
        />
        <span className="grow" />
        <Segmented
          label="Show keys as"
          value={mode}
          segments={[
            { value: 'tree', label: 'Tree' },
            { value: 'list', label: 'List' },
          ]}
          onChange={store.setMode}
        />
        <SortMenu store={store} />
        <ColumnsMenu store={store} />
      </div>
    </div>
  );
}

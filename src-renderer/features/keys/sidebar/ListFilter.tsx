import { ArrowDownWideNarrow, ListFilter as FilterIcon } from 'lucide-react';
import type { KeyboardEvent, Ref } from 'react';
import { useStore } from 'zustand';
import type { ServerFacts } from '../../../../src-shared/contract/connections.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { updateSettings } from '../../../app/app-actions.ts';
import { useClient } from '../../../client/client-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatCount } from '../../../ui/format/count.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import type { MenuEntry } from '../../../ui/menu-entries.ts';
import { SearchField } from '../../../ui/SearchField.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { Select } from '../../../ui/Select.tsx';
import { isGlob } from '../../../lib/name-pattern.ts';
import type { KeysStore } from '../keys-store.ts';
import type { FilterMode, SidebarState } from '../sidebar-state.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { serverTypes } from './server-types.ts';

const ALL = 'all types';

const modes: readonly { readonly value: FilterMode; readonly label: string }[] = [
  { value: 'part', label: 'Part' },
  { value: 'glob', label: 'Pattern' },
  { value: 'regex', label: 'Regex' },
  { value: 'exact', label: 'Exact' },
];

const placeholders: Readonly<Record<FilterMode, string>> = {
  part: 'Part of a name, or a:*:b',
  glob: 'a:*:b, a?, [abc]',
  regex: String.raw`^user:\d+$`,
  exact: 'A whole name',
};

/** What the filter leaves, and of how many names. */
function listedWords({ scan, answer }: SidebarState): string {
  const { matches, cutAfter, keys } = answer;
  if (cutAfter !== null)
    return `Took too long: ${formatCount(matches)} in the first ${formatCount(cutAfter)} of ${formatCount(keys)} listed names. Write it simpler`;
  const of = scan.status === 'done' ? 'listed names' : 'names listed so far';
  return `${formatCount(matches)} of ${formatCount(keys)} ${of}`;
}

/** Which filter is in effect: the one over what is listed, or the server's. */
function effectWords(state: SidebarState): string | null {
  const { effect, scope, answer, lookup } = state;
  if (effect === 'none') return null;
  const words =
    effect === 'server' && scope.match !== null
      ? `The server was asked for ${escapeBytes(scope.match)}`
      : state.answered === state.needle
        ? listedWords(state)
        : `Looking through ${formatCount(answer.keys)} names`;
  return lookup === null ? words : `${words}. ${lookup}`;
}

/** The way to what is not listed: the server is asked only when one says so. */
function AskServer({ store }: { readonly store: KeysStore }) {
  const effect = useStore(store, (state) => state.effect);
  const filterMode = useStore(store, (state) => state.filterMode);
  const filterProblem = useStore(store, (state) => state.filterProblem);
  const text = useStore(store, (state) => state.text);
  if (effect !== 'listed' || filterProblem !== null) return null;
  if (filterMode === 'exact' || filterMode === 'regex')
    return (
      <span className="hint">
        {filterMode === 'exact'
          ? 'Looked up on the server too'
          : 'Over what is listed: the server knows no regular expressions'}
      </span>
    );
  const what = filterMode === 'glob' || isGlob(text) ? 'pattern' : 'text';
  return (
    <Button size="sm" keys="enter" className="self-start" onClick={store.submitText}>
      {`Scan the server for this ${what}`}
    </Button>
  );
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
  // Each by itself: while a scan runs, ten times a second something else is another.
  const text = useStore(store, (state) => state.text);
  const type = useStore(store, (state) => state.type);
  const mode = useStore(store, (state) => state.mode);
  const filterMode = useStore(store, (state) => state.filterMode);
  const filterProblem = useStore(store, (state) => state.filterProblem);
  const hint = useStore(store, effectWords);
  const client = useClient();
  const onMode = (listFilter: FilterMode): void => {
    store.setFilterMode(listFilter);
    void updateSettings(client, { listFilter });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') store.submitText();
    else if (event.key === 'ArrowDown') onLeave();
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex flex-none flex-col gap-1.5 border-b border-border-1 px-3 py-2">
      <div className="flex items-start gap-1.5">
        <SearchField
          ref={field}
          className="grow"
          label="Filter keys"
          placeholder={placeholders[filterMode]}
          mono
          icon={FilterIcon}
          value={text}
          onChange={store.setText}
          onKeyDown={onKeyDown}
          error={filterProblem}
          hint={hint}
        />
        <Select
          label="Read the filter as"
          className="w-20 flex-none"
          value={filterMode}
          options={modes}
          onChange={onMode}
        />
      </div>
      <AskServer store={store} />
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

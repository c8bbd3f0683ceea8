import {
  Columns3,
  Eraser,
  ListFilter,
  PanelRightClose,
  PanelRightOpen,
  Pause,
  Play,
} from 'lucide-react';
import type { Ref } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import type { MenuEntry } from '../../ui/menu-entries.ts';
import { SearchField } from '../../ui/SearchField.tsx';
import type { Columns } from './live-state.ts';
import type { LiveStore } from './live-store.ts';
import { cellText } from './row-text.ts';

const OFFERED_FIELDS = 20;

function columnEntries({ fields, known, isChosen }: Columns, store: LiveStore): MenuEntry[] {
  const offered = [...new Set([...fields, ...known])].slice(0, OFFERED_FIELDS);
  return [
    { kind: 'label', label: 'Fields as columns' },
    ...offered.map((name): MenuEntry => ({
      kind: 'check',
      label: cellText(name),
      checked: fields.includes(name),
      onChange: (isShown) =>
        store.chooseColumns(isShown ? [...fields, name] : fields.filter((field) => field !== name)),
    })),
    { kind: 'separator' },
    {
      label: 'As the messages suggest',
      disabledReason: isChosen ? null : 'they are',
      onSelect: () => store.chooseColumns(null),
    },
  ];
}

export function StreamToolbar({
  store,
  filterField,
  onTogglePause,
  hasBoard,
  onBoard,
}: {
  readonly store: LiveStore;
  readonly filterField: Ref<HTMLInputElement>;
  readonly onTogglePause: () => void;
  readonly hasBoard: boolean;
  readonly onBoard: (isShown: boolean) => void;
}) {
  const filterText = useStore(store.view, (state) => state.filterText);
  const columns = useStore(store.view, (state) => state.columns);
  const isPaused = useStore(store.view, (state) => state.hold?.why === 'paused');
  return (
    <div className="bar">
      <SearchField
        ref={filterField}
        className="grow"
        label="Filter the messages"
        keys="/"
        placeholder={'text or field test: shop != "volthub" and price > 1000'}
        icon={ListFilter}
        mono
        value={filterText}
        onChange={(text) => void store.setFilter(text)}
      />
      <Button
        size="sm"
        icon={isPaused ? Play : Pause}
        keys="space"
        aria-pressed={isPaused}
        onClick={onTogglePause}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <Menu
        align="end"
        trigger={<IconButton icon={Columns3} label="Columns" />}
        entries={columnEntries(columns, store)}
      />
      <IconButton icon={Eraser} label="Clear the list" onClick={store.clear} />
      <IconButton
        icon={hasBoard ? PanelRightClose : PanelRightOpen}
        label={hasBoard ? 'Hide the board' : 'Show the board'}
        onClick={() => onBoard(!hasBoard)}
      />
    </div>
  );
}

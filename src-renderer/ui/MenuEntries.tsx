import { Check, ChevronRight } from 'lucide-react';
import { assertNever } from '../../src-shared/result.ts';
import type { ContextMenu as RadixContext, DropdownMenu as RadixDropdown } from 'radix-ui';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import { Kbd } from './Kbd.tsx';
import type { MenuCheck, MenuEntry, MenuItem, MenuRadio, MenuSub } from './menu-entries.ts';

/** The dropdown's and the context menu's parts have the same props, but work only inside their own root. */
export type MenuParts = typeof RadixDropdown | typeof RadixContext;

interface PartProps<Entry> {
  readonly parts: MenuParts;
  readonly entry: Entry;
}

function End({ item }: { readonly item: MenuItem }) {
  const reason = item.disabledReason ?? null;
  if (reason !== null) return <span className="end">{reason}</span>;
  if (item.keys !== undefined)
    return (
      <span className="end">
        <Kbd keys={item.keys} />
      </span>
    );
  return item.note === undefined ? null : <span className="end">{item.note}</span>;
}

function Item({ parts: Menu, entry }: PartProps<MenuItem>) {
  return (
    <Menu.Item
      className={classNames('mi', entry.danger === true && 'dgr')}
      disabled={typeof entry.disabledReason === 'string'}
      onSelect={entry.onSelect}
    >
      {entry.mark}
      {entry.icon === undefined ? null : <Icon icon={entry.icon} />}
      <span className="ell">{entry.label}</span>
      <End item={entry} />
    </Menu.Item>
  );
}

function CheckRow({ parts: Menu, entry }: PartProps<MenuCheck>) {
  return (
    <Menu.CheckboxItem
      className="mi"
      checked={entry.checked}
      disabled={typeof entry.disabledReason === 'string'}
      onCheckedChange={entry.onChange}
      onSelect={(event) => {
        // Several are set one after another: the menu stays.
        event.preventDefault();
      }}
    >
      <span className="w-3.5 flex-none">
        <Menu.ItemIndicator>
          <Icon icon={Check} />
        </Menu.ItemIndicator>
      </span>
      <span className="ell">{entry.label}</span>
      {typeof entry.disabledReason === 'string' ? (
        <span className="end">{entry.disabledReason}</span>
      ) : null}
    </Menu.CheckboxItem>
  );
}

function Radio({ parts: Menu, entry }: PartProps<MenuRadio>) {
  return (
    <Menu.RadioGroup value={entry.value} onValueChange={entry.onChange} aria-label={entry.label}>
      <Menu.Label className="menu-label sec">{entry.label}</Menu.Label>
      {entry.options.map((option) => (
        <Menu.RadioItem key={option.value} className="mi" value={option.value}>
          <span className="w-3.5 flex-none">
            <Menu.ItemIndicator>
              <Icon icon={Check} />
            </Menu.ItemIndicator>
          </span>
          <span className="ell">{option.label}</span>
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

function Sub({ parts: Menu, entry }: PartProps<MenuSub>) {
  return (
    <Menu.Sub>
      <Menu.SubTrigger className="mi">
        {entry.icon === undefined ? null : <Icon icon={entry.icon} />}
        <span className="ell">{entry.label}</span>
        <span className="end">
          <Icon icon={ChevronRight} size={12} />
        </span>
      </Menu.SubTrigger>
      <Menu.Portal>
        <Menu.SubContent className="pop menu" collisionPadding={8}>
          <MenuEntries parts={Menu} entries={entry.entries} />
        </Menu.SubContent>
      </Menu.Portal>
    </Menu.Sub>
  );
}

export function MenuEntries({
  parts,
  entries,
}: {
  readonly parts: MenuParts;
  readonly entries: readonly MenuEntry[];
}) {
  return entries.map((entry, index) => {
    // Entries have no other identity, and the list is made anew each time a menu opens.
    const key = `${index} ${entry.kind === 'separator' ? '' : entry.label}`;
    switch (entry.kind) {
      case 'separator':
        return <parts.Separator key={key} className="msep" />;
      case 'label':
        return (
          <parts.Label key={key} className="menu-label sec">
            {entry.label}
          </parts.Label>
        );
      case 'check':
        return <CheckRow key={key} parts={parts} entry={entry} />;
      case 'radio':
        return <Radio key={key} parts={parts} entry={entry} />;
      case 'sub':
        return <Sub key={key} parts={parts} entry={entry} />;
      case 'item':
      case undefined:
        return <Item key={key} parts={parts} entry={entry} />;
      default:
        return assertNever(entry);
    }
  });
}

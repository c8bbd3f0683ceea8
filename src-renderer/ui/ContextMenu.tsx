import { ContextMenu as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import type { MenuEntry } from './menu-entries.ts';
import { MenuEntries } from './MenuEntries.tsx';

export interface ContextMenuProps {
  /** The area, one element. In a list the row is made active first (its onContextMenu), then this opens. */
  readonly children: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly disabled?: boolean | undefined;
}

/** The menu of the right button and of the menu key. */
export function ContextMenu({ children, entries, disabled = false }: ContextMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild disabled={disabled || entries.length === 0}>
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="pop menu" collisionPadding={8}>
          <MenuEntries parts={Radix} entries={entries} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

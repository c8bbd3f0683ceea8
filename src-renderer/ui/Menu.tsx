import { DropdownMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import type { MenuEntry } from './menu-entries.ts';
import { MenuEntries } from './MenuEntries.tsx';

export interface MenuProps {
  /** One button: a Button or an IconButton. */
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'center' | 'end' | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left' | undefined;
  readonly onOpenChange?: ((isOpen: boolean) => void) | undefined;
}

export function Menu({
  trigger,
  entries,
  align = 'start',
  side = 'bottom',
  onOpenChange,
}: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} onOpenChange={(isOpen) => onOpenChange?.(isOpen)}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="pop menu"
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
        >
          <MenuEntries parts={DropdownMenu} entries={entries} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

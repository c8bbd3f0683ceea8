import { ContextMenu as Radix } from 'radix-ui';
import type { MouseEvent, ReactElement } from 'react';
import type { MenuEntry } from './menu-entries.ts';
import { MenuEntries } from './MenuEntries.tsx';

export interface ContextMenuProps {
  /** The area, one element. */
  readonly children: ReactElement;
  /** Before it opens: a list makes the row active. preventDefault() opens nothing. */
  readonly onContextMenu?: ((event: MouseEvent) => void) | undefined;
  readonly entries: readonly MenuEntry[];
}

/** The menu of the right button and of the menu key. */
export function ContextMenu({ children, entries, onContextMenu }: ContextMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild onContextMenu={(event) => onContextMenu?.(event)}>
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

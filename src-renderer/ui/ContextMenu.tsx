import { ContextMenu as Radix } from 'radix-ui';
import type { KeyboardEvent, MouseEvent, ReactElement } from 'react';
import type { MenuEntry } from './menu-entries.ts';
import { isMenuKey, openMenuOf } from './menu-key.ts';
import { MenuEntries } from './MenuEntries.tsx';

export interface ContextMenuProps {
  /** The area, one element. */
  readonly children: ReactElement;
  /** Before it opens: a list makes the row active. preventDefault() opens nothing. */
  readonly onContextMenu?: ((event: MouseEvent) => void) | undefined;
  readonly entries: readonly MenuEntry[];
}

/** Rows are not focused themselves: the one that has the keyboard is named by what has the focus. */
function onKeyDown(event: KeyboardEvent): void {
  const { target, currentTarget } = event;
  if (event.defaultPrevented || !isMenuKey(event)) return;
  const isTyped = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (isTyped || !(target instanceof Element)) return;
  const active = currentTarget.getAttribute('aria-activedescendant');
  openMenuOf((active === null ? null : document.getElementById(active)) ?? target);
  event.preventDefault();
  event.stopPropagation();
}

/** The menu of the right button, of the menu key, ⇧F10 and `.`. */
export function ContextMenu({ children, entries, onContextMenu }: ContextMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger
        asChild
        onContextMenu={(event) => onContextMenu?.(event)}
        onKeyDown={onKeyDown}
      >
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

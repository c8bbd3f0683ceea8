import { useEffect } from 'react';
import { isMac, isModKey } from '../ui/platform.ts';

/** Whether this key press is the shortcut `mod+shift+l`. */
export function matchesShortcut(event: KeyboardEvent, shortcut: string): boolean {
  const parts = shortcut.toLowerCase().split('+');
  const key = parts.at(-1);
  const wantsCtrl = parts.includes('ctrl') || (!isMac && parts.includes('mod'));
  if (parts.includes('mod') && !isModKey(event)) return false;
  return (
    event.key.toLowerCase() === key &&
    event.shiftKey === parts.includes('shift') &&
    event.altKey === parts.includes('alt') &&
    event.ctrlKey === wantsCtrl &&
    event.metaKey === (isMac && parts.includes('mod'))
  );
}

/** Runs the first command whose shortcut is pressed, wherever the focus is. */
export function useShortcuts(
  commands: readonly { readonly keys?: string; readonly run: () => void }[],
): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const command = commands.find(
        ({ keys }) => keys !== undefined && matchesShortcut(event, keys),
      );
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [commands]);
}

import { type RefObject, useEffect, useMemo } from 'react';
import { isTextField } from '../ui/is-text-field.ts';
import { isMac, isModKey } from '../ui/platform.ts';
import { useLatest } from '../ui/use-latest.ts';
import type { Command } from './feature.ts';

/** Whether this key press is the shortcut `mod+shift+l`. */
export function matchesShortcut(event: KeyboardEvent, shortcut: string): boolean {
  // "mod++" is the plus key; where it needs shift, its key without shift is meant as well.
  const isPlus = shortcut.endsWith('++');
  const parts = (isPlus ? shortcut.slice(0, -2) : shortcut).toLowerCase().split('+');
  const isKey = isPlus
    ? event.key === '+' || event.key === '='
    : event.key.toLowerCase() === parts.at(-1);
  const wantsCtrl = parts.includes('ctrl') || (!isMac && parts.includes('mod'));
  if (parts.includes('mod') && !isModKey(event)) return false;
  return (
    isKey &&
    (isPlus || event.shiftKey === parts.includes('shift')) &&
    event.altKey === parts.includes('alt') &&
    event.ctrlKey === wantsCtrl &&
    event.metaKey === (isMac && parts.includes('mod'))
  );
}

/** Whether the keys go into a text field. */
export function isTyping(): boolean {
  return isTextField(document.activeElement);
}

/** Runs the first command whose shortcut is pressed, wherever the focus is. */
export function useShortcuts(commands: readonly Pick<Command, 'keys' | 'when' | 'run'>[]): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const command = commands.find(
        ({ keys, when }) =>
          keys !== undefined && matchesShortcut(event, keys) && when?.() !== false,
      );
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [commands]);
}

/** What the keys do in a view that lists and filters: `/` leads to its filter, mod+R reads it again. */
export function useListingKeys(
  field: RefObject<HTMLInputElement | null>,
  readAgain?: () => void,
): void {
  const canRead = readAgain !== undefined;
  const read = useLatest(() => readAgain?.());
  useShortcuts(
    useMemo(
      () => [
        {
          keys: '/',
          when: () => !isTyping(),
          run: () => {
            field.current?.focus();
            field.current?.select();
          },
        },
        ...(canRead ? [{ keys: 'mod+r', run: read }] : []),
      ],
      [field, canRead, read],
    ),
  );
}

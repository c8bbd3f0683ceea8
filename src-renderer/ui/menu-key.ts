import { isMac } from './platform.ts';

interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/**
 * Whether a key asks for the menu of what has the keyboard. `.` does everywhere; of the menu key and ⇧F10 the system makes
 * an event of its own, but not on macOS.
 */
export function isMenuKey(event: Key, mac: boolean = isMac): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === '.') return !event.shiftKey;
  return mac && (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey));
}

/** Opens the context menu of an element as a click with the right button on its beginning would. */
export function openMenuOf(element: Element): void {
  const { left, bottom } = element.getBoundingClientRect();
  element.dispatchEvent(
    new MouseEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      clientX: left + 24,
      clientY: bottom,
    }),
  );
}

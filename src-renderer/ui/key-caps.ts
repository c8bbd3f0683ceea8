import { isMac } from './platform.ts';

const macCaps: Readonly<Record<string, string>> = {
  mod: '⌘',
  ctrl: '⌃',
  alt: '⌥',
  shift: '⇧',
  backspace: '⌫',
};
const otherCaps: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  ctrl: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  backspace: 'Del',
};
const sharedCaps: Readonly<Record<string, string>> = {
  enter: '↵',
  escape: 'Esc',
  esc: 'Esc',
  space: 'Space',
  tab: 'Tab',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
};

/** The caps of a shortcut: `mod+shift+c` is ⌘ ⇧ C on macOS and Ctrl Shift C elsewhere. */
export function keyCaps(shortcut: string, mac: boolean = isMac): string[] {
  // "mod++" is the plus key.
  const parts = shortcut.endsWith('++')
    ? [...shortcut.slice(0, -2).split('+'), '+']
    : shortcut.length > 1
      ? shortcut.split('+')
      : [shortcut];
  return parts.map((part) => {
    const name = part.toLowerCase();
    const own = (mac ? macCaps : otherCaps)[name];
    return own ?? sharedCaps[name] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
}

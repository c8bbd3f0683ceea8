import { expect, test } from 'vitest';
import { isMenuKey } from './menu-key.ts';

const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

test('a dot asks for the menu everywhere, the keys of the system where it does nothing with them', () => {
  for (const mac of [true, false]) {
    expect(isMenuKey({ ...plain, key: '.' }, mac)).toBe(true);
    expect(isMenuKey({ ...plain, key: '.', metaKey: true }, mac)).toBe(false);
    expect(isMenuKey({ ...plain, key: 'F10' }, mac)).toBe(false);
    expect(isMenuKey({ ...plain, key: 'F10', shiftKey: true }, mac)).toBe(mac);
    expect(isMenuKey({ ...plain, key: 'ContextMenu' }, mac)).toBe(mac);
  }
});

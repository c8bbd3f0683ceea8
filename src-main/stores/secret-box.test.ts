import { afterEach, describe, expect, test, vi } from 'vitest';
import { createSecretBox } from './secret-box.ts';

const electron = vi.hoisted(() => ({ backend: 'gnome_libsecret', available: true }));
vi.mock('electron', () => ({
  safeStorage: {
    isEncryptionAvailable: () => electron.available,
    getSelectedStorageBackend: () => electron.backend,
    encryptString: (plain: string) => Buffer.from(plain).reverse(),
    decryptString(stored: Buffer) {
      if (stored.length === 0) throw new Error('Error while decrypting the ciphertext');
      return Buffer.from(stored).reverse().toString();
    },
  },
}));

const { platform } = process;
const on = (name: string): void => {
  Object.defineProperty(process, 'platform', { value: name });
};
afterEach(() => on(platform));

describe('where a secret would be kept', () => {
  test.each([
    ['linux', 'gnome_libsecret', true, true],
    ['linux', 'kwallet6', true, true],
    ['linux', 'basic_text', true, false],
    ['linux', 'unknown', true, false],
    ['linux', 'gnome_libsecret', false, false],
    ['darwin', '', true, true],
    ['win32', '', false, false],
  ])('on %s with %s (encryption %s): protected %s', (name, backend, available, isProtected) => {
    on(name);
    electron.backend = backend;
    electron.available = available;
    const status = createSecretBox().status();
    expect(status.available).toBe(isProtected);
    expect(status.backend).toBe(name === 'linux' ? backend : name);
    expect(status.reason).toMatch(isProtected ? /keychain$/ : /until Redstart quits/);
  });
});

test('what was encrypted comes back; what cannot be read is null, not an error', () => {
  const box = createSecretBox();
  expect(box.decrypt(box.encrypt('pässword'))).toBe('pässword');
  expect(box.decrypt('')).toBeNull();
});

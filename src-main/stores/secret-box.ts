import { safeStorage } from 'electron';

export interface SecretBox {
  /** Where secrets would be protected, or why they cannot be: said to the user as it is. */
  status(): { readonly available: boolean; readonly backend: string; readonly reason: string };
  encrypt(plain: string): string;
  /** null when the key is another one now (other desktop, other computer, other build). */
  decrypt(stored: string): string | null;
}

/**
 * The operating system's keyring by Electron's safeStorage. On Linux without one, Chromium would "encrypt" with a password
 * that everybody knows: that counts as not available.
 */
export function createSecretBox(): SecretBox {
  const backend = (): string =>
    process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform;
  return {
    status() {
      const name = backend();
      const available =
        safeStorage.isEncryptionAvailable() && name !== 'basic_text' && name !== 'unknown';
      return {
        available,
        backend: name,
        reason: available
          ? 'Passwords are kept in the system keychain'
          : 'No system keychain was found: passwords are kept until Redstart quits. ' +
            'Start it with --password-store=gnome-libsecret if you have one',
      };
    },
    encrypt: (plain) => safeStorage.encryptString(plain).toString('base64'),
    decrypt(stored) {
      try {
        return safeStorage.decryptString(Buffer.from(stored, 'base64'));
      } catch {
        return null;
      }
    },
  };
}

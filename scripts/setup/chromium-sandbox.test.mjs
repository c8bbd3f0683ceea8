import { describe, expect, it } from 'vitest';
import { judgeSandbox } from './chromium-sandbox.mjs';

const open = {
  platform: 'linux',
  uid: 1000,
  helper: '/r/.cache/electron/chrome-sandbox',
  helperWorks: false,
  namespacesAllowed: true,
  namespacesWork: true,
};

describe('judgeSandbox', () => {
  it.each([
    ['an ordinary user with namespaces', {}, 'on'],
    ['no command to try namespaces with', { namespacesWork: null }, 'on'],
    ['namespaces turned off by a setting', { namespacesAllowed: false }, 'blocked'],
    ['namespaces refused by a container', { namespacesWork: false }, 'blocked'],
    ['no namespaces, but the helper', { namespacesAllowed: false, helperWorks: true }, 'on'],
    ['root', { uid: 0, helperWorks: true }, 'root'],
    ['macOS', { platform: 'darwin', namespacesAllowed: false, namespacesWork: null }, 'on'],
    ['Windows', { platform: 'win32', uid: null, namespacesWork: null }, 'on'],
  ])('%s', (_name, facts, state) => {
    expect(judgeSandbox({ ...open, ...facts }).state).toBe(state);
  });

  it('says exactly what to run when it is blocked', () => {
    const { fix } = judgeSandbox({ ...open, namespacesAllowed: false });
    expect(fix.join('\n')).toContain(
      "sudo chown root:root '/r/.cache/electron/chrome-sandbox' && sudo chmod 4755 '/r/.cache/electron/chrome-sandbox'",
    );
  });
});

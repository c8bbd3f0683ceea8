import { describe, expect, it } from 'vitest';
import { holdsAll, npmReason } from './npm-packages.mjs';

const lock = {
  packages: {
    '': { name: 'redstart' },
    'scripts/node': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/a/node_modules/b': { version: '2.0.0', integrity: 'sha512-b' },
    'node_modules/other-system': { version: '3.0.0', optional: true },
  },
};
const without = (path) =>
  Object.fromEntries(Object.entries(lock.packages).filter(([name]) => name !== path));
const installed = { packages: without('node_modules/other-system') };

describe('holdsAll', () => {
  it('takes a complete install, with or without what is for other systems', () => {
    expect(holdsAll(lock, installed)).toBe(true);
    expect(holdsAll(lock, lock)).toBe(true);
  });

  it.each([
    ['no install', null],
    ['a package that is missing', { packages: without('node_modules/a/node_modules/b') }],
    [
      'another version',
      { packages: { ...installed.packages, 'node_modules/a': { version: '1.0.1' } } },
    ],
    [
      'another content',
      {
        packages: { ...installed.packages, 'node_modules/a': { version: '1.0.0', integrity: 'x' } },
      },
    ],
    [
      'a package too many',
      { packages: { ...installed.packages, 'node_modules/z': { version: '1.0.0' } } },
    ],
  ])('does not take %s', (_name, found) => {
    expect(holdsAll(lock, found)).toBe(false);
  });
});

describe('npmReason', () => {
  it('keeps what went wrong and leaves the usage text out', () => {
    const output = `npm warn EBADENGINE x
npm error code EUSAGE
npm error
npm error errno EX
npm error     at Fetch (x.js:1:2)
npm error Missing: a@1.0.0 from lock file
npm error Clean install a project
npm error Usage:
npm error npm ci
npm error A complete log of this run can be found in: /home/u/.npm/_logs/x.log`;
    expect(npmReason(output)).toEqual(['code EUSAGE', 'Missing: a@1.0.0 from lock file']);
  });

  it('is short', () => {
    const reason = npmReason(
      Array.from({ length: 50 }, (_, n) => `npm error line ${n}`).join('\n'),
    );
    expect(reason).toHaveLength(9);
    expect(reason.at(-1)).toBe('and 42 lines more');
  });
});

import { join, relative, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentSecurityPolicy, resolveAsset } from './app-protocol.ts';

const root = resolve('/srv/redstart/renderer');
const at = (path: string): string | null => resolveAsset(root, `app://redstart${path}`);

describe('a file of ours', () => {
  test.each([
    ['/', 'index.html'],
    ['/.', 'index.html'],
    ['/assets/..', 'index.html'],
    ['/%2e%2e', 'index.html'],
    ['/index.html', 'index.html'],
    ['/assets/main-abc.js', 'assets/main-abc.js'],
    ['/assets/a%20b.css', 'assets/a b.css'],
    ['/assets/main.js?v=1#top', 'assets/main.js'],
    ['/assets/./main.js', 'assets/main.js'],
    ['/assets/../index.html', 'index.html'],
    ['/../../index.html', 'index.html'],
  ])('%s', (path, file) => {
    expect(at(path)).toBe(join(root, file));
  });
});

describe('nothing', () => {
  test.each([
    '/%2e%2e%2fsecret',
    '/..%2fsecret',
    '/%2e%2e/%2e%2e%2fsecret',
    '/assets/..%2f..%2f..%2fetc/passwd',
    '/assets%2f..%2f..%2f..%2fetc%2fpasswd',
    '/%00',
    '/index.html%00.js',
    '/%',
    '/%ff',
    '/%c0%ae%c0%ae/secret',
    '',
    '/assets/..%2f',
  ])('%s', (path) => {
    expect(at(path)).toBeNull();
  });

  test.each([
    'app://other/index.html',
    'app://redstart.example/index.html',
    'app://redstart:8080/index.html',
    'app://user@redstart.example/',
    'app:///index.html',
    'file:///etc/passwd',
    'https://redstart/index.html',
    'http://redstart/',
    'data:text/html,x',
    'not a url',
    '',
  ])('of another place: %s', (url) => {
    expect(resolveAsset(root, url)).toBeNull();
  });

  test.each([
    '/..%5c..%5csecret',
    '/assets\\..\\..\\..\\secret',
    '/C:%5cWindows',
    '//server/share',
  ])('written as on Windows, %s stays inside as well', (path) => {
    const file = at(path);
    expect(file === null || file.startsWith(root + sep)).toBe(true);
  });
});

test('whatever is asked for, it is inside the folder or nothing', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '',
      '/',
      '\\',
      '%2e',
      '%2e%2e',
      '%2f',
      '%5c',
      '%00',
      '%',
      'a',
      'index.html',
      '?',
      '#',
      '@',
      ':',
    ),
    fc.string(),
  );
  const path = fc
    .array(part, { maxLength: 12 })
    .chain((parts) => fc.constantFrom('', '/').map((between) => parts.join(between)));
  const prefix = fc.constantFrom('app://redstart/', 'app://redstart', 'app://', 'file:///', '');
  fc.assert(
    fc.property(prefix, path, (start, rest) => {
      const file = resolveAsset(root, start + rest);
      if (file === null) return;
      expect(resolve(file)).toBe(file);
      expect(relative(root, file).split(sep)[0]).not.toBe('..');
      expect(file.startsWith(root + sep)).toBe(true);
      expect(file).not.toContain('\0');
    }),
    { numRuns: 2_000 },
  );
});

describe('the policy', () => {
  const rules = new Map(
    contentSecurityPolicy('bm9uY2U=')
      .split('; ')
      .map((rule): [string, string] => {
        const [name = '', ...values] = rule.split(' ');
        return [name, values.join(' ')];
      }),
  );

  test('is exactly this', () => {
    expect(Object.fromEntries(rules)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'worker-src': "'self'",
      'style-src': "'self' 'nonce-bm9uY2U='",
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'none'",
      'frame-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'object-src': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': 'redstart-worker',
    });
  });

  test('lets nothing in from elsewhere and runs nothing that is written into the page', () => {
    for (const values of rules.values()) {
      expect(values).not.toMatch(/unsafe|https?:|\*|blob:/);
      if (values.includes('data:')) expect(values).toBe(rules.get('img-src'));
    }
  });

  test('the nonce is the one given', () => {
    expect(contentSecurityPolicy('one')).toContain("'nonce-one'");
    expect(contentSecurityPolicy('one')).not.toBe(contentSecurityPolicy('two'));
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { assert, property, string } from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceHash } from './build.mjs';
import { cookieFile } from './display.mjs';
import { appEnvironment, electronArguments, whyNoPicture } from './launch.mjs';
import { readOptions, withoutSecrets } from './options.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redstart-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const secretUrl = 'redis://user:pa55@host:6379/2';

describe('readOptions', () => {
  it('opens the sandbox by default', () => {
    expect(readOptions([], {}, folder)).toEqual({ url: null, picture: null });
  });

  it('takes the URL of the command line before that of the environment', () => {
    const env = { REDIS_URL: 'redis://other' };
    expect(readOptions([], env, folder).url).toBe('redis://other');
    expect(readOptions([secretUrl], env, folder).url).toBe(secretUrl);
    expect(readOptions(['--sandbox'], env, folder)).toMatchObject({ url: null, sandbox: true });
    expect(readOptions(['--connect'], env, folder)).toMatchObject({ url: null, connect: true });
  });

  it('means the name of a picture from where the user is', () => {
    expect(readOptions(['--picture', 'x.PNG'], {}, folder).picture).toBe(join(folder, 'x.PNG'));
  });

  it.each([
    [['http://user:pa55@host']],
    [['host:6379']],
    [[secretUrl, '--sandbox']],
    [[secretUrl, secretUrl]],
    [['--sandbox', '--connect']],
    [['--picture']],
    [['--picture', 'x.jpg']],
    [['--picture', 'no/such/folder/x.png']],
    [['--pictures']],
  ])('refuses %j without repeating a password', (args) => {
    expect(() => readOptions(args, {}, folder)).toThrow(/^(?!.*pa55)/);
  });
});

describe('withoutSecrets', () => {
  it('shows where, and neither who nor with what', () => {
    expect(withoutSecrets(secretUrl)).toBe('redis://***@host:6379/2');
    expect(withoutSecrets('rediss://host')).toBe('rediss://host');
    expect(withoutSecrets('redis://host/0?password=pa55')).toBe('redis://host/0');
    expect(withoutSecrets('redis://:p/a@s?s@host')).toBe('the server of that URL');
  });

  it('never shows a password, whatever is in it', () => {
    const secret = string({ minLength: 1, maxLength: 12 }).map((text) => `S3${text}cret`);
    assert(
      property(secret, (password) => {
        expect(withoutSecrets(`redis://u:${password}@host:6379/0`)).not.toContain('S3');
      }),
    );
  });
});

describe('what Electron is started with', () => {
  it('has the URL in the environment, once, and never in an argument', () => {
    const env = appEnvironment(
      { REDIS_URL: secretUrl, ELECTRON_RUN_AS_NODE: '1', HOME: '/h' },
      { url: secretUrl, picture: null },
      { dir: '/stack' },
    );
    expect(env).toEqual({ HOME: '/h', REDSTART_URL: secretUrl, REDSTART_REDIS_STACK: '/stack' });
    expect(electronArguments({ chromiumSandbox: true }).join(' ')).not.toContain('pa55');
  });

  it('asks for the sandbox, the picture, or nothing', () => {
    expect(appEnvironment({}, { url: null, picture: '/p.png' }, null)).toEqual({
      REDSTART_SANDBOX: '1',
      REDSTART_PICTURE: '/p.png',
    });
    expect(appEnvironment({}, { url: null, picture: null, connect: true }, null)).toEqual({});
  });

  it('turns the OS sandbox off only when told to', () => {
    expect(electronArguments({ chromiumSandbox: true })).not.toContain('--no-sandbox');
    expect(electronArguments({ chromiumSandbox: false })).toContain('--no-sandbox');
  });

  it('draws without a graphics card only where there is none', () => {
    const chromiumSandbox = true;
    expect(electronArguments({ chromiumSandbox, inXvfb: true })).toContain('--disable-gpu');
    expect(electronArguments({ chromiumSandbox, inXvfb: false })).not.toContain('--disable-gpu');
  });
});

describe('whyNoPicture', () => {
  it('tells the cases apart', () => {
    const base = { code: 0, signal: null, size: 0, late: false };
    expect(whyNoPicture({ ...base, late: true })).toContain('not filled within 120 seconds');
    expect(whyNoPicture({ ...base, signal: 'SIGSEGV' })).toContain('SIGSEGV');
    expect(whyNoPicture({ ...base, code: 7 })).toContain('ended with 7');
    expect(whyNoPicture(base)).toContain('open already');
  });
});

function write(name, text) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

describe('sourceHash', () => {
  it('changes with a source and not with a test', () => {
    write('src-main/deep/a.ts', '1');
    write('package-lock.json', '{}');
    const before = sourceHash(folder);
    write('src-main/deep/a.test.ts', 'x');
    write('src-shared/a.test-d.ts', 'x');
    expect(sourceHash(folder)).toBe(before);
    write('src-main/deep/a.ts', '2');
    const changed = sourceHash(folder);
    expect(changed).not.toBe(before);
    write('package-lock.json', '{"a":1}');
    expect(sourceHash(folder)).not.toBe(changed);
  });
});

describe('cookieFile', () => {
  it('is one entry of an X authority file for any display', () => {
    const bytes = cookieFile(Buffer.alloc(16, 7));
    const head = Buffer.from([0xff, 0xff, 0, 0, 0, 0, 0, 18]);
    const name = Buffer.from('MIT-MAGIC-COOKIE-1');
    expect(bytes).toEqual(Buffer.concat([head, name, Buffer.from([0, 16]), Buffer.alloc(16, 7)]));
  });
});

import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { log, redact } from './log.ts';

const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterEach(() => written.mockClear());
const lines = (): string => written.mock.calls.map(([text]) => String(text)).join('');

describe('redact', () => {
  test.each([
    ['redis://user:hunter2@host:6379/0', 'redis://***@host:6379/0'],
    ['rediss://:hunter2@host', 'rediss://***@host'],
    [
      'failed: redis://a:hunter2@h1 then redis://b:hunter2@h2.',
      'failed: redis://***@h1 then redis://***@h2.',
    ],
    ['valkeys://hunter2@host', 'valkeys://***@host'],
    ['redis://u:hunter2/with/slash@host:1', 'redis://***@host:1'],
    ['redis://u:hunter2@with@ats@host:1', 'redis://***@host:1'],
    ['redis+socket://u:hunter2@host', 'redis+socket://***@host'],
    ['"redis://u:hunter2@host"', '"redis://***@host"'],
    ['redis://host:6379 mailed to a@b.example', 'redis://host:6379 mailed to a@b.example'],
    ['nothing to hide', 'nothing to hide'],
  ])('%s', (text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  test('no password of any URL comes through', () => {
    const secret = fc.stringMatching(/^[!-~]{6,30}$/).filter((text) => !/["'<>`]/.test(text));
    fc.assert(
      fc.property(secret, secret, (user, password) => {
        const shown = redact(`cannot reach redis://${user}:${password}@db.example:6379/0 now`);
        expect(shown).toBe('cannot reach redis://***@db.example:6379/0 now');
      }),
    );
  });
});

describe('the log', () => {
  test('is one line with time, level and redacted words', () => {
    log.warn('retry of redis://u:hunter2@host');
    expect(lines()).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z warn retry of redis:\/\/\*\*\*@host\n$/);
  });

  test('redacts the stack of an error too', () => {
    log.error('connect', new Error('redis://u:hunter2@host refused'));
    expect(lines()).toContain('log.test');
    expect(lines()).not.toContain('hunter2');
  });

  test('says nothing of what else an error carries: ioredis keeps the arguments there', () => {
    const error = Object.assign(new Error('WRONGPASS'), {
      command: { name: 'auth', args: ['hunter2'] },
      previousErrors: [new Error('hunter2')],
      cause: new Error('hunter2'),
    });
    log.error('connect', error);
    log.error('thrown', { password: 'hunter2' });
    expect(lines()).toContain('WRONGPASS');
    expect(lines()).not.toContain('hunter2');
  });

  test('what is not ours neither begins a line nor steers a terminal', () => {
    log.error(
      'reply',
      new Error('ERR user\n2026-01-01T00:00:00.000Z error forged\r\u001b[2J\u009b'),
    );
    for (const line of lines().trimEnd().split('\n').slice(1)) expect(line).toMatch(/^ {4}/);
    // eslint-disable-next-line no-control-regex
    expect(lines()).not.toMatch(/[\r\u001b\u009b]/);
  });
});

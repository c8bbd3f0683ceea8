import { afterEach, expect, test, vi } from 'vitest';
import { AppFailure } from './app-failure.ts';
import { toAppError } from './to-app-error.ts';

const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterEach(() => written.mockClear());

test('an expected failure is passed on as it is, and not logged', () => {
  const error = { code: 'conflict', current: '1', message: 'Changed meanwhile' } as const;
  expect(toAppError(new AppFailure(error))).toBe(error);
  expect(written).not.toHaveBeenCalled();
});

test.each([
  ['the platform', AbortSignal.abort().reason],
  [
    'Node',
    Object.assign(new Error('The operation was aborted'), {
      name: 'AbortError',
      code: 'ABORT_ERR',
    }),
  ],
])('an abort of %s is no bug', (_whose, thrown) => {
  expect(toAppError(thrown)).toEqual({ code: 'cancelled', message: 'Cancelled' });
  expect(written).not.toHaveBeenCalled();
});

test.each([
  ['an error', new TypeError('x is not a function: hunter2')],
  ['a timeout', new DOMException('hunter2', 'TimeoutError')],
  ['text', 'hunter2'],
  ['an object', { password: 'hunter2' }],
  ['nothing', undefined],
])('%s that was thrown is a bug: named by a reference that is in the log', (_what, thrown) => {
  const error = toAppError(thrown);
  expect(error).toMatchObject({ code: 'internal', ref: expect.stringMatching(/^[0-9a-f]{8}$/) });
  const ref = error.code === 'internal' ? error.ref : '';
  expect(error.message).toContain(ref);
  expect(JSON.stringify(error)).not.toContain('hunter2');
  expect(String(written.mock.calls[0]?.[0])).toContain(`internal ${ref}`);
});

test('two bugs have two references', () => {
  const [one, two] = [toAppError(new Error('a')), toAppError(new Error('a'))];
  expect(one).not.toEqual(two);
});

import { expect, test } from 'vitest';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Bridge } from './bridge.ts';
import { call } from './call.ts';

function bridgeOf(answer: () => Promise<unknown>) {
  const sent: unknown[] = [];
  const cancelled: string[] = [];
  const bridge: Bridge = {
    call(envelope) {
      sent.push(envelope);
      return answer();
    },
    cancel: (id) => cancelled.push(id),
    openStream: () => undefined,
  };
  return { bridge, sent, cancelled };
}

const settings = {
  theme: 'dark',
  density: 'dense',
  zoom: 100,
  panes: {},
  activity: 'keys',
  listColumns: ['type'],
  listFilter: 'part',
  rateLimitRules: {},
  decodeRules: {},
} as const;

test('sends name and input under an id of its own, and gives the answer as it is', async () => {
  const { bridge, sent } = bridgeOf(() => Promise.resolve(ok(settings)));
  expect(await call(bridge, 'settings.get', {})).toEqual(ok(settings));
  await call(bridge, 'settings.get', {});
  expect(sent).toEqual([
    { id: expect.any(String), name: 'settings.get', input: {} },
    { id: expect.any(String), name: 'settings.get', input: {} },
  ]);
  expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(2);
});

test('an error of main is a value', async () => {
  const refusal = fail({ code: 'limit', limit: 'x', message: 'Too much' });
  const { bridge, cancelled } = bridgeOf(() => Promise.resolve(refusal));
  expect(await call(bridge, 'settings.get', {})).toEqual(refusal);
  expect(cancelled).toEqual([]);
});

test.each([
  ['rejects', () => Promise.reject(new Error('hunter2'))],
  [
    'throws',
    () => {
      throw new Error('hunter2');
    },
  ],
])('a bridge that %s is an error, without its words', async (_how, answer) => {
  const result = await call(bridgeOf(answer).bridge, 'settings.get', {});
  expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(JSON.stringify(result)).not.toContain('hunter2');
});

test('aborting settles at once, tells main, and drops the late answer', async () => {
  const late = Promise.withResolvers<Result<unknown>>();
  const { bridge, sent, cancelled } = bridgeOf(() => late.promise);
  const controller = new AbortController();
  const result = call(bridge, 'settings.get', {}, { signal: controller.signal });
  controller.abort();
  expect(await result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(sent).toMatchObject([{ id: cancelled[0] }]);
  late.resolve(ok(settings));
  expect(await result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
});

test('an answer that fails after it was cancelled is dropped like any other', async () => {
  const late = Promise.withResolvers<unknown>();
  const { bridge } = bridgeOf(() => late.promise);
  const controller = new AbortController();
  const result = call(bridge, 'settings.get', {}, { signal: controller.signal });
  controller.abort();
  await result;
  // Vitest fails the run for a rejection that nobody takes.
  late.reject(new Error('gone'));
  await new Promise((done) => setTimeout(done));
});

test('with a signal that has aborted already nothing is sent', async () => {
  const { bridge, sent } = bridgeOf(() => Promise.resolve(ok(settings)));
  const result = await call(bridge, 'settings.get', {}, { signal: AbortSignal.abort() });
  expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(sent).toEqual([]);
});

test('a signal that aborts after the answer cancels nothing', async () => {
  const { bridge, cancelled } = bridgeOf(() => Promise.resolve(ok(settings)));
  const controller = new AbortController();
  await call(bridge, 'settings.get', {}, { signal: controller.signal });
  controller.abort();
  expect(cancelled).toEqual([]);
});

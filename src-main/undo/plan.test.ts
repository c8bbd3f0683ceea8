import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectionId, planId } from '../../src-shared/contract/define.ts';
import { PlanStore } from './plan.ts';

const here = connectionId.parse('here');
const elsewhere = connectionId.parse('elsewhere');
const expired = { error: { code: 'notFound', what: 'plan' } };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('it did not fail');
}

test('is used once, and on its own connection only', () => {
  const plans = new PlanStore<string>();
  const { id } = plans.add(here, 'plan');
  expect(failureOf(() => plans.take(elsewhere, id))).toMatchObject(expired);
  expect(plans.take(here, id)).toBe('plan');
  expect(failureOf(() => plans.take(here, id))).toMatchObject(expired);
  expect(failureOf(() => plans.take(here, planId.parse('guessed')))).toMatchObject(expired);
});

test('expires after five minutes', () => {
  const plans = new PlanStore<string>();
  const { id, expiresAtMs } = plans.add(here, 'plan');
  expect(expiresAtMs).toBe(Date.now() + 300_000);
  vi.advanceTimersByTime(300_000);
  expect(failureOf(() => plans.take(here, id))).toMatchObject(expired);
});

test('holds a few at most: the oldest go', () => {
  const plans = new PlanStore<number>();
  const ids = [1, 2, 3, 4].map((n) => plans.add(here, n).id);
  const [first, ...rest] = ids;
  expect(failureOf(() => plans.take(here, first ?? planId.parse('none')))).toMatchObject(expired);
  expect(rest.map((id) => plans.take(here, id))).toEqual([2, 3, 4]);
});

import { describe, expect, it } from 'vitest';
import { inWords, sum, tallyCheck, tallyPlaywright, tallyVitest } from './tally.mjs';

const file = (status, ...tests) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

describe('tallyVitest', () => {
  it('counts tests, and a file that did not load', () => {
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [file('passed', 'passed'), file('failed', 'failed'), file('failed')],
    };
    expect(tallyVitest(report, false)).toEqual({ passed: 5, failed: 2, skipped: 3 });
  });

  it('is not green when the run failed without a failed test, or left no report', () => {
    expect(tallyVitest({ numPassedTests: 5, testResults: [] }, false).failed).toBe(1);
    expect(tallyVitest(null, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('tallyPlaywright', () => {
  it('counts what passed at the second try as passed, and says so', () => {
    const counts = tallyPlaywright(
      { stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 2 } },
      true,
    );
    expect(counts).toMatchObject({ passed: 4, failed: 0, skipped: 2 });
    expect(inWords(counts)).toBe('4 passed, 1 of them at the second try, 2 skipped');
  });

  it('is not green without a report', () => {
    expect(tallyPlaywright(null, false).failed).toBe(1);
  });
});

describe('sum', () => {
  it('adds checks and tests', () => {
    const results = [
      tallyCheck(true),
      tallyCheck(false),
      { passed: 10, failed: 2, skipped: 5 },
    ].map((counts) => ({ counts }));
    expect(sum(results)).toEqual({ passed: 11, failed: 3 });
  });
});

import { readJson } from '../setup/files.mjs';

/** A check that has no tests of its own counts as one. */
export function tallyCheck(ok) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** The counts in Vitest's JSON report; a file that did not even load is a failure too. */
export function tallyVitest(report, ok) {
  const files = report?.testResults ?? [];
  const silent = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  return honest(
    {
      passed: report?.numPassedTests ?? 0,
      failed: (report?.numFailedTests ?? 0) + silent.length,
      skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    },
    ok,
  );
}

/** The counts in Playwright's JSON report. What passed at the second try has passed. */
export function tallyPlaywright(report, ok) {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {};
  return honest({ passed: expected + flaky, failed: unexpected, skipped, flaky }, ok);
}

/** A run that failed for another reason than a test must not look green. */
function honest(counts, ok) {
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

export function tallyFile(file, ok, tally) {
  return tally(readJson(file), ok);
}

export function sum(results) {
  const add = (key) => results.reduce((total, { counts }) => total + counts[key], 0);
  return { passed: add('passed'), failed: add('failed') };
}

export function inWords({ passed, failed, skipped, flaky = 0 }) {
  return [
    `${passed} passed`,
    ...(flaky > 0 ? [`${flaky} of them at the second try`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ');
}

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally how many checks or tests ended in which way
 */

/** @type {(...tallies: readonly Tally[]) => Tally} */
export function sum(...tallies) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of tallies) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** @type {(passed: boolean) => Tally} */
export function one(passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** @type {(tally: Tally) => string} the last line of a run */
export function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Counts what Vitest's JSON reporter wrote. A file that could not be loaded, an error outside any test, and a report
 * that is missing or holds no test at all each count as one failure: nothing may be lost without being seen.
 *
 * @param {VitestReport | undefined} report
 * @param {number} exitCode Vitest's own
 * @returns {Tally}
 *
 * @typedef {{ status: string, assertionResults: { status: string }[] }} VitestFile
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: VitestFile[] }} VitestReport
 */
export function tallyOf(report, exitCode) {
  if (report === undefined) return one(false);
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const tally = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  const unseen = tally.failed === 0 && (exitCode !== 0 || tally.passed === 0);
  return unseen ? sum(tally, one(false)) : tally;
}

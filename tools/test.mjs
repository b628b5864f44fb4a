// npm test: everything that can be checked, and as its last line how much of it passed. What comes later runs even
// where something before it has failed; only the end-to-end tests need the build that they test.
import { buildCheck, lintChecks, passes, typeChecks } from './support/checks.mjs';
import { ensureInstalled } from './support/install.mjs';
import { one, sentence, sum } from './support/tally.mjs';
import { runTests } from './support/tests.mjs';

/** @typedef {import('./support/tally.mjs').Tally} Tally */

ensureInstalled();

/** @type {() => Promise<Tally>} */
async function runChecks() {
  let tally = sum();
  // They take what the tests leave: both have the processor to the end, and the end-to-end tests need one core of two.
  for (const check of [...typeChecks, ...lintChecks]) tally = sum(tally, one(await passes(check, { yields: true })));
  return tally;
}

/** @type {() => Promise<Tally>} */
async function runAllTests() {
  const tests = await runTests(['unit', 'view']);
  const built = await passes(buildCheck);
  return sum(tests, one(built), await runEndToEnd(built));
}

/** @type {(built: boolean) => Promise<Tally>} */
async function runEndToEnd(built) {
  // Imported late: its module needs playwright-core, which may have been installed a moment ago.
  const { browserMissing, findOrInstallBrowser } = await import('./support/browser.mjs');
  const browser = findOrInstallBrowser();
  if (browser === undefined) process.stdout.write(`FAILED  end-to-end tests; ${browserMissing}\n`);
  else if (!built) process.stdout.write('FAILED  end-to-end tests; there is no build to test\n');
  else return runTests(['e2e'], { CHROME_PATH: browser });
  return one(false);
}

const total = sum(...(await Promise.all([runChecks(), runAllTests()])));
process.stdout.write(`\n${sentence(total)}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

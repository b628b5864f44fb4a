import { run } from './processes.mjs';

/**
 * @typedef {import('./processes.mjs').Ended} Ended
 * @typedef {{ name: string, run: () => Promise<Ended> }} Check one thing that passes or fails as a whole
 */

/** @type {readonly Check[]} */
export const typeChecks = [
  { name: 'types of lib, sim and timeline', run: () => run('tsc', ['-p', 'tsconfig.pure.json']) },
  { name: 'types of tools, tests and the command line', run: () => run('tsc', ['-p', 'tsconfig.node.json']) },
  {
    name: 'types and warnings of the page',
    run: () => run('svelteCheck', ['--tsconfig', './tsconfig.page.json', '--fail-on-warnings']),
  },
];

/** @type {readonly Check[]} */
export const lintChecks = [
  { name: 'eslint', run: () => run('eslint', ['--max-warnings', '0', '.']) },
  { name: 'prettier', run: () => run('prettier', ['--check', '--log-level', 'warn', '.']) },
];

/** @type {Check} */
export const buildCheck = { name: 'build', run: () => run('vite', ['build', '--logLevel', 'warn']) };

/**
 * Runs one check and says how it went; what the tool wrote is shown when it failed.
 *
 * @param {Check} check
 * @returns {Promise<boolean>} whether it passed
 */
export async function passes(check) {
  const started = Date.now();
  const { code, output } = await check.run();
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const line = `${code === 0 ? 'ok    ' : 'FAILED'}  ${check.name} (${seconds} s)\n`;
  process.stdout.write(code === 0 ? line : `${line}${output}\n`);
  return code === 0;
}

/**
 * Runs every check, one after the other, also after one has failed.
 *
 * @param {readonly Check[]} checks
 * @returns {Promise<number>} how many failed
 */
export async function failuresAmong(checks) {
  let failed = 0;
  for (const check of checks) if (!(await passes(check))) failed += 1;
  return failed;
}

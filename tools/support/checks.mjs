import { run } from './processes.mjs';

/**
 * @typedef {import('./processes.mjs').Ended} Ended
 * @typedef {{ name: string, run: (options?: { yields?: boolean }) => Promise<Ended> }} Check one thing that passes or fails as a whole
 */

/** @type {readonly Check[]} */
export const typeChecks = [
  { name: 'types of lib, sim and timeline', run: (how) => run('tsc', ['-p', 'tsconfig.pure.json'], how) },
  { name: 'types of tools, tests and the command line', run: (how) => run('tsc', ['-p', 'tsconfig.node.json'], how) },
  {
    name: 'types and warnings of the page',
    run: (how) => run('svelteCheck', ['--tsconfig', './tsconfig.page.json', '--fail-on-warnings'], how),
  },
];

/** @type {readonly Check[]} */
export const lintChecks = [
  { name: 'eslint', run: (how) => run('eslint', ['--max-warnings', '0', '.'], how) },
  { name: 'prettier', run: (how) => run('prettier', ['--check', '--log-level', 'warn', '.'], how) },
];

/** @type {Check} */
export const buildCheck = { name: 'build', run: (how) => run('vite', ['build', '--logLevel', 'warn'], how) };

/**
 * Runs one check and says how it went; what the tool wrote is shown when it failed.
 *
 * @param {Check} check
 * @param {{ yields?: boolean }} [how] `yields` lets others have the processor first
 * @returns {Promise<boolean>} whether it passed
 */
export async function passes(check, how) {
  const started = Date.now();
  const { code, output } = await check.run(how);
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

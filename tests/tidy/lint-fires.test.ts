import { ESLint } from 'eslint';
import typescript from 'typescript-eslint';
import { describe, expect, test } from 'vitest';

import { root } from './support/files.ts';

// The snippets are no files, so the compiler's project knows nothing of them: without the rules that need types.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [
    {
      files: ['**/*.{ts,js,mjs}'],
      languageOptions: { parserOptions: { project: null } },
      rules: typescript.configs.disableTypeChecked.rules ?? {},
    },
  ],
});

/** The rules that find fault with a text that stood in that file; names that it does not use are of no interest. */
async function rulesThatFire(path: string, text: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(text, { filePath: `${root}/${path}` });
  const messages = result?.messages ?? [];
  const fatal = messages.find((message) => message.fatal === true);
  if (fatal) throw new Error(`${path}; ${fatal.message}`);
  return [...new Set(messages.map((message) => message.ruleId ?? message.message))].filter(
    (rule) => !rule.endsWith('no-unused-vars'),
  );
}

async function expectRule(rule: string, path: string, text: string): Promise<void> {
  expect(await rulesThatFire(path, text), `${path}: ${text}`).toEqual([rule]);
}

describe('the direction of the imports', () => {
  const rule = 'no-restricted-imports';
  test.each([
    ['src/lib/a.ts', '../sim/kernel.ts'],
    ['src/lib/a.ts', 'xstate'],
    ['src/sim/a.ts', '../timeline/timeline.ts'],
    ['src/sim/log/a.ts', '../../view/table.ts'],
    ['src/sim/a.ts', 'd3-scale'],
    ['src/sim/a.ts', 'node:fs'],
    ['src/timeline/a.ts', '../lesson/lesson.ts'],
    ['src/lesson/a.ts', '../lab/console.ts'],
    ['src/lab/a.ts', '../scene/matrix.ts'],
    ['src/scene/a.ts', '../view/theme.ts'],
    ['src/scene/a.ts', 'svelte'],
    ['src/view/a.ts', '../app/session.ts'],
    ['src/view/a.ts', 'd3-scale'],
    ['src/app/a.ts', '../cli/simulate.ts'],
    ['src/cli/a.ts', '../scene/matrix.ts'],
    ['src/sim/a.ts', './kernel'],
  ])('%s must not import %s', async (path, name) => {
    await expectRule(rule, path, `import { x } from '${name}';\n`);
  });

  test('a component obeys it too', async () => {
    await expectRule(
      rule,
      'src/view/A.svelte',
      '<script lang="ts">\n  import { x } from "../app/a.ts";\n  x();\n</script>\n',
    );
  });

  test.each([
    ['src/sim/log/a.ts', '../../lib/vec.ts'],
    ['src/sim/a.ts', 'xstate'],
    ['src/scene/a.ts', 'd3-scale'],
    ['src/cli/a.ts', 'node:fs'],
    ['src/app/a.ts', './App.svelte'],
  ])('%s may import %s', async (path, name) => {
    expect(await rulesThatFire(path, `import { x } from '${name}';\n`)).toEqual([]);
  });
});

describe('determinism', () => {
  test.each([
    ['no-restricted-globals', 'export const now = Date.now();'],
    ['no-restricted-globals', 'setTimeout(() => undefined, 1);'],
    ['no-restricted-globals', 'document.title = "x";'],
    ['no-restricted-globals', 'export const copy = structuredClone([]);'],
    ['no-restricted-properties', 'export const draw = (): number => Math.random();'],
    ['no-restricted-properties', 'export const wait = (u: number): number => Math.log(u);'],
    ['no-restricted-properties', 'export const order = (a: string, b: string): number => a.localeCompare(b);'],
    ['no-restricted-syntax', 'export const f = (o: object): void => { for (const key in o) void key; };'],
    ['no-restricted-syntax', 'export const power = (n: number): number => 2 ** n;'],
    ['no-restricted-syntax', 'export const seen = new Map<string, number>();'],
    ['no-restricted-syntax', 'export default 1;'],
    ['highwater/integers-only', 'export const half = 0.5;'],
    ['highwater/integers-only', 'export const half = (n: number): number => n / 2;'],
    ['highwater/integers-only', 'export const half = (n: number): number => { n /= 2; return Math.trunc(n); };'],
  ])('%s fires in the simulation: %s', async (rule, text) => {
    await expectRule(rule, 'src/sim/a.ts', `${text}\n`);
  });

  test.each([
    'export const half = (n: number): number => Math.trunc(n / 2);',
    'export const middle = (a: number, b: number): number => (a + (b - a) / 2) >>> 0;',
    'export const limit = 2 ** 53;',
  ])('an exact computation passes: %s', async (text) => {
    expect(await rulesThatFire('src/sim/a.ts', `${text}\n`)).toEqual([]);
  });

  test('the same is allowed on the floors above', async () => {
    const text = 'export const now = new Map([[Date.now() / 2, Math.random()]]);\n';
    expect(await rulesThatFire('src/app/a.ts', text)).toEqual([]);
  });
});

describe('the page', () => {
  test('markup from a string is forbidden', async () => {
    await expectRule('svelte/no-at-html-tags', 'src/view/A.svelte', '<p>{@html "<b>x</b>"}</p>\n');
  });

  test('a style attribute is forbidden, a style directive is not', async () => {
    await expectRule('no-restricted-syntax', 'src/view/A.svelte', '<p style="color: red">x</p>\n');
    expect(await rulesThatFire('src/view/A.svelte', '<p style:color="red">x</p>\n')).toEqual([]);
  });

  test('what is not yet widely available is found in style sheets, in components and in code', async () => {
    const tooNew = 'p {\n  field-sizing: content;\n}\n';
    await expectRule('css/use-baseline', 'src/view/a.css', tooNew);
    await expectRule('css/use-baseline', 'src/view/A.svelte', `<p>x</p>\n\n<style>\n${tooNew}</style>\n`);
    const calls = ['RegExp.escape("a")', 'Promise.try(() => 1)', 'new URLPattern({})', 'navigator.clipboard'];
    for (const call of calls) await expectRule('baseline-js/use-baseline', 'src/view/a.ts', `void ${call};\n`);
  });

  test('a fault in the style of a component is reported at its own line', async () => {
    const text = '<p>x</p>\n\n<style>\n  p {\n    colour: red;\n  }\n</style>\n';
    const [result] = await eslint.lintText(text, { filePath: `${root}/src/view/A.svelte` });
    expect(result?.messages.map(({ ruleId, line }) => [ruleId, line])).toEqual([['css/no-invalid-properties', 5]]);
  });

  test('a file of more than 300 lines is too long', async () => {
    await expectRule('max-lines', 'src/app/a.ts', 'void 0;\n'.repeat(301));
  });
});

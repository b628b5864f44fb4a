import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * WCAG 2.2, levels A and AA, and what axe calls good practice. One rule is left out: it wants every character drawn inside a
 * thing of the picture in that thing's name, and these things are named by a sentence that says the same in words.
 */
const options: RunOptions = {
  preload: false,
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'label-content-name-mismatch': { enabled: false } },
};

/**
 * What keeps some people from using the page as it stands now.
 *
 * @returns a sentence for each fault and each element that has it; empty when axe finds none
 */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, not inserted as an element: the content security policy of the page stays in force.
  await page.evaluate(source);
  const { violations } = await page.evaluate(async (runOptions) => {
    const { axe } = window as unknown as {
      axe: { run: (context: Document, options: RunOptions) => Promise<AxeResults> };
    };
    return axe.run(document, runOptions);
  }, options);
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}; ${help}; ${target.join(' ')}`));
}

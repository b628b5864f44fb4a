import { expect, test } from 'vitest';

import { countScriptBytes } from './support/first-load.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();

/** The simulator's chunk; it comes while the reader reads. */
const simulator = /\/machinery-[^/]*\.js$/;

test('the first lesson can be read, looked at and begun after at most 120 kB of JavaScript; the simulator follows by itself', async () => {
  await withPage(async (page, baseUrl) => {
    const scriptBytes = countScriptBytes(page);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    // From the simulator's request on nothing arrives: what has come before is what the reader has waited for.
    let holding = false;
    await page.route('**/*.js', async (route) => {
      holding ||= simulator.test(route.request().url());
      if (holding) await held;
      await route.continue();
    });
    await page.goto(baseUrl);
    await page.getByRole('link', { name: 'Begin the first lesson' }).click();
    const run = page.getByRole('button', { name: 'Run', exact: true });
    await run.waitFor();
    await page.getByRole('application').waitFor();
    await page.locator('[data-key="broker:1"]').first().waitFor();
    for (let waits = 0; !holding && waits < 100; waits++) await page.waitForTimeout(50);
    const first = (await scriptBytes()) / 1000;
    // It takes what the reader does meanwhile: the run begins as soon as it can.
    await run.click();
    await page.getByRole('button', { name: 'Running', exact: true }).waitFor();
    release();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.waitForFunction(() => parseFloat(document.querySelector('[role=timer]')?.textContent ?? '0') > 0.2);
    const all = (await scriptBytes()) / 1000;
    console.log(
      `to an interactive first lesson: ${first.toFixed(1)} kB of JavaScript, gzipped; with the simulator: ${all.toFixed(1)} kB`,
    );
    expect(first).toBeGreaterThan(30);
    expect(first).toBeLessThanOrEqual(120);
  });
});

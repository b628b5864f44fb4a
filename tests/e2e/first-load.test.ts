import { expect, test } from 'vitest';

import { countScriptBytes } from './support/first-load.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();

/** The simulator's chunk; it comes while the reader reads. */
const simulator = /\/machinery-[^/]*\.js$/;
/** KRaft's chunk: `sim/kraft/load.ts`. */
const kraft = /\/load-[^/]*\.js$/;

test('the first lesson can be read, looked at and begun after at most 150 kB of JavaScript; the simulator follows by itself', async () => {
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
    await page.getByRole('link', { name: /^Begin with lesson/ }).click();
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
    expect(first).toBeLessThanOrEqual(150);
  });
});

test('KRaft comes when a cluster asks for it, and not with a lesson about ZooKeeper', async () => {
  await withPage(async (page, baseUrl) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const comes = (chunk: RegExp) => asked.some((url) => chunk.test(url));
    await page.goto(baseUrl);
    await page.getByRole('link', { name: /^Begin with lesson/ }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.goto(`${baseUrl}#/sandbox`);
    await page.getByRole('timer').getByText('6.000 s').waitFor();
    expect([comes(simulator), comes(kraft)]).toEqual([true, false]);
    await page.getByRole('button', { name: 'The same cluster with KRaft' }).click();
    await page.getByText('Kafka 3.9 with KRaft.').waitFor();
    expect(comes(kraft)).toBe(true);
  });
});

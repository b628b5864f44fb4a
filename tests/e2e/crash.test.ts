import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { accessibilityFaults } from './support/accessibility.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();
const expected = { expectedComplaints: [/leader epoch went backwards/], acceptDownloads: true };

test('a bug of ours shows a message with the recording, as a link that replays the run and as a file', async () => {
  await withPage(async (page, baseUrl) => {
    await page.goto(`${baseUrl}#/sandbox`);
    await page.getByRole('timer').getByText('6.000 s').waitFor();
    await page
      .locator('[data-key="broker:2"]')
      .first()
      .click({ position: { x: 24, y: 14 } });
    await page
      .locator('.inspector')
      .getByRole('button', { name: /^Crash broker 2/ })
      .click();
    // What an assertion of ours would do, from a callback of the page.
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('leader epoch went backwards');
      });
    });
    const message = page.getByRole('dialog', { name: 'Highwater has made a mistake' });
    await message.getByText('leader epoch went backwards').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const link = (await message.getByRole('link', { name: 'The run as a link' }).getAttribute('href')) ?? '';
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      message.getByRole('button', { name: 'Save the recording' }).click(),
    ]);
    const recording = JSON.parse(readFileSync((await download.path()) ?? '', 'utf8')) as {
      format: string;
      interventions: unknown[];
    };
    expect(recording.format).toBe('highwater-recording');
    expect(recording.interventions).toHaveLength(1);
    await page.goto('about:blank');
    await page.goto(link);
    await page.locator('[data-key="broker:2"][aria-label*="crashed"]').first().waitFor();
  }, expected);
});

test('a promise of ours that nobody waited for shows the same, and the page can be loaded again', async () => {
  await withPage(async (page, baseUrl) => {
    await page.goto(`${baseUrl}#/`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(() => {
      void Promise.reject(new Error('leader epoch went backwards'));
    });
    const message = page.getByRole('dialog', { name: 'Highwater has made a mistake' });
    await message.waitFor();
    await message.getByRole('button', { name: 'Load the page again' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await message.count()).toBe(0);
  }, expected);
});

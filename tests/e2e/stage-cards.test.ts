import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { accessibilityFaults } from './support/accessibility.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();
const stage = { viewport: { width: 1920, height: 1080 } };

async function openStage(page: Page, baseUrl: string, what: string): Promise<void> {
  await page.goto(`${baseUrl}#/present/${what}`);
  await page.getByRole('application').waitFor();
}

/** The size of the smallest letters in a part of the page, in pixels. */
const smallest = (page: Page, selector: string): Promise<number> =>
  page.locator(selector).evaluate((part) => {
    const own = (one: Element) =>
      [...one.childNodes].some((child) => child.nodeType === 3 && child.textContent?.trim());
    const sizes = [...part.querySelectorAll('*')].filter(own).map((one) => parseFloat(getComputedStyle(one).fontSize));
    return Math.min(...sizes);
  });

test('a record that is clicked on the stage tells its fate in letters for the last row, and Escape closes it', async () => {
  await withPage(async (page, baseUrl) => {
    await openStage(page, baseUrl, 'lesson/10-a-broker-dies/beat/6');
    await page.locator('[data-key^="record:0:1:"]').last().click();
    const card = page.getByRole('region', { name: /^Record . of checkout$/ });
    await card.getByText('It is acknowledged.', { exact: true }).waitFor();
    await card.getByRole('button', { name: /Broker 1 appends it/ }).waitFor();
    expect(await smallest(page, '.card')).toBeGreaterThanOrEqual(22);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    // The keys are the clicker's again.
    await page.keyboard.press('PageDown');
    await page.getByText(/^7 of \d+$/).waitFor();
  }, stage);
});

test('a controller’s metadata log opens on the stage by a key, beside the controllers', async () => {
  await withPage(async (page, baseUrl) => {
    await openStage(page, baseUrl, 'lesson/14-from-zookeeper-to-kraft/beat/4');
    await page
      .getByRole('button', { name: /^controller 101, Leader/ })
      .locator('text')
      .first()
      .click();
    await page.getByRole('button', { name: 'Its log O' }).waitFor();
    await page.keyboard.press('o');
    const card = page.getByRole('region', { name: 'controller 101: its metadata log' });
    await card.getByText('topic scooters is created').waitFor();
    expect(await smallest(page, '.card')).toBeGreaterThanOrEqual(22);
    const [theCard, quorum] = [
      await card.boundingBox(),
      await page.getByRole('button', { name: /^controller 101, Leader/ }).boundingBox(),
    ];
    expect((theCard?.x ?? 0) + (theCard?.width ?? 0)).toBeLessThan(quorum?.x ?? 0);
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await page.getByText('crashes it').waitFor();
  }, stage);
});

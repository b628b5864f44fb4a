import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { accessibilityFaults } from './support/accessibility.ts';
import { overflow } from './support/lesson.ts';
import { broker, openSandbox } from './support/sandbox.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();

const inspector = (page: Page) => page.locator('.inspector');

test('the life of a record is read at its tile by keyboard, and each line leads to its instant', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await page.locator('[data-key="record:0:1:1"]').click();
    await inspector(page).getByText('What became of it').waitFor();
    await inspector(page).getByText('It is acknowledged.', { exact: true }).waitFor();
    const lines = inspector(page).locator('button.line');
    expect(await lines.count()).toBe(6);
    expect(await accessibilityFaults(page)).toEqual([]);
    // Back to when it was sent: its tile is gone, and its life is there all the same.
    await lines.filter({ hasText: 'sends it to broker' }).focus();
    await page.keyboard.press('Enter');
    await inspector(page)
      .getByText(/The picture is here, at 3\./)
      .waitFor();
    await inspector(page).getByText('It is not there at this instant.').waitFor();
    expect(await lines.count()).toBe(6);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/sends it to broker/);
    await inspector(page)
      .getByRole('button', { name: /^Why: .* is acknowledged/ })
      .click();
    await page.getByRole('heading', { name: 'Why did this happen?' }).waitFor();
  });
});

test('a cell of the grid is run, its run is opened, and the table says the same of it', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await page.getByRole('button', { name: 'Try: acks and min.insync.replicas' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Run acks=1, min.insync.replicas=2' }).first().focus();
    await page.keyboard.press('Enter');
    const cell = dialog
      .getByRole('cell')
      .filter({ has: page.getByRole('link') })
      .first();
    await cell.getByText(/of 1,000 acknowledged records are lost/).waitFor({ timeout: 60_000 });
    const lost = /(\d+) lost/.exec(await cell.innerText())?.[1] ?? '';
    expect(Number(lost)).toBeGreaterThan(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await cell.getByRole('link', { name: /^Open this run/ }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('timer').getByText('1:20.000').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    await page.getByRole('button', { name: `${lost} acknowledged but lost, shop` }).click();
    await page.getByRole('heading', { name: `shop, orders: ${lost} records acknowledged but lost` }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.locator('button.record').first().click();
    const sheet = page.locator('.panel');
    await sheet.getByText('It is acknowledged, and it is lost.').waitFor();
    await sheet
      .getByRole('button', { name: /begins to lead without it: it is lost/ })
      .first()
      .click();
    // Broker 1 crashes at 12 s, and another leads when its session has run out.
    await page.waitForFunction(() => {
      const at = parseFloat(document.querySelector('[role=timer]')?.textContent ?? '80');
      return at > 12 && at < 40;
    });
    await page.getByRole('button', { name: 'Scene', exact: true }).click();
    await broker(page, 1, 'crashed').waitFor();
  });
}, 180_000);

test('axe finds no fault in the tables and in the grid on a telephone, in both themes', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await withPage(
      async (page, baseUrl) => {
        await page.goto(`${baseUrl}#/sandbox`);
        await page.getByRole('timer').getByText('6.000 s').waitFor();
        await page.getByRole('button', { name: /^\d+ acknowledged, scooters/ }).click();
        await page.locator('button.record').first().waitFor();
        expect(await accessibilityFaults(page)).toEqual([]);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        await page.getByRole('button', { name: 'Try: acks and min.insync.replicas' }).first().click();
        await page.getByRole('dialog').getByRole('button', { name: 'Run all 18' }).waitFor();
        expect(await accessibilityFaults(page)).toEqual([]);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
      },
      { colorScheme, viewport: { width: 390, height: 844 } },
    );
  }
}, 120_000);

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { accessibilityFaults } from './support/accessibility.ts';
import { openLesson, overflow } from './support/lesson.ts';
import { openSandbox } from './support/sandbox.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();
const KRAFT = '14-from-zookeeper-to-kraft';
const inspector = (page: Page) => page.locator('.inspector');
const metadataTiles = (page: Page) => page.locator('[data-key^="metadata:"]');

test('the metadata log is read in the picture and in each controller’s sheet, back to its first record', async () => {
  await withPage(async (page, baseUrl) => {
    await openLesson(page, baseUrl, KRAFT);
    // By keyboard: Enter on a voter, as on anything in the picture.
    await page.getByRole('button', { name: /^controller 102, Follower/ }).focus();
    await page.keyboard.press('Enter');
    await inspector(page).getByRole('heading', { name: 'controller 102' }).waitFor();
    const records = inspector(page).getByRole('list', { name: '__cluster_metadata-0 on controller 102' });
    await records.getByText('high watermark').waitFor();
    expect(await records.getByRole('button').count()).toBe(6);
    await inspector(page).getByRole('button', { name: 'Oldest' }).click();
    await records.getByText('controller 101 leads the quorum in epoch 1; voters 101, 102 and 103').waitFor();
    expect(await inspector(page).getByRole('button', { name: 'Older' }).isDisabled()).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
    await records.getByRole('button').first().click();
    await inspector(page).getByRole('heading', { name: '__cluster_metadata-0, offset 0' }).waitFor();
    await inspector(page).getByText('101, 102, 103', { exact: true }).waitFor();
    // And a tile of the picture.
    await metadataTiles(page).last().click();
    await inspector(page).getByText('PartitionRecord', { exact: true }).waitFor();
  });
});

test('on a telephone the table leads to the metadata log, and nothing reaches beyond the screen', async () => {
  await withPage(
    async (page, baseUrl) => {
      await openLesson(page, baseUrl, KRAFT);
      await page.getByRole('button', { name: 'Table', exact: true }).click();
      await page.getByRole('button', { name: 'controller 103', exact: true }).click();
      await inspector(page).getByRole('list', { name: '__cluster_metadata-0 on controller 103' }).waitFor();
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await accessibilityFaults(page)).toEqual([]);
    },
    { viewport: { width: 390, height: 844 } },
  );
});

test('a copy’s records are listed in its sheet, and each leads to its own', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    await page
      .getByRole('button', { name: /leader/ })
      .first()
      .click();
    const records = inspector(page).getByRole('list', { name: /^rides-0 on broker \d$/ });
    await records.getByRole('button').first().click();
    await inspector(page).getByText('What became of it').waitFor();
  });
});

async function crashBroker2(page: Page): Promise<void> {
  await page
    .locator('[data-key="broker:2"]')
    .first()
    .click({ position: { x: 24, y: 14 } });
  await inspector(page)
    .getByRole('button', { name: /^Crash broker 2/ })
    .click();
}

test('what the page has said stays to be read: a change, and what came of a key', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await crashBroker2(page);
    await page.getByRole('button', { name: 'Notices', exact: true }).click();
    const list = page.getByRole('list', { name: 'Notices, the latest first' });
    await list.getByText('A change: broker 2 is killed, 6.000 s.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
  });
});

test('what would have been is compared, though nobody has watched it', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await crashBroker2(page);
    await page
      .getByRole('button', { name: 'step forward' })
      .or(page.getByRole('button', { name: /^step on/ }))
      .first()
      .click();
    await page.getByRole('button', { name: /^Branches/ }).click();
    await page.getByText('not watched yet').waitFor();
    await page.getByRole('button', { name: 'Compare with: as it was' }).click();
    const row = page.getByRole('dialog').getByRole('row').filter({ hasText: 'broker 2' }).last();
    await row.getByRole('cell', { name: 'crashed' }).waitFor();
    await row.getByRole('cell', { name: 'running' }).waitFor();
    await page.getByRole('button', { name: 'Show the other one at this instant' }).click();
    await page.locator('[data-key="broker:2"][aria-label*="running"]').first().waitFor();
  });
});

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { accessibilityFaults } from './support/accessibility.ts';
import { openSandbox, panel, playUntil } from './support/sandbox.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();

const group = (page: Page, words: string) => page.locator(`[data-key^="group:"][aria-label*="${words}"]`).first();
const memberBox = (page: Page, name: string) => page.locator(`.client.member[aria-label*="consumer ${name} "]`).first();

/** Adds a consumer with a group by the form. */
async function addConsumer(
  page: Page,
  name: string,
  groupId: string,
  fields: Record<string, string> = {},
): Promise<void> {
  await page.getByRole('button', { name: 'Add a consumer' }).click();
  const form = page.getByRole('form', { name: 'New consumer' });
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('group.id', { exact: true }).fill(groupId);
  for (const [label, value] of Object.entries(fields)) {
    const field = form.getByLabel(label, { exact: true });
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
  await form.getByRole('button', { name: 'Add it' }).click();
  await memberBox(page, name).waitFor();
}

test('consumers join a group by the form; a member dies, and the rebalance can be read in the sheet', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await page.getByText('Producers and consumers').click();
    await addConsumer(page, 'app-1', 'app');
    await addConsumer(page, 'app-2', 'app', { 'It commits': 'after' });
    await playUntil(page, () => group(page, 'Stable · generation 1').waitFor());
    expect(await page.locator('.client.member .chip.filled').count()).toBe(3);
    await memberBox(page, 'app-2').click();
    await page
      .getByRole('button', { name: /^Crash app-2/ })
      .first()
      .click();
    await page.locator('.client.member[aria-label*="dead, still counted"]').waitFor();
    await playUntil(page, () => group(page, 'Stable · generation 2').waitFor({ timeout: 60_000 }));
    await page.locator('[data-key="group:app"]').click({ position: { x: 20, y: 10 } });
    const inspector = page.locator('.inspector');
    await inspector.getByText('The last rebalance').waitFor();
    await inspector.getByText('app-2 → app-1').first().waitFor();
    await inspector
      .getByText(/a member was silent for too long/)
      .first()
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
}, 180_000);

test('a member and a second group are added from the menu of the group, by keyboard', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await page.getByText('Producers and consumers').click();
    await addConsumer(page, 'app-1', 'app');
    await page.getByText('Break and mend').click();
    await page.getByRole('combobox', { name: 'What' }).selectOption({ label: 'group app' });
    await page
      .getByRole('button', { name: /^Add a member/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await panel(page).getByLabel('Name', { exact: true }).first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await memberBox(page, 'app-2').waitFor();
    await page
      .getByRole('button', { name: /^Add a second group/ })
      .first()
      .click();
    await panel(page).getByLabel('group.id', { exact: true }).last().fill('mails');
    await panel(page).getByRole('button', { name: 'Add a second group', exact: true }).click();
    await page.locator('[data-key="group:mails"]').waitFor();
    await playUntil(page, () => group(page, 'Group mails: Stable').waitFor());
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    await page.getByRole('heading', { name: 'Group mails' }).waitFor();
    const read = page.getByRole('row', { name: /^rides-0 mails-1 (nothing|\d+) / });
    await read.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
}, 180_000);

test('with KIP-848 the coordinator assigns: members have epochs of their own, and one that leaves hands its partitions over', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await page.getByText('The cluster', { exact: true }).click();
    await panel(page).getByLabel('Kafka', { exact: true }).selectOption('4.0 with KRaft');
    await page.getByRole('button', { name: 'Build this cluster' }).click();
    await page.getByText('Kafka 4.0 with KRaft.').waitFor();
    await page.getByText('Producers and consumers').click();
    const byCoordinator = { 'Partitions shared by': 'consumer' };
    await addConsumer(page, 'app-1', 'app', byCoordinator);
    await addConsumer(page, 'app-2', 'app', byCoordinator);
    await playUntil(page, () => group(page, 'Stable · epoch').waitFor());
    const chips = page.locator('.client.member .chip.filled');
    expect(await chips.count()).toBe(3);
    await page.locator('[data-key="group:app"]').click({ position: { x: 20, y: 10 } });
    await page.locator('.inspector').getByText('consumer (KIP-848): the coordinator assigns').waitFor();
    await memberBox(page, 'app-1').click();
    await page
      .getByRole('button', { name: /^Stop app-1/ })
      .first()
      .click();
    await playUntil(page, () => memberBox(page, 'app-2').locator('.chip.filled').nth(2).waitFor());
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    await page.getByRole('row', { name: /^rides-0 app-2 / }).waitFor();
    await page.getByRole('row', { name: /^rides-2 app-2 / }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
}, 180_000);

test('on a telephone each group is a card', async () => {
  await withPage(
    async (page, baseUrl) => {
      await page.goto(`${baseUrl}#/sandbox`);
      await page.getByRole('timer').getByText('6.000 s').waitFor();
      await page.getByText('Producers and consumers').click();
      await page.getByRole('button', { name: 'Scene' }).click();
      await page.getByRole('application').waitFor();
      await addConsumer(page, 'app-1', 'app');
      const card = await page.locator('[data-key="group:app"] rect').first().boundingBox();
      expect(card?.width ?? 0).toBeGreaterThan(250);
      expect((card?.x ?? 0) + (card?.width ?? 0)).toBeLessThanOrEqual(390);
    },
    { viewport: { width: 390, height: 844 } },
  );
}, 120_000);

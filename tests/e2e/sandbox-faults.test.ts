import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { choose, openSandbox } from './support/sandbox.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();

/** Everything that can be done to one thing, by the list of things. */
async function menuOf(page: Page, what: RegExp): Promise<string> {
  const list = page.getByRole('combobox', { name: 'What' });
  if (!(await list.isVisible())) await page.getByText('Break and mend').click();
  const labels = await list.locator('option').allTextContents();
  const label = labels.find((text) => what.test(text)) ?? '';
  expect(label, `something like ${String(what)} among ${labels.join(', ')}`).not.toBe('');
  await list.selectOption({ label });
  return label;
}

/** Does something to what is chosen; fields that are not named stay as they are suggested. */
async function act(
  page: Page,
  action: string,
  fields: { readonly [label: string]: string } = {},
  ticks: readonly string[] = [],
): Promise<void> {
  const button = page.getByRole('button', { name: new RegExp(`^${action}`) }).first();
  const asks = (await button.getAttribute('aria-expanded')) !== null;
  // A form that was refused is still open, with what was put in.
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
  if (!asks) return;
  const form = page.locator('form', { has: page.getByRole('button', { name: action, exact: true }) }).first();
  for (const [label, value] of Object.entries(fields)) await form.getByLabel(label).fill(value);
  for (const label of ticks) await form.getByRole('checkbox', { name: label, exact: true }).check();
  await form.getByRole('button', { name: action, exact: true }).click();
}

/** A sentence among what happened. */
const told = (page: Page, sentence: RegExp) => page.locator('.entry', { hasText: sentence }).first().waitFor();

test('a disk is slowed and mended, the network is split into islands and healed', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await choose(page, 2);
    await act(page, 'Slow its disk', { 'Milliseconds for a write': '700' });
    await told(page, /disk of broker 2/);
    await act(page, 'Make its disk fast again');
    await act(page, 'Split the network', {}, ['broker 3']);
    await told(page, /the network falls into islands/);
    await act(page, 'Heal the whole network');
    await told(page, /every link of the network is healed/);
  });
});

test('records are deleted, a replica is moved, a topic goes', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await menuOf(page, /^partition /);
    await act(page, 'Delete its oldest records', { 'Delete the records before offset': '1' });
    await told(page, /records before offset 1 .* are to be deleted/);
    await act(page, 'Move its replicas', { 'Brokers, preferred leader first': '2, 7' });
    await page.getByText('replicas "7"').first().waitFor();
    await act(page, 'Move its replicas', { 'Brokers, preferred leader first': '3, 2' });
    await told(page, /is to have its replicas on the brokers 3 and 2/);
    await menuOf(page, /^topic /);
    await act(page, 'Delete the topic');
    await told(page, /^.*the topic .* is to be deleted/);
  });
});

test('a ZooKeeper server can lose its power, and a controller its disk', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await menuOf(page, /zookeeper/i);
    await act(page, 'Pull the plug');
    await told(page, /ZooKeeper.*power|power.*ZooKeeper/i);
    await page.getByRole('button', { name: 'The same cluster with KRaft' }).click();
    await page.getByText('Kafka 3.9 with KRaft.').waitFor();
    await page.getByRole('timer').getByText('6.000 s').waitFor();
    await menuOf(page, /^controller 102/);
    await act(page, 'Lose the disk');
    await told(page, /controller 102/);
  });
});

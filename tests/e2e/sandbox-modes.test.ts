import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { accessibilityFaults } from './support/accessibility.ts';
import { backToPanel, broker, crashBroker, openSandbox, panel } from './support/sandbox.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();

test('the same cluster runs with KRaft at one click, with what was done to it, and back', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await crashBroker(page, 2);
    await backToPanel(page);
    await page.getByRole('button', { name: 'The same cluster with KRaft' }).click();
    await page.getByText('Kafka 3.9 with KRaft.').waitFor();
    await broker(page, 2, 'crashed').waitFor();
    await page.getByRole('timer').getByText('6.000 s').waitFor();
    // Its controllers can be broken, by the menu, on the thing itself.
    await page.getByText('Break and mend').click();
    await page.getByRole('combobox', { name: 'What' }).selectOption({ label: 'controller 101' });
    await page.getByRole('button', { name: 'Crash controller 101' }).click();
    await page.getByRole('button', { name: 'Start controller 101' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'The same cluster with ZooKeeper' }).click();
    await page.getByText('Kafka 3.9 with ZooKeeper.').waitFor();
    await page.getByText('is left out: they are others here').first().waitFor();
    await broker(page, 2, 'crashed').waitFor();
  });
});

test('the form builds combined controllers of 4.0, and says when there are too few brokers for them', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await page.getByText('The cluster', { exact: true }).click();
    await panel(page).getByLabel('Kafka', { exact: true }).selectOption('4.0 with KRaft');
    await panel(page).getByLabel('Controllers', { exact: true }).selectOption('5');
    await panel(page).getByLabel('Their roles', { exact: true }).selectOption('brokers too');
    await page.getByRole('button', { name: 'Build this cluster' }).click();
    await page.getByText('with 3 brokers take fewer controllers, or separate roles').waitFor();
    await panel(page).getByLabel('Controllers', { exact: true }).selectOption('3');
    await page.getByRole('button', { name: 'Build this cluster' }).click();
    await page.getByText('Kafka 4.0 with KRaft.').waitFor();
    await broker(page, 1, 'running').waitFor();
  });
});

test('why something happened leads to what would have been without it', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await crashBroker(page, 2);
    await page
      .getByRole('button', { name: /^Why: .*crashes/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'What would have been without?' }).click();
    await broker(page, 2, 'running').waitFor();
    await page.keyboard.press('Control+z');
    await broker(page, 2, 'crashed').waitFor();
  });
});

test('a run with a rule switched off says that it is not Kafka, and which rule; an unknown rule is refused', async () => {
  await withPage(
    async (page, baseUrl) => {
      await openSandbox(page, baseUrl);
      await page.getByText('Keep, share, open').click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save the recording' }).click(),
      ]);
      const kept = JSON.parse(readFileSync((await download.path()) ?? '', 'utf8')) as { scenario: object };
      const give = (without: readonly string[]) => {
        const text = JSON.stringify({ ...kept, scenario: { ...kept.scenario, without } });
        const file = { name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from(text) };
        return page.getByLabel('Open a file').setInputFiles(file);
      };
      await give(['electionFromTheIsr']);
      await page.getByText('unknown rule electionFromTheIsr; did you mean electionsFromTheIsr?').waitFor();
      await page.keyboard.press('Escape');
      await give(['electionsFromTheIsr']);
      await page.getByText('This is not Kafka.').waitFor();
      await page.getByText('leaders are elected from the ISR').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    },
    { acceptDownloads: true },
  );
});

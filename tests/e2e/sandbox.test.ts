import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { LINK_KEY } from '../../src/timeline/link-text.ts';
import { accessibilityFaults } from './support/accessibility.ts';
import { overflow } from './support/lesson.ts';
import { backToPanel, broker, clock, column, crashBroker, openSandbox, panel, playPast } from './support/sandbox.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();

test('a broker is crashed in the picture, time is dragged back and forth, and undo brings it back', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await crashBroker(page, 2);
    await playPast(page, 12);
    const late = await clock(page);
    const track = page.getByRole('slider', { name: 'Time' });
    const box = (await track.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    // Back to before the crash, where broker 2 runs, in one drag; then to the end again. A slow machine plays on for longer.
    await page.mouse.move(box.x + box.width * 0.79, box.y + 24);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.05, box.y + 24, { steps: 12 });
    await broker(page, 2, 'running').waitFor();
    await page.mouse.move(box.x + box.width * 0.95, box.y + 24, { steps: 12 });
    await page.mouse.up();
    await broker(page, 2, 'crashed').waitFor();
    expect(await clock(page)).toBe(late);
    await page.keyboard.press('Control+z');
    await broker(page, 2, 'running').waitFor();
  });
});

test('a fault is done through the menu, by keyboard alone', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    const summary = page.getByText('Break and mend');
    await summary.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.getByRole('combobox', { name: 'What' }).selectOption({ label: 'broker 3' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await broker(page, 3, 'crashed').waitFor();
    await page.getByRole('combobox', { name: 'What' }).selectOption({ label: 'broker 1 and broker 2' });
    await page.getByRole('button', { name: /^Cut/ }).first().waitFor();
    await page.getByRole('button', { name: /Slow/ }).first().waitFor();
  });
});

test('the recitation programs are one click away, and do what the slides say', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await page.getByRole('button', { name: 'Add numtest' }).click();
    await playPast(page, 24);
    await page.getByRole('button', { name: 'Table' }).click();
    const row = page.getByRole('row', { name: /numtest-0/ }).first();
    await row.getByText(/end 10/).waitFor();
  });
});

test('clients are added and a record is sent by hand; what cannot be is refused with its reasons', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await page.getByText('Producers and consumers').click();
    await page.getByRole('button', { name: 'Add a producer' }).click();
    await panel(page).getByLabel('Name', { exact: true }).fill('broker-7');
    await panel(page).getByLabel('Every … ms', { exact: true }).fill('soon');
    await page.getByRole('button', { name: 'Add it' }).click();
    const complaints = page.getByRole('alert');
    await complaints.getByText('name broker-7 belongs to the cluster').waitFor();
    await complaints.getByText('the interval in ms must be a whole number, 0 or more').waitFor();
    await panel(page).getByLabel('Name', { exact: true }).fill('payments-app');
    await panel(page).getByLabel('Every … ms', { exact: true }).fill('250');
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByRole('button', { name: 'payments-app', exact: true }).waitFor();
    await page.getByText('Send a record').click();
    await panel(page).getByLabel('Producer', { exact: true }).selectOption('scooters');
    await panel(page).getByLabel('Value', { exact: true }).fill('<script>alert(1)</script> \u202eevil');
    await panel(page).getByLabel('Key', { exact: true }).fill('zoe');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('button', { name: 'step on, to the next interesting entry' }).click();
    await page.waitForTimeout(900);
    expect(await page.evaluate(() => document.querySelectorAll('main script').length)).toBe(0);
  });
});

test('another cluster is built from the form; a form that cannot be is refused at its field; the one before comes back', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await page.getByText('The cluster', { exact: true }).click();
    await panel(page).getByLabel('Brokers', { exact: true }).fill('2');
    await page.getByRole('button', { name: 'Build this cluster' }).click();
    await page.getByText('with 2 brokers the replication factor is at most 2').waitFor();
    await panel(page).getByLabel('Replication factor', { exact: true }).fill('2');
    await panel(page).getByLabel('Kafka', { exact: true }).selectOption('2.8 with ZooKeeper');
    await page.getByRole('button', { name: 'Build this cluster' }).click();
    await column(page, 3).waitFor({ state: 'detached' });
    await column(page, 2).waitFor();
    await page.getByRole('button', { name: 'Back to the one before' }).click();
    await column(page, 3).waitFor();
  });
});

test('a run becomes a link and a file, and both show the very same run again', async () => {
  await withPage(
    async (page, baseUrl) => {
      await openSandbox(page, baseUrl);
      await crashBroker(page, 1);
      await page.getByRole('button', { name: 'step on, to the next interesting entry' }).click();
      await page.waitForFunction(() => parseFloat(document.querySelector('[role=timer]')?.textContent ?? '0') > 6);
      const before = await clock(page);
      await backToPanel(page);
      await page.getByText('Keep, share, open').click();
      await page.getByRole('button', { name: 'Copy a link' }).click();
      await page.waitForFunction((key) => location.hash.startsWith(`#${key}=`), LINK_KEY);
      const address = page.url();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save the recording' }).click(),
      ]);
      const file = (await download.path()) ?? '';
      expect(download.suggestedFilename()).toBe('sandbox-recording.json');

      const check = async (): Promise<void> => {
        await broker(page, 1, 'crashed').waitFor();
        expect(await clock(page)).toBe(before);
      };
      await page.goto('about:blank');
      await page.goto(address);
      await check();
      await page.goto(`${baseUrl}#/sandbox`);
      await page.reload();
      await page.getByRole('timer').getByText('6.000 s').waitFor();
      await page.getByText('Keep, share, open').click();
      await page
        .getByLabel('Open a file')
        .setInputFiles({ name: 'kept.json', mimeType: 'application/json', buffer: readFileSync(file) });
      await check();
    },
    { acceptDownloads: true, permissions: ['clipboard-write'] },
  );
});

test('a broken recording, link or scenario is refused with place, reason and remedy, and the rest goes on', async () => {
  await withPage(async (page, baseUrl) => {
    await openSandbox(page, baseUrl);
    await page.getByText('Keep, share, open').click();
    const give = (name: string, text: string) =>
      page.getByLabel('Open a file').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await give('broken.json', '{"format":"highwater-recording","engine":"x","scenario":{},"seed":"one"}');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('broken.json cannot be opened').waitFor();
    expect(await dialog.getByRole('listitem').count()).toBeGreaterThan(1);
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await give('mine.yaml', 'brokers: 3\ntopics:\n  - name: a b\n    partitions: 0\nerra: 3.9\n');
    await dialog.getByText(/line 5, column 1: .*did you mean era\?/).waitFor();
    expect(await dialog.getByRole('listitem').count()).toBeGreaterThanOrEqual(3);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await give(
      'good.yaml',
      'name: two brokers\nbrokers: 2\ntopics:\n  - { name: t, partitions: 1, replicationFactor: 2 }\n',
    );
    await column(page, 3).waitFor({ state: 'detached' });
    await page.getByText('two brokers', { exact: true }).waitFor();
    await page.goto('about:blank');
    await page.goto(`${baseUrl}#${LINK_KEY}=AAAA`);
    await page.getByRole('dialog').getByText(/link/).first().waitFor();
    await page.keyboard.press('Escape');
    await column(page, 3).waitFor();
  });
});

test('axe finds no fault in the sandbox, wide and narrow, in both themes', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 320]) {
      await withPage(
        async (page, baseUrl) => {
          await page.goto(`${baseUrl}#/sandbox`);
          await page.getByRole('timer').getByText('6.000 s').waitFor();
          for (const part of [
            'Break and mend',
            'Producers and consumers',
            'Send a record',
            'The cluster',
            'Keep, share, open',
          ])
            await page.getByText(part, { exact: true }).click();
          await page.getByRole('button', { name: 'Add a producer' }).click();
          expect(await accessibilityFaults(page)).toEqual([]);
          expect(await overflow(page)).toBeLessThanOrEqual(0);
        },
        { colorScheme, viewport: { width, height: 800 } },
      );
    }
  }
});

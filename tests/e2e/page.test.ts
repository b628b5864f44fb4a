import { expect, test } from 'vitest';

import { openLesson, runStep } from './support/lesson.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();
const LESSON = '02-a-log-not-a-queue';
const phone = { viewport: { width: 390, height: 844 } };

test('on a phone Run leads to the picture, and a button leads back to what it answers', async () => {
  await withPage(async (page, baseUrl) => {
    await openLesson(page, baseUrl, LESSON);
    const picture = page.getByRole('application');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await picture.waitFor();
    await page.waitForFunction(() => {
      const top = document.querySelector('[role="application"]')?.getBoundingClientRect().top ?? Infinity;
      return top >= -10 && top < 300;
    });
    await page.getByRole('button', { name: 'to the end of the step' }).click();
    const back = page.getByRole('button', { name: 'Back to the text' });
    await back.click();
    await back.waitFor({ state: 'detached' });
    const next = page.getByRole('button', { name: 'Next step' });
    await page.waitForFunction(() => (document.querySelector('.outcome')?.getBoundingClientRect().top ?? -1) >= 0);
    await next.click();
  }, phone);
});

test('by keyboard one gets from the last step into the self-check, and through it', async () => {
  await withPage(async (page, baseUrl) => {
    await openLesson(page, baseUrl, LESSON);
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    for (let steps = 0; steps < 20; steps++) {
      await runStep(page);
      const next = page.getByRole('button', { name: 'Next step' });
      if ((await next.count()) === 0) break;
      await next.click();
    }
    await page.getByRole('button', { name: 'To the self-check' }).press('Enter');
    await page.getByRole('heading', { name: 'Self-check' }).waitFor();
    await expect.poll(focused).toBe('Self-check');
    for (let item = 0; item < 3; item++) {
      const answer = page.getByRole('button', { name: 'Answer', exact: true });
      for (let tries = 0; tries < 2 && (await answer.count()) > 0; tries++) {
        await page.locator('input[type=radio]:not(:disabled)').first().check();
        await answer.click();
      }
      await page.getByRole('button', { name: 'Go on' }).press('Enter');
    }
    await page.getByRole('button', { name: 'Finish the lesson' }).press('Enter');
    await expect.poll(focused).toBe('A log, not a queue: done');
    await page.getByRole('link', { name: /^Next lesson: / }).waitFor();
    // Whoever comes back may go to any step.
    await page.reload();
    await page.getByRole('button', { name: /^Run/ }).waitFor();
    await page.getByRole('button', { name: /^Step 5/ }).click();
    await page.getByText('Step 5 of 6').waitFor();
  });
});

test('a file that is neither a recording nor a scenario is refused with these words first', async () => {
  await withPage(async (page, baseUrl) => {
    await page.goto(`${baseUrl}#/sandbox`);
    await page.getByText('Keep, share, open').click();
    await page
      .getByLabel('Open a file')
      .setInputFiles({ name: 'mine.json', mimeType: 'text/plain', buffer: Buffer.from('{ "a": 1 }') });
    const reason = page.getByRole('dialog').getByRole('listitem').first();
    await reason.waitFor();
    expect(await reason.textContent()).toMatch(/^This is neither a recording/);
  });
});

test('two futures stand beside one another as far as they differ', async () => {
  await withPage(async (page, baseUrl) => {
    await page.goto(`${baseUrl}#/sandbox`);
    const track = page.getByRole('slider', { name: 'Time' });
    await track.waitFor();
    await page.getByText('Break and mend').click();
    await page
      .getByRole('button', { name: /^Crash broker 1/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'step on, to the next interesting entry' }).click();
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: 'step on, to the next interesting entry' }).click();
    await page.getByRole('button', { name: /^Branches/ }).click();
    await page
      .getByRole('button', { name: /^Compare with/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Two futures at/).waitFor();
    await dialog.getByRole('rowheader', { name: 'broker 1' }).waitFor();
    const row = dialog.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'broker 1' }) });
    expect(await row.textContent()).toMatch(/running.*crashed/s);
  });
});

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { accessibilityFaults } from './support/accessibility.ts';
import { openLesson, overflow, runStep, skipToEnd } from './support/lesson.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();
const LESSON = '10-a-broker-dies';

test('a lesson is gone through with the mouse: predict, run, compare, explain, check', async () => {
  await withPage(async (page, baseUrl) => {
    await openLesson(page, baseUrl, LESSON);
    expect(await page.title()).toBe('A broker dies · Highwater');
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    const firstLook = page.getByRole('region', { name: 'A first look at the picture' });
    await firstLook.waitFor();
    for (let steps = 0; steps < 20; steps++) {
      await runStep(page);
      const next = page.getByRole('button', { name: 'Next step' });
      if ((await next.count()) === 0) break;
      await next.click();
      await firstLook.waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'To the self-check' }).click();
    await page.getByRole('heading', { name: 'Self-check' }).waitFor();
    for (let item = 0; item < 3; item++) {
      for (
        let tries = 0;
        tries < 2 && (await page.getByRole('button', { name: 'Answer', exact: true }).count()) > 0;
        tries++
      ) {
        await page.locator('input[type=radio]:not(:disabled)').first().check();
        await page.getByRole('button', { name: 'Answer', exact: true }).click();
      }
      await page.getByRole('button', { name: 'Go on' }).click();
    }
    await page.getByRole('button', { name: 'Finish the lesson' }).click();
    await page.getByRole('heading', { name: 'A broker dies: done' }).waitFor();
    await page.getByRole('link', { name: 'To the course' }).first().click();
    await page.getByText('done', { exact: true }).waitFor();
  });
});

test('nothing moves before a prediction: play is held back and says why', async () => {
  await withPage(async (page, baseUrl) => {
    await openLesson(page, baseUrl, LESSON);
    await runStep(page);
    await page.getByRole('button', { name: 'Next step' }).click();
    await page.getByRole('button', { name: 'Run and compare' }).waitFor();
    const play = page.getByRole('button', { name: 'Play' });
    expect(await play.getAttribute('aria-disabled')).toBe('true');
    const clock = page.getByRole('timer');
    const before = await clock.textContent();
    await play.click({ force: true });
    await page.waitForTimeout(300);
    expect(await clock.textContent()).toBe(before);
    expect(await play.getAttribute('title')).toMatch(/choose an answer/i);
  });
});

/** Presses Tab until the element that has the focus is called so. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null;
      return (element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '').trim();
    });
    if (name.test(found)) return;
  }
  throw new Error(`nothing called ${String(name)} can be reached by Tab`);
}

test('a lesson is gone through by keyboard alone, the picture and the timeline too', async () => {
  await withPage(async (page, baseUrl) => {
    await openLesson(page, baseUrl, LESSON);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await tabTo(page, /^Run$/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^to the end of the step/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Explain|Next step/ }).waitFor();
    // The panel has moved the focus to what the run gave.
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'What the run gave');
    await tabTo(page, /^Next step$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'Paid, and gone' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H2');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, /^Run and compare$/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^to the end of the step/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Explain' }).waitFor();
    // The track: home, a moment on, an arrow back, the end.
    await tabTo(page, /^Time$/);
    const now = (): Promise<number> =>
      page.evaluate(() => Number(document.activeElement?.getAttribute('aria-valuenow')));
    const end = await now();
    await page.keyboard.press('Home');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-valuenow') === '0');
    await page.keyboard.press('PageUp');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-valuenow') !== '0');
    const moment = await now();
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(
      (before) => Number(document.activeElement?.getAttribute('aria-valuenow')) < before,
      moment,
    );
    await page.keyboard.press('End');
    await page.waitForFunction(
      (last) => Math.abs(Number(document.activeElement?.getAttribute('aria-valuenow')) - last) <= 1,
      end,
    );
    // The picture is one stop; arrows go from thing to thing, Enter opens, Escape closes.
    await page.evaluate(() => document.getElementById('main')?.focus());
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement?.closest('[role=application]') !== null)) break;
    }
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.inspector').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.inspector').waitFor({ state: 'detached' });
  });
});

test('axe finds no fault at the start, in the middle of a run, with a verdict, in the tables and in the self-check', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await withPage(
      async (page, baseUrl) => {
        await openLesson(page, baseUrl, '02-a-log-not-a-queue');
        expect(await accessibilityFaults(page)).toEqual([]);
        await page.getByRole('button', { name: 'Run', exact: true }).click();
        await page.waitForTimeout(700);
        await page.getByRole('button', { name: 'Pause' }).click();
        expect(await accessibilityFaults(page)).toEqual([]);
        await skipToEnd(page);
        for (let steps = 0; steps < 12; steps++) {
          const next = page.getByRole('button', { name: 'Next step' });
          if ((await next.count()) === 0) break;
          await next.click();
          await runStep(page);
          if (steps === 0) {
            expect(await accessibilityFaults(page)).toEqual([]);
            await page.getByRole('button', { name: 'Table' }).click();
            await page.getByRole('table').first().waitFor();
            expect(await accessibilityFaults(page)).toEqual([]);
          }
        }
        await page.getByRole('button', { name: 'To the self-check' }).click();
        await page.getByRole('heading', { name: 'Self-check' }).waitFor();
        expect(await accessibilityFaults(page)).toEqual([]);
      },
      { colorScheme },
    );
  }
});

test('at 390 and at 320 px the table comes first, nothing overflows, and axe finds no fault', async () => {
  for (const width of [390, 320]) {
    await withPage(
      async (page, baseUrl) => {
        await openLesson(page, baseUrl, LESSON);
        await page.getByRole('heading', { name: /Partitions and their copies/ }).waitFor();
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        expect(await accessibilityFaults(page)).toEqual([]);
        await page.getByRole('button', { name: 'Scene' }).click();
        await page.getByRole('application').waitFor();
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        expect(await accessibilityFaults(page)).toEqual([]);
      },
      { viewport: { width, height: 844 } },
    );
  }
});

test('back and forward lead through the pages, and a lesson goes on where it was left', async () => {
  await withPage(async (page, baseUrl) => {
    await page.goto(baseUrl);
    await page.getByRole('link', { name: 'A broker dies' }).click();
    await runStep(page);
    await page.getByRole('button', { name: 'Next step' }).click();
    await page.getByRole('heading', { name: 'Paid, and gone' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: /Understand Kafka/ }).waitFor();
    await page.getByText(/at step 2 of \d+/).waitFor();
    await page.goForward();
    await page.getByRole('heading', { name: 'Paid, and gone' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Paid, and gone' }).waitFor();
  });
});

test('the step once more with one thing changed stands beside the run as it was', async () => {
  await withPage(async (page, baseUrl) => {
    await openLesson(page, baseUrl, LESSON);
    for (let steps = 0; steps < 12; steps++) {
      await runStep(page);
      if ((await page.getByRole('button', { name: 'Run it changed' }).count()) > 0) break;
      await page.getByRole('button', { name: 'Next step' }).click();
    }
    await page.getByRole('button', { name: 'Run it changed' }).click();
    await page.getByText('One thing changed.').waitFor();
    await page.getByRole('button', { name: 'Back to the run as it was' }).click();
    await page.getByText('One thing changed.').waitFor({ state: 'detached' });
  });
});

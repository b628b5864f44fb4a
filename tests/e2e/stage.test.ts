import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { accessibilityFaults } from './support/accessibility.ts';
import { overflow } from './support/lesson.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();
const stage = { viewport: { width: 1920, height: 1080 } };

async function openStage(page: Page, baseUrl: string, what = 'lesson/10-a-broker-dies'): Promise<void> {
  await page.goto(`${baseUrl}#/present/${what}`);
  await page.getByRole('application').waitFor();
}

const place = (page: Page, at: number) => page.getByText(new RegExp(`^${at} of \\d+$`));
const broker = (page: Page, id: number, state: string) =>
  page.locator(`[data-key="broker:${id}"][aria-label*="${state}"]`).first();

test('a clicker moves between the beats of a lesson, forwards and back', async () => {
  await withPage(async (page, baseUrl) => {
    await openStage(page, baseUrl);
    await place(page, 1).waitFor();
    const first = await page.locator('.say').textContent();
    for (const [key, at] of [
      ['PageDown', 2],
      ['ArrowRight', 3],
      ['Space', 4],
    ] as const) {
      await page.keyboard.press(key);
      await place(page, at).waitFor();
      // Pressed once more on the way, it is there at once.
      await page.keyboard.press(key);
      await page.waitForFunction(() => document.querySelector('[aria-label="Play"]') !== null);
    }
    await page.keyboard.press('PageUp');
    await place(page, 3).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await place(page, 1).waitFor();
    expect(await page.locator('.say').textContent()).toBe(first);
  }, stage);
});

test('one key crashes the selected broker, one undoes it, one goes back to the last beat', async () => {
  await withPage(async (page, baseUrl) => {
    await openStage(page, baseUrl);
    await page.keyboard.press('2');
    await page.keyboard.press('k');
    await broker(page, 2, 'crashed').waitFor();
    await page.getByText('off script').waitFor();
    await page.keyboard.press('u');
    await broker(page, 2, 'running').waitFor();
    await page.keyboard.press('3');
    await page.keyboard.press('K');
    await broker(page, 3, 'crashed').waitFor();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('r');
    await broker(page, 3, 'running').waitFor();
    await page.getByText('off script').waitFor({ state: 'detached' });
    await place(page, 1).waitFor();
  }, stage);
});

test('the screen is darkened and lit again, and while it is dark no other key does anything', async () => {
  await withPage(async (page, baseUrl) => {
    await openStage(page, baseUrl);
    const dark = page.getByRole('button', { name: /The screen is dark/ });
    await page.keyboard.press('.');
    await dark.waitFor();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('b');
    await dark.waitFor({ state: 'detached' });
    await place(page, 1).waitFor();
  }, stage);
});

test('letters are no shortcuts where they are switched off, and never in a dialog', async () => {
  await withPage(async (page, baseUrl) => {
    await page.addInitScript(() => {
      localStorage.setItem(
        'highwater:1',
        JSON.stringify({ format: 'highwater-progress', version: 1, lessons: {}, settings: { singleKeys: 'off' } }),
      );
    });
    await openStage(page, baseUrl);
    await page.keyboard.press('2');
    await page.keyboard.press('k');
    await page.keyboard.press('b');
    await page.waitForTimeout(200);
    expect(await broker(page, 2, 'running').count()).toBe(1);
    await page.getByRole('button', { name: /^Keys/ }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('Escape');
    await place(page, 1).waitFor();
    await page.keyboard.press('PageDown');
    await place(page, 2).waitFor();
  }, stage);
});

test('prose is at least 28 px and every label at least 22 px, in the projector theme', async () => {
  await withPage(async (page, baseUrl) => {
    await openStage(page, baseUrl);
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    await page.waitForTimeout(500);
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('projector');
    const sizes = await page.evaluate(() => {
      const small: string[] = [];
      for (const element of document.querySelectorAll('main *')) {
        const own = [...element.childNodes].some(
          (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
        );
        const { fontSize, visibility, clipPath } = getComputedStyle(element);
        if (!own || visibility === 'hidden' || clipPath !== 'none' || element.closest('.unseen, option') !== null)
          continue;
        const least = element.closest('.words') !== null && !element.matches('.letter') ? 28 : 22;
        if (parseFloat(fontSize) < least)
          small.push(`${element.tagName} ${fontSize} ${element.textContent?.trim().slice(0, 30)}`);
      }
      return small;
    });
    expect(sizes).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  }, stage);
});

test('the sandbox can be presented: keys go from one interesting entry to the next, and what was built is still there', async () => {
  await withPage(async (page, baseUrl) => {
    await page.goto(`${baseUrl}#/sandbox`);
    await page.getByRole('timer').getByText('6.000 s').waitFor();
    await page.getByRole('button', { name: 'Add numtest' }).click();
    await page.getByRole('link', { name: 'Present' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sandbox' }).waitFor();
    // Its keys are there with its time.
    await page.getByRole('timer').waitFor();
    await page.keyboard.press('PageDown');
    await page.waitForFunction(() => document.querySelector('[role=timer]')?.textContent !== '6.000 s');
    await page.keyboard.press('1');
    await page.keyboard.press('k');
    await broker(page, 1, 'crashed').waitFor();
    await page.keyboard.press('r');
    await broker(page, 1, 'running').waitFor();
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { name: 'Sandbox', level: 2 }).waitFor();
  }, stage);
});

test('a lesson about groups is presented: the positions and commits that it speaks of are drawn, labels large enough', async () => {
  await withPage(async (page, baseUrl) => {
    await openStage(page, baseUrl, 'lesson/08-share-or-copy');
    await place(page, 1).waitFor();
    for (const at of [2, 3]) {
      await page.keyboard.press('PageDown');
      await place(page, at).waitFor();
      await page.keyboard.press('PageDown');
      await page.waitForFunction(() => document.querySelector('[aria-label="Play"]') !== null);
    }
    await page.locator('[data-key="group:billing"]').waitFor();
    expect(await page.locator('.position').count()).toBeGreaterThan(0);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  }, stage);
}, 120_000);

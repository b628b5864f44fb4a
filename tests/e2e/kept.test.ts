import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { accessibilityFaults } from './support/accessibility.ts';
import { openLesson, runStep } from './support/lesson.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();
const KEY = 'highwater:1';

test('a theme and a way of moving are chosen and kept', async () => {
  await withPage(async (page, baseUrl) => {
    await page.goto(baseUrl);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page
      .getByRole('group', { name: /^Theme auto/ })
      .getByLabel('dark')
      .check();
    await page
      .getByRole('group', { name: /^Motion/ })
      .getByLabel('step')
      .check();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.reload();
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await openLesson(page, baseUrl, '02-a-log-not-a-queue');
    await page.locator('.motion-step').waitFor();
  });
});

test('without a choice, whoever asks the system for less motion gets less', async () => {
  await withPage(
    async (page, baseUrl) => {
      await openLesson(page, baseUrl, '02-a-log-not-a-queue');
      await page.locator('.motion-reduced').waitFor();
    },
    { reducedMotion: 'reduce' },
  );
});

test('progress is exported, cleared, taken back, cleared and imported', async () => {
  await withPage(
    async (page, baseUrl) => {
      await openLesson(page, baseUrl, '10-a-broker-dies');
      await runStep(page);
      await page.goto(baseUrl);
      await page
        .getByText(/at step|begun/)
        .first()
        .waitFor();
      const settings = page.getByRole('dialog');
      await page.getByRole('button', { name: 'Settings' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        settings.getByRole('button', { name: 'Export to a file' }).click(),
      ]);
      const text = readFileSync((await download.path()) ?? '', 'utf8');
      await settings.getByRole('button', { name: 'Clear …' }).click();
      await settings.getByRole('button', { name: 'Keep it' }).click();
      await settings.getByRole('button', { name: 'Clear …' }).click();
      await settings.getByRole('button', { name: 'Yes, clear 1 lesson' }).click();
      await page.keyboard.press('Escape');
      await page
        .getByText(/at step|begun/)
        .first()
        .waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Undo' }).click();
      await page
        .getByText(/at step|begun/)
        .first()
        .waitFor();
      await page.getByRole('button', { name: 'Settings' }).click();
      await settings.getByRole('button', { name: 'Clear …' }).click();
      await settings.getByRole('button', { name: 'Yes, clear 1 lesson' }).click();
      await settings
        .getByLabel('Import from a file')
        .setInputFiles({ name: 'p.json', mimeType: 'application/json', buffer: Buffer.from(text) });
      await page.keyboard.press('Escape');
      await page
        .getByText(/at step|begun/)
        .first()
        .waitFor();
      await page.getByRole('button', { name: 'Settings' }).click();
      await settings
        .getByLabel('Import from a file')
        .setInputFiles({ name: 'q.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}') });
      await page.getByText('Nothing could be imported.').first().waitFor();
      await page
        .getByText(/its format is not highwater-progress/)
        .first()
        .waitFor();
    },
    { acceptDownloads: true },
  );
});

test('what is stored and broken is left out piece by piece, with a notice, and the rest stands', async () => {
  await withPage(async (page, baseUrl) => {
    const stored = {
      format: 'highwater-progress',
      version: 1,
      lessons: {
        '10-a-broker-dies': { hash: 'x', step: null, done: true, answers: [] },
        '02-a-log-not-a-queue': { hash: 7 },
      },
      settings: { theme: 'neon', motion: 'step' },
    };
    await page.addInitScript(
      ([key, text]) => localStorage.setItem(key ?? '', text ?? ''),
      [KEY, JSON.stringify(stored)],
    );
    await page.goto(baseUrl);
    const notices = page.getByRole('region', { name: 'Notices' });
    await notices.getByText('Some of what was kept could not be read.').waitFor();
    await notices.getByText(/settings theme; "neon" is none of auto, light, dark, projector; auto is used/).waitFor();
    await notices
      .getByText(/lessons 02-a-log-not-a-queue hash; it is 7, not a text; this lesson is left out/)
      .waitFor();
    await page.getByText('done', { exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await notices.getByRole('button', { name: 'Dismiss' }).click();
    await notices.waitFor({ state: 'detached' });
  });
});

test('where storage is forbidden the page works, and says that it keeps nothing', async () => {
  await withPage(async (page, baseUrl) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('forbidden', 'SecurityError');
        },
      });
    });
    await openLesson(page, baseUrl, '02-a-log-not-a-queue');
    await page
      .getByText(/This browser keeps nothing for the page/)
      .first()
      .waitFor();
    await runStep(page);
  });
});

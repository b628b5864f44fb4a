import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { openLesson, skipToEnd } from './support/lesson.ts';
import { openSandbox } from './support/sandbox.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();

/** Where something stands, in the window. */
async function boxOf(locator: Locator): Promise<{ left: number; top: number; right: number; bottom: number }> {
  return locator.evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  });
}

test('the first screen of the course ends with its last line', async () => {
  await withPage(
    async (page, baseUrl) => {
      await page.goto(baseUrl);
      await page.getByRole('link', { name: /^Begin with lesson/ }).waitFor();
      expect((await boxOf(page.locator('footer'))).bottom).toBeLessThanOrEqual(900);
      expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(900);
    },
    { viewport: { width: 1440, height: 900 } },
  );
});

test('what the page says stands over the panel, not over the picture, and goes with the page it was said on', async () => {
  await withPage(
    async (page, baseUrl) => {
      await openSandbox(page, baseUrl);
      await page.getByRole('button', { name: 'The same cluster with KRaft' }).click();
      const notice = page.getByText('A new cluster is running.');
      await notice.first().waitFor();
      const picture = await boxOf(page.getByRole('application'));
      expect((await boxOf(page.getByRole('region', { name: 'Notices' }))).right).toBeLessThanOrEqual(picture.left);
      await openLesson(page, baseUrl, '10-a-broker-dies');
      expect(await page.getByRole('region', { name: 'Notices' }).count()).toBe(0);
    },
    { viewport: { width: 1440, height: 900 } },
  );
});

async function inSightOf(page: Page, inner: string, outer: string): Promise<boolean> {
  const [one, frame] = [await boxOf(page.locator(inner).last()), await boxOf(page.locator(outer).last())];
  return one.top >= frame.top - 1 && one.bottom <= frame.bottom + 1;
}

test('the latest entry is in sight below the panel, and so is the way on from a verdict, at 1280 x 720', async () => {
  await withPage(
    async (page, baseUrl) => {
      await openSandbox(page, baseUrl);
      await expect.poll(() => inSightOf(page, '.log li:has([aria-current])', '.log .lines')).toBe(true);
      await openLesson(page, baseUrl, '08-share-or-copy');
      const bar = await boxOf(page.getByRole('region', { name: 'Timeline' }));
      await page.getByRole('button', { name: "skip, don't count" }).click();
      await page.getByRole('button', { name: 'to the end of the step' }).waitFor();
      // The picture does not jump when a run begins.
      expect(await boxOf(page.getByRole('region', { name: 'Timeline' }))).toEqual(bar);
      await skipToEnd(page);
      await expect.poll(() => inSightOf(page, '.onward', '.panel-scroll')).toBe(true);
    },
    { viewport: { width: 1280, height: 720 } },
  );
});

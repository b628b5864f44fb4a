import { expect, test } from 'vitest';

import { accessibilityFaults } from './support/accessibility.ts';
import { countScriptBytes } from './support/first-load.ts';
import { useBuiltPage } from './support/with-page.ts';

const withPage = useBuiltPage();

test('the built page opens from a sub-path and says what it is in a main heading', async () => {
  await withPage(async (page, baseUrl) => {
    await page.goto(baseUrl);
    const heading = page.getByRole('heading', { level: 1 });
    await heading.waitFor();
    expect(await heading.count()).toBe(1);
    expect(await page.title()).toContain('Highwater');
  });
});

test('axe finds no fault in the first page, in light and in dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await withPage(
      async (page, baseUrl) => {
        await page.goto(baseUrl);
        await page.getByRole('heading', { level: 1 }).waitFor();
        expect(await accessibilityFaults(page)).toEqual([]);
      },
      { colorScheme },
    );
  }
});

test('the first page loads at most 120 kB of JavaScript', async () => {
  await withPage(async (page, baseUrl) => {
    const scriptBytes = countScriptBytes(page);
    await page.goto(baseUrl, { waitUntil: 'networkidle' });
    const kilobytes = (await scriptBytes()) / 1000;
    console.log(`first page: ${kilobytes.toFixed(1)} kB of JavaScript, gzipped`);
    expect(kilobytes).toBeGreaterThan(1);
    expect(kilobytes).toBeLessThanOrEqual(120);
  });
});

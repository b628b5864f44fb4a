import { expect, test } from 'vitest';

import { accessibilityFaults } from './support/accessibility.ts';
import { overflow } from './support/lesson.ts';
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

test('the landing page says in one screen what this is, with one button to begin and the whole course', async () => {
  await withPage(
    async (page, baseUrl) => {
      await page.goto(baseUrl);
      const begin = page.getByRole('link', { name: /^Begin with lesson/ });
      await begin.waitFor();
      for (const essential of [
        begin,
        page.getByRole('link', { name: 'Sandbox' }),
        page.getByRole('button', { name: 'Present' }),
        page.getByText('Incident room'),
      ]) {
        const box = await essential.boundingBox();
        expect((box?.y ?? 0) + (box?.height ?? 1000)).toBeLessThanOrEqual(720);
      }
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.getByRole('button', { name: 'Present' }).click();
      await page.getByRole('link', { name: 'A broker dies' }).first().waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    },
    { viewport: { width: 1280, height: 720 } },
  );
});

test('an address that leads nowhere says so and offers the way home', async () => {
  await withPage(async (page, baseUrl) => {
    await page.goto(`${baseUrl}#/lesson/99-nothing`);
    await page.getByText('There is no lesson 99-nothing.').waitFor();
    await page.goto(`${baseUrl}#/no/such/place`);
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    expect(await page.title()).toBe('Not found · Highwater');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'To the course' }).last().click();
    await page.getByRole('link', { name: /^Begin with lesson/ }).waitFor();
  });
});

test('at 320 px nothing overflows and axe finds no fault', async () => {
  await withPage(
    async (page, baseUrl) => {
      await page.goto(baseUrl);
      await page.getByRole('link', { name: /^Begin with lesson/ }).waitFor();
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await accessibilityFaults(page)).toEqual([]);
    },
    { viewport: { width: 320, height: 700 } },
  );
});

test('the legend and the keys are there on every page', async () => {
  await withPage(async (page, baseUrl) => {
    await page.goto(baseUrl);
    await page.getByRole('button', { name: 'Legend' }).click();
    await page.getByRole('dialog').getByRole('heading', { name: 'Legend' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Legend');
  });
});

test('what is simplified here can be read in the page, wide and narrow', async () => {
  for (const width of [1280, 320]) {
    await withPage(
      async (page, baseUrl) => {
        await page.goto(baseUrl);
        await page.getByRole('link', { name: 'What is simplified here?' }).click();
        await page.getByRole('heading', { name: 'Popular claims that we contradict' }).waitFor();
        expect(await page.getByRole('table').count()).toBe(3);
        expect(await accessibilityFaults(page)).toEqual([]);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        await page.goto(`${baseUrl}#/sandbox`);
        await page.getByRole('link', { name: 'What is simplified here?' }).waitFor();
      },
      { viewport: { width, height: 800 } },
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

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

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
const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const words = async (page: Page): Promise<string> => (await page.locator('.words').innerText()).replace(/\s+/g, ' ');

test('the beat stands in the address: a reload and a shared address open there, Home and End go to the ends', async () => {
  await withPage(async (page, baseUrl) => {
    await openStage(page, baseUrl, 'lesson/10-a-broker-dies/beat/9');
    await place(page, 9).waitFor();
    expect(await words(page)).toContain('The run says');
    await press(page, 'PageUp');
    await place(page, 8).waitFor();
    expect(new URL(page.url()).hash).toBe('#/present/lesson/10-a-broker-dies/beat/8');
    await page.reload();
    await place(page, 8).waitFor();
    await press(page, 'Home');
    await place(page, 1).waitFor();
    await press(page, 'End');
    await page.getByText(/^(\d+) of \1$/).waitFor();
    // From the list of beats one is chosen.
    await press(page, 'l');
    await page.getByRole('dialog', { name: 'Go to a beat' }).waitFor();
    await press(page, 'Home', 'ArrowDown', 'ArrowDown', 'Enter');
    await place(page, 3).waitFor();
  }, stage);
}, 120_000);

test('a vote prints the question of its step with its own options, and at the verdict the letter that the run gives', async () => {
  await withPage(async (page, baseUrl) => {
    await openStage(page, baseUrl, 'lesson/10-a-broker-dies/beat/21');
    await place(page, 21).waitFor();
    const vote = page.locator('.question');
    const asked = await vote.locator('.ask').innerText();
    expect(asked).toContain('Vote');
    expect(asked).toContain('How many of its Fetch requests does broker 3 serve?');
    const options = await vote.locator('li').allInnerTexts();
    // On the way, and at the verdict, the same question and the same options.
    await press(page, 'PageDown', 'PageDown', 'PageDown', 'PageDown');
    await place(page, 23).waitFor();
    await page.getByText(/The run says [A-D]/).waitFor();
    expect(await vote.locator('.ask').innerText()).toContain('How many of its Fetch requests does broker 3 serve?');
    const shown = (await vote.locator('li:has(.letter)').allInnerTexts()).map((text) => text.split('\n')[0]);
    expect(shown).toEqual(options);
    expect(await page.locator('.discuss').innerText()).toContain('Discuss');
    // One key shows what is behind the other options, and going on puts it away.
    await press(page, 'a');
    await page.getByRole('heading', { name: 'Why not the others?' }).waitFor();
    expect(await page.locator('.reasons').innerText()).toContain('You might think');
    await press(page, 'PageDown');
    await page.locator('.reasons').waitFor({ state: 'detached' });
    await place(page, 24).waitFor();
  }, stage);
}, 120_000);

test("the list of speeds, the track and the picture do not take a clicker's keys once they have been clicked", async () => {
  await withPage(async (page, baseUrl) => {
    await openStage(page, baseUrl);
    await place(page, 1).waitFor();
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('1');
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('SELECT');
    await page.getByRole('combobox', { name: 'Speed' }).focus();
    await press(page, 'PageDown');
    await place(page, 2).waitFor();
    await press(page, '2', 'k');
    await broker(page, 2, 'crashed').waitFor();
    await press(page, 'r');
    await broker(page, 2, 'running').waitFor();
    await page
      .locator('[data-key="broker:3"]')
      .first()
      .click({ position: { x: 40, y: 20 } });
    await press(page, 'PageUp');
    await place(page, 1).waitFor();
    await page.getByRole('slider', { name: 'Time' }).click({ position: { x: 20, y: 40 } });
    await press(page, 'PageDown');
    await place(page, 2).waitFor();
  }, stage);
}, 120_000);

test('a number that no broker has selects nothing, and a broker that has crashed is not crashed again', async () => {
  await withPage(async (page, baseUrl) => {
    await openStage(page, baseUrl);
    await place(page, 1).waitFor();
    await press(page, '2', '4');
    await page.getByText('There is no broker 4.').first().waitFor();
    await press(page, 'k');
    await page.getByText('Select a broker first: press its number.').first().waitFor();
    expect(await broker(page, 2, 'running').count()).toBe(1);
    await press(page, '3', 'k');
    await broker(page, 3, 'crashed').waitFor();
    await press(page, 'k');
    await page.getByText('Broker 3 has already crashed.').first().waitFor();
    // One step of undo, since the second press did nothing.
    await press(page, 'u');
    await broker(page, 3, 'running').waitFor();
    await page.getByText('off script').waitFor({ state: 'detached' });
  }, stage);
}, 120_000);

test('off script a clicker goes on from entry to entry, and back over where the script was left to the beat', async () => {
  await withPage(async (page, baseUrl) => {
    await openStage(page, baseUrl);
    await place(page, 1).waitFor();
    const time = () => page.getByRole('timer').innerText();
    const began = await time();
    await press(page, '2', 'k');
    await page.getByText('off script').waitFor();
    for (let times = 0; times < 2; times++) {
      const before = await time();
      await press(page, 'PageDown');
      await page.waitForFunction(
        (text) => document.querySelector('[role=timer]')?.textContent?.trim() !== text,
        before,
      );
      await page.waitForTimeout(900);
    }
    expect(await time()).not.toBe(began);
    for (let presses = 0; presses < 8 && (await page.getByText('off script').count()) > 0; presses++) {
      await press(page, 'PageUp');
      await page.waitForTimeout(900);
    }
    expect(await page.getByText('off script').count()).toBe(0);
    await broker(page, 2, 'running').waitFor();
    await place(page, 1).waitFor();
    expect(await time()).toBe(began);
  }, stage);
}, 120_000);

test('leaving leads to the same step of the lesson, with the cluster as it is there', async () => {
  await withPage(async (page, baseUrl) => {
    await openStage(page, baseUrl, 'lesson/10-a-broker-dies/beat/11');
    await place(page, 11).waitFor();
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { name: 'The old leader comes back' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#/lesson/10-a-broker-dies/returns');
    await broker(page, 1, 'crashed').waitFor();
  }, stage);
}, 120_000);

test.each([
  [1280, 720],
  [1366, 768],
  [1024, 768],
  [2560, 1440],
])('a screen of %i x %i shows the whole stage, laid out as for 1920 x 1080', async (width, height) => {
  await withPage(
    async (page, baseUrl) => {
      await openStage(page, baseUrl, 'lesson/09-rebalancing/beat/5');
      await place(page, 5).waitFor();
      const [layout, drawn] = await page.evaluate(() => {
        const frame = document.querySelector<HTMLElement>('main .stage');
        const box = frame?.getBoundingClientRect();
        return [
          [frame?.offsetWidth, frame?.offsetHeight, document.querySelector('.picture svg')?.clientWidth],
          [box?.left ?? 0, box?.top ?? 0, box?.right ?? 0, box?.bottom ?? 0],
        ];
      });
      expect(layout).toEqual([1920, 1080, 1920]);
      const scale = Math.min(width / 1920, height / 1080);
      expect((drawn[2] ?? 0) - (drawn[0] ?? 0)).toBeCloseTo(1920 * scale, 0);
      expect((drawn[3] ?? 0) - (drawn[1] ?? 0)).toBeCloseTo(1080 * scale, 0);
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(-1);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    },
    { viewport: { width, height } },
  );
});

import type { Page } from 'playwright-core';

/** Opens the sandbox and waits until its cluster is drawn. */
export async function openSandbox(page: Page, baseUrl: string): Promise<void> {
  await page.goto(`${baseUrl}#/sandbox`);
  await page.getByRole('timer').getByText('6.000 s').waitFor();
  await page.getByRole('application').waitFor();
}

/** A broker in that state, as a screen reader has it: where there is little room the words are not drawn. */
export const broker = (page: Page, id: number, state: string) =>
  page.locator(`[data-key="broker:${id}"][aria-label*="${state}"]`).first();

/** Clicks a broker's title: its middle belongs to the copies. */
export const choose = (page: Page, broker: number) => column(page, broker).click({ position: { x: 24, y: 14 } });
export const panel = (page: Page) => page.locator('.panel');
export const clock = (page: Page): Promise<string | null> => page.getByRole('timer').textContent();
export const column = (page: Page, broker: number) => page.locator(`[data-key="broker:${broker}"]`).first();

/** Chooses a broker and crashes it from its sheet; it is drawn as crashed then. */
export async function crashBroker(page: Page, id: number): Promise<void> {
  await choose(page, id);
  await page
    .locator('.inspector')
    .getByRole('button', { name: new RegExp(`^Crash broker ${id}`) })
    .click();
  await broker(page, id, 'crashed').waitFor();
}

/** From a thing's sheet back to the sandbox's own panel, whose place it has taken. */
export const backToPanel = (page: Page) => panel(page).getByRole('button', { name: 'Sandbox', exact: true }).click();

/** Plays at twenty times the speed until that is to be seen. */
export async function playUntil(page: Page, seen: () => Promise<unknown>): Promise<void> {
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('20');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await seen();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
}

/** Plays at twenty times the speed until that many seconds have been passed. */
export async function playPast(page: Page, seconds: number): Promise<void> {
  const passed = (past: number) => parseFloat(document.querySelector('[role=timer]')?.textContent ?? '0') > past;
  await playUntil(page, () => page.waitForFunction(passed, seconds));
}

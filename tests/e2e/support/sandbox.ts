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

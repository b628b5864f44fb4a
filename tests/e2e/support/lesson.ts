import type { Page } from 'playwright-core';

/** Opens a lesson and waits until its first step can be run. */
export async function openLesson(page: Page, baseUrl: string, id: string): Promise<void> {
  await page.goto(`${baseUrl}#/lesson/${id}`);
  await page.getByRole('button', { name: /^Run/ }).waitFor();
}

/** Lets the step run to its end without watching it. */
export async function skipToEnd(page: Page): Promise<void> {
  const over = page.getByRole('button', { name: /^(Explain|Next step|To the self-check)$/ });
  const end = page.getByRole('button', { name: 'to the end of the step' });
  await end.or(over).first().waitFor();
  // A short step may end while the button is being aimed at.
  if ((await over.count()) === 0) await end.click({ timeout: 5_000 }).catch(() => undefined);
  await over.waitFor();
}

/** Runs a step, with the first answer where it asks something (in each row of a table), and leaves it explained. */
export async function runStep(page: Page): Promise<void> {
  if ((await page.getByRole('button', { name: 'Run and compare' }).count()) > 0) {
    const options = page.locator('input[type=radio]');
    const questions = new Set(await options.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).name)));
    for (const name of questions) await page.locator(`input[type=radio][name="${name}"]`).first().check();
    await page.getByRole('button', { name: 'Run and compare' }).click();
  } else {
    await page.getByRole('button', { name: 'Run', exact: true }).click();
  }
  await skipToEnd(page);
  const explain = page.getByRole('button', { name: 'Explain' });
  if ((await explain.count()) > 0) await explain.click();
}

/** How far the page reaches beyond the window to the right, in pixels. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

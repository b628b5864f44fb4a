import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

import { browserMissing, findBrowser } from '../../../tools/support/browser.mjs';
import { watchPage } from './complaints.ts';
import { serveStatic, type StaticServer } from './static-server.ts';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));

/** No file host has to give us its root. */
const subPath = '/courses/kafka/';

const launchArguments = ['--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'];

export interface PageOptions extends BrowserContextOptions {
  /** Complaints that the test provokes on purpose; every other one fails it. */
  readonly expectedComplaints?: readonly RegExp[];
}

export type WithPage = (use: (page: Page, baseUrl: string) => Promise<void>, options?: PageOptions) => Promise<void>;

/**
 * Call once at the top of a test file. Serves the built page from a sub-path and launches one browser for the file;
 * what comes back gives each test a fresh page in a context of its own, closes it, and fails the test when the page did
 * anything that it must never do (see {@link watchPage}). The page is blank at first: the test goes to `baseUrl`.
 */
export function useBuiltPage(folder: string = dist): WithPage {
  let browser: Browser | undefined;
  let server: StaticServer | undefined;

  beforeAll(async () => {
    if (!existsSync(folder)) throw new Error('dist missing; these tests look at the built page; run npm run build');
    const executablePath = findBrowser();
    if (executablePath === undefined) throw new Error(browserMissing);
    server = await serveStatic(folder, subPath);
    browser = await chromium.launch({ executablePath, args: launchArguments });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  return async (use, { expectedComplaints = [], ...contextOptions } = {}) => {
    if (browser === undefined || server === undefined)
      throw new Error('useBuiltPage called inside a test; call it at the top');
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...contextOptions });
    try {
      const page = await context.newPage();
      const complaints = await watchPage(page, new URL(server.address).origin);
      const unexpected = (): readonly string[] =>
        complaints.filter((complaint) => !expectedComplaints.some((known) => known.test(complaint)));
      try {
        await use(page, server.address);
        // A round trip: what the page has reported up to now has then arrived.
        if (!page.isClosed()) await page.evaluate(() => undefined);
      } catch (error) {
        // What the page complained of is often why the test failed.
        if (error instanceof Error) error.message = [error.message, ...unexpected()].join('\n');
        throw error;
      }
      if (unexpected().length > 0) throw new Error(['the page must do none of this:', ...unexpected()].join('\n'));
    } finally {
      await context.close();
    }
  };
}

import type { Page } from 'playwright-core';

/**
 * Collects everything that a page must never do: write an error or a warning to the console, throw, break the content
 * security policy, ask for anything beyond its own origin, or ask for what is not there.
 *
 * @returns the complaints so far, a sentence each; the list grows while the page lives
 */
export async function watchPage(page: Page, origin: string): Promise<readonly string[]> {
  const complaints: string[] = [];
  page.on('console', (entry) => {
    if (entry.type() === 'error' || entry.type() === 'warning')
      complaints.push(`console ${entry.type()}; ${entry.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error in the page; ${error.stack ?? error.message}`));
  page.on('requestfailed', (request) => {
    // Leaving a page abandons its requests; that is no fault of the page.
    const reason = request.failure()?.errorText ?? 'unknown';
    if (reason !== 'net::ERR_ABORTED') complaints.push(`request failed; ${request.url()}; ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`request refused; ${response.url()}; ${response.status()}`);
  });
  await page.context().route(
    (url) => url.origin !== origin && !['data:', 'blob:', 'about:'].includes(url.protocol),
    (route) => {
      complaints.push(`request beyond the origin; ${route.request().url()}`);
      return route.abort('blockedbyclient');
    },
  );
  await page.exposeFunction('reportViolation', (what: string) => complaints.push(`policy violated; ${what}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (violation) => {
      const { reportViolation } = window as unknown as { reportViolation: (what: string) => void };
      reportViolation(`${violation.violatedDirective} ${violation.blockedURI} ${violation.sourceFile}`);
    });
  });
  return complaints;
}

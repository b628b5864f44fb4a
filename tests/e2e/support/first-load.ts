import { gzipSync } from 'node:zlib';

import type { Page, Response } from 'playwright-core';

/**
 * Counts the scripts that a page loads, from the moment of the call. A file host compresses them, our test server does
 * not, so each is compressed here.
 *
 * @returns asks for the sum so far, in bytes of gzip
 */
export function countScriptBytes(page: Page): () => Promise<number> {
  const scripts: Response[] = [];
  page.on('response', (response) => {
    if (response.headers()['content-type']?.startsWith('text/javascript') === true) scripts.push(response);
  });
  return async () => {
    const sizes = await Promise.all(scripts.map(async (script) => gzipSync(await script.body()).length));
    return sizes.reduce((sum, size) => sum + size, 0);
  };
}

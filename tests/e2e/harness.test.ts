import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { accessibilityFaults } from './support/accessibility.ts';
import { useBuiltPage } from './support/with-page.ts';

// A page with one fault in each file, to see that the harness of the other tests would notice it.
const folder = mkdtempSync(join(tmpdir(), 'highwater-faults-'));
const faults: Readonly<Record<string, { markup: string; complaint: RegExp }>> = {
  style: { markup: '<style>p { color: red }</style>', complaint: /policy violated; style-src/ },
  attribute: { markup: '<p style="color: red">x</p>', complaint: /policy violated; style-src/ },
  script: { markup: '<script>let a = 1;</script>', complaint: /policy violated; script-src/ },
  origin: { markup: '<img src="http://127.0.0.1:9/a.png" alt="">', complaint: /policy violated; img-src/ },
  missing: { markup: '<img src="missing.png" alt="">', complaint: /request refused; .*missing\.png; 404/ },
  error: { markup: '<script src="error.js"></script>', complaint: /error in the page; .*not this time/ },
  console: { markup: '<script src="console.js"></script>', complaint: /console error; something is wrong/ },
};
for (const [name, { markup }] of Object.entries(faults)) {
  writeFileSync(
    join(folder, `${name}.html`),
    `<!doctype html><title>x</title><link rel="icon" href="icon.svg">${markup}`,
  );
}
writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"></svg>');
writeFileSync(join(folder, 'index.html'), '<!doctype html><title>x</title><link rel="icon" href="icon.svg">');
writeFileSync(join(folder, 'error.js'), "throw new Error('not this time');");
writeFileSync(join(folder, 'console.js'), "console.error('something is wrong');");

const withPage = useBuiltPage(folder);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each(Object.keys(faults))('a page with a fault fails its test: %s', async (name) => {
  const visit = withPage(async (page, baseUrl) => {
    await page.goto(`${baseUrl}${name}.html`, { waitUntil: 'load' });
  });
  await expect(visit).rejects.toThrow(faults[name]?.complaint);
});

test('a request beyond the origin is noticed even where no policy forbids it', async () => {
  const visit = withPage(
    async (page, baseUrl) => {
      await page.goto(`${baseUrl}origin.html`, { waitUntil: 'load' });
    },
    { bypassCSP: true },
  );
  await expect(visit).rejects.toThrow(/request beyond the origin; .*a\.png/);
});

test('a page without a fault passes', async () => {
  await withPage(async (page, baseUrl) => {
    await page.goto(baseUrl, { waitUntil: 'load' });
  });
});

test('a fault that the test provokes on purpose is let pass, and no other', async () => {
  const visit = async (name: string): Promise<void> => {
    await withPage(
      async (page, baseUrl) => {
        await page.goto(`${baseUrl}${name}.html`, { waitUntil: 'load' });
      },
      { expectedComplaints: [/not this time/] },
    );
  };
  await visit('error');
  await expect(visit('console')).rejects.toThrow(/something is wrong/);
});

test('a picture without words is a fault of accessibility', async () => {
  await withPage(async (page, baseUrl) => {
    await page.goto(baseUrl);
    await page.setContent('<html lang="en"><title>x</title><main><h1>x</h1><img src="icon.svg"></main>');
    expect(await accessibilityFaults(page)).toEqual([expect.stringMatching(/^image-alt; .*; img$/)]);
  });
});

test('the server gives nothing from outside its folder', async () => {
  await withPage(
    async (page, baseUrl) => {
      const outside = await page.request.get(`${baseUrl}..%2f..%2f..%2fetc%2fpasswd`);
      expect(outside.status()).toBe(404);
    },
    { expectedComplaints: [/404/] },
  );
});

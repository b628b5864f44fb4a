import { readdirSync } from 'node:fs';

import { expect, test } from 'vitest';

import { filesIn, read, root } from './support/files.ts';

/** Addresses that a page would ask for by itself. A link in prose is followed by a reader, so it is none. */
const requests: readonly RegExp[] = [
  /\b(fetch|importScripts|Worker|SharedWorker|sendBeacon|import)\s*\(\s*(new URL\(\s*)?['"`](https?:)?\/\//,
  /\b(WebSocket|EventSource|XMLHttpRequest)\s*\(/,
  /\bfrom\s*['"](https?:)?\/\//,
  /\b(src|srcset|poster|action|data)\s*=\s*['"{`]*(https?:)?\/\//,
  /<link\b[^>]*\bhref\s*=\s*['"]?(https?:)?\/\//,
  /url\(\s*['"]?(https?:)?\/\//,
  /@import\s+['"](https?:)?\/\//,
];

/** Hosts of package registries, in parts, so that not even this file holds one. */
const registryHost = /\b(npmjs|npmmirror|yarnpkg|pypi|pythonhosted|crates)\.(org|com|io)\b/i;

function requestsIn(text: string): boolean {
  return requests.some((pattern) => pattern.test(text));
}

test('the page asks for nothing beyond its own origin', () => {
  const files = [...filesIn(['src', 'public'], /./), { path: 'index.html', text: read('index.html') }];
  expect(files.filter(({ text }) => requestsIn(text)).map(({ path }) => path)).toEqual([]);
});

test('a request to another origin is seen, a link in prose is not', () => {
  const seen = [
    "fetch('https://example.org/a.json')",
    "new WebSocket('wss://example.org')",
    '<img src="//example.org/a.png">',
    '<link rel="stylesheet" href="https://example.org/a.css">',
    "@font-face { src: url('https://example.org/a.woff2') }",
    "import x from 'https://example.org/x.js'",
  ];
  for (const text of seen) expect(requestsIn(text), text).toBe(true);
  expect(requestsIn('<a href="https://kafka.apache.org/">Apache Kafka</a> // see https://kafka.apache.org/')).toBe(
    false,
  );
  expect(requestsIn('<svg xmlns="http://www.w3.org/2000/svg"></svg>')).toBe(false);
});

test('no file names the host of a package registry', () => {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['node_modules', 'dist', '.git', 'coverage'].includes(entry.name))
    .map((entry) => entry.name);
  const top = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ path: entry.name, text: read(entry.name) }));
  const files = [...top, ...filesIn(folders, /\.(ts|mjs|js|svelte|css|html|md|json|ya?ml|svg|webmanifest)$|^run$/)];
  expect(files.filter(({ text }) => registryHost.test(text)).map(({ path }) => path)).toEqual([]);
  expect(registryHost.test(['registry', 'npmjs', 'org'].join('.'))).toBe(true);
});

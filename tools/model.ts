import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { paperPlugin, type PaperPlugin } from '../src/lesson/build/paper-plugin.ts';

/** What is modelled, simplified and left out, for the page to show. */
export function model(): PaperPlugin {
  const path = fileURLToPath(new URL('../docs/MODEL.md', import.meta.url));
  return paperPlugin({ id: 'virtual:model', name: 'docs/MODEL.md', path, read: () => readFileSync(path, 'utf8') });
}

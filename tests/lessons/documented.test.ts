import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { factNames } from '../../src/sim/facts/registry.ts';

const text = readFileSync(new URL('../../docs/LESSONS.md', import.meta.url), 'utf8');

test('every fact is documented for authors', () => {
  expect(factNames.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { isSentence } from '../adapters/compaction.ts';
import { proseKinds } from '../support/kinds.ts';
import { readFolder, type Vector } from '../support/vector.ts';
import { coveredIn } from './covered-in.ts';

/* Each case in prose is covered by a test that names its id: by one beside this file, or by one of those that the table lists. */

const here = new URL('.', import.meta.url);
const tests = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && name !== 'coverage.test.ts')
  .map((name) => readFileSync(new URL(name, here), 'utf8'))
  .join('\n');
const elsewhere = Object.entries(coveredIn).map(([file, ids]) => ({ url: new URL(`../../${file}`, here), file, ids }));

const { vectors } = readFolder(fileURLToPath(new URL('../vectors', here)));
/** Some cases of a kind that is played are sentences. */
const isProse = (vector: Vector): boolean =>
  proseKinds.includes(vector.kind) || (vector.kind === 'compaction' && isSentence(vector));
const prose = vectors.filter(isProse);

it.each(prose.map(({ id, kind }) => [id, kind]))('%s (%s) is named by one test', (id) => {
  const listed = elsewhere.filter(({ ids }) => ids.includes(id)).length;
  expect(Number(tests.includes(id)) + listed).toBe(1);
});

describe('what the table says', () => {
  it.each(elsewhere.map(({ file, url, ids }) => [file, url, ids] as const))('%s names its cases', (_file, url, ids) => {
    const text = existsSync(url) ? readFileSync(url, 'utf8') : '';
    expect(ids.filter((id) => !text.includes(id))).toEqual([]);
  });

  it('is of cases that are there', () => {
    const known = prose.map(({ id }) => id);
    expect(elsewhere.flatMap(({ ids }) => ids).filter((id) => !known.includes(id))).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { paper } from 'virtual:model';
import { describe, expect, test } from 'vitest';

import { readPaper } from '../../../src/lesson/build/read-paper.ts';
import PaperText from '../../../src/view/paper/PaperText.svelte';
import { show } from '../lesson/page.ts';

const texts = (selector: string): readonly string[] =>
  [...document.querySelectorAll(selector)].map((one) => one.textContent?.trim() ?? '');

describe('what is simplified here', () => {
  test('is docs/MODEL.md with all its headings and every row of its tables', () => {
    const source = readFileSync(join(import.meta.dirname, '../../../docs/MODEL.md'), 'utf8');
    show(PaperText, { paper });
    expect(texts('h2')).toEqual([...source.matchAll(/^## (.*)$/gm)].map((found) => found[1]));
    const rows = [...source.matchAll(/^\| (?!---)/gm)].length;
    expect(rows).toBeGreaterThan(30);
    expect(document.querySelectorAll('tr')).toHaveLength(rows);
  });

  test('says nowhere that KRaft or consumer groups are left out', () => {
    show(PaperText, { paper });
    const leftOut = [...document.querySelectorAll('section')].find((one) => one.textContent?.startsWith('Left out'));
    expect(leftOut?.textContent).toContain('Transactions');
    for (const modelled of ['KRaft', 'Consumer groups']) expect(leftOut?.textContent).not.toContain(modelled);
  });
});

describe('a document of ours', () => {
  const read = (text: string) => readPaper('docs/x.md', text);

  test('shows markup in a cell as the text it is', () => {
    const { paper: made } = read('# T\n\n| a | b |\n| --- | --- |\n| x | <img src=x> *y* |\n');
    if (made === null) throw new Error('it is in order');
    show(PaperText, { paper: made });
    expect(document.querySelector('img')).toBeNull();
    expect(texts('td')).toEqual(['<img src=x> y']);
    expect(document.querySelector('td')?.dataset['head']).toBe('b');
    expect(document.querySelectorAll('td em')).toHaveLength(1);
  });

  test('is refused, with the place, when part of it would not be shown', () => {
    const { paper: made, mistakes } = read('# T\n\n## A\n\n![a picture](x.png)\n\n### Deep\n');
    expect(made).toBeNull();
    expect(mistakes.map(({ line, code }) => [line, code])).toEqual([
      [5, 'unsupported-markdown'],
      [7, 'heading-level'],
    ]);
    expect(read('no title').mistakes).toHaveLength(1);
  });
});

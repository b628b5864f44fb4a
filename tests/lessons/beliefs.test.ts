import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { misconceptions } from '../../src/lesson/misconceptions/index.ts';
import { whatBeliefsAnswer } from './support/belief-table.ts';
import { theCourse } from './support/course.ts';

const text = readFileSync(new URL('../../docs/LESSONS.md', import.meta.url), 'utf8');
/** All lessons are played once, and every belief is asked everything. */
const PATIENCE = 300_000;

test(
  'the table of misconceptions says which questions each of them answers, as asking them all shows',
  () => {
    const answers = whatBeliefsAnswer(theCourse().lessons);
    const rows = Object.values(misconceptions).map(({ id, belief }) => `| \`${id}\` | ${belief} | ${answers.get(id) ?? ''} |`);
    expect(text.split('\n').filter((line) => /^\| `M\d+` \|/.test(line))).toEqual(rows);
    for (const { id } of Object.values(misconceptions)) {
      const source = readFileSync(new URL(`../../src/lesson/misconceptions/${id.toLowerCase()}.ts`, import.meta.url), 'utf8');
      const named = [...source.matchAll(/(?:fact === |case )'(\w+)'/g)].map((match) => `\`${match[1] ?? ''}\``);
      expect(named.filter((fact) => answers.get(id)?.includes(fact) !== true), id).toEqual([]);
    }
  },
  PATIENCE,
);

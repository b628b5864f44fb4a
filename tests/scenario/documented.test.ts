import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import * as limits from '../../src/scenario/limits.ts';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { interventionWords } from '../../src/scenario/read/interventions.ts';
import { clientNames } from '../../src/sim/client/presets.ts';
import { facts } from '../../src/sim/facts/registry.ts';
import { argNames } from '../../src/sim/trace/arg-kinds.ts';
import { entryTypes } from '../../src/sim/trace/interest.ts';

const text = readFileSync(new URL('../../docs/LESSONS.md', import.meta.url), 'utf8');
const part = (heading: string): string => {
  const from = text.indexOf(`### ${heading}\n`);
  const to = text.indexOf('\n### ', from + 1);
  expect(from).toBeGreaterThan(0);
  return text.slice(from, to < 0 ? undefined : to);
};

describe('the document for authors', () => {
  const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)]
    .map((match) => match[1] ?? '')
    .filter((block) => /^(name|brokers|producers|script):/m.test(block));

  it.each(blocks.map((block) => [block.split('\n')[0] ?? '', block]))(
    'shows a scenario that is right: %s',
    (_, block) => {
      const named =
        /^producers|^script/.test(block) && !block.includes('\nproducers')
          ? `${block}\n${block.startsWith('producers') ? '' : 'producers: [{ name: shop }]'}`
          : block;
      expect(parseScenario('docs.yaml', named).mistakes).toEqual([]);
    },
  );

  it('shows at least one of each', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(4);
  });

  it('names every intervention, and no other', () => {
    const words = [...part('Interventions').matchAll(/^\| (`[^|]*?`) \|/gm)].flatMap((match) =>
      [...(match[1] ?? '').matchAll(/`(\w+)`/g)].map((word) => word[1]),
    );
    expect(words.sort()).toEqual([...interventionWords].sort());
  });

  it('names every entry of the trace with what it says', () => {
    const listed = part('Entries of the trace');
    const said = new Map<string, string[]>();
    for (const match of listed.matchAll(/((?:`\w+`(?: and )?)+)(?: \(([^)]*)\))?/g)) {
      const args = (match[2] ?? '')
        .split(', ')
        .filter((arg) => arg !== '')
        .sort();
      for (const type of (match[1] ?? '').matchAll(/`(\w+)`/g))
        if (!said.has(type[1] ?? '') || args.length > 0) said.set(type[1] ?? '', args);
    }
    for (const type of entryTypes) expect([type, said.get(type)]).toEqual([type, [...argNames(type)].sort()]);
  });

  it('names every fact that a script may ask, and no other', () => {
    const named = [...part('Facts that a script may ask').matchAll(/^\| (`[^|]*?`) \|/gm)].flatMap((match) =>
      [...(match[1] ?? '').matchAll(/`(\w+)`/g)].map((word) => word[1]),
    );
    const askable = facts.filter((fact) => fact.folds.length === 0 && !fact.readsTrace).map((fact) => fact.id);
    expect(named.sort()).toEqual(askable.filter((id) => !['movedKeys', 'partitionOf'].includes(id)).sort());
  });

  it('names every client', () => {
    for (const client of clientNames) expect(part('Producers')).toContain(`\`${client}\``);
  });

  it('says the limits that hold', () => {
    const said = part('Mistakes and limits');
    const { LONGEST_TEXT, MOST_BROKERS, MOST_PARTITIONS, MOST_REPLICAS, MOST_INTERVENTIONS, MOST_RECORDS_A_SEND } =
      limits;
    for (const limit of [
      LONGEST_TEXT,
      MOST_BROKERS,
      MOST_PARTITIONS,
      MOST_REPLICAS,
      MOST_INTERVENTIONS,
      MOST_RECORDS_A_SEND,
    ]) {
      expect(said).toContain(limit.toLocaleString('en'));
    }
  });

  it('has a table of contents that leads to every heading', () => {
    const anchors = [...text.matchAll(/\]\(#([a-z0-9-]+)\)/g)].map((match) => match[1]);
    const headings = [...text.matchAll(/^#{2,3} (.+)$/gm)].map((match) =>
      (match[1] ?? '')
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    for (const heading of headings.filter((one) => one !== 'contents')) expect(anchors).toContain(heading);
    for (const anchor of anchors) expect(headings).toContain(anchor);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import * as limits from '../../src/scenario/limits.ts';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { interventionWords } from '../../src/scenario/read/interventions.ts';
import { clientNames } from '../../src/sim/client/presets.ts';
import { defaultOf, isSetting } from '../../src/sim/config/defaults.ts';
import { answerOf } from '../../src/sim/facts/answers.ts';
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

  it('names every setting that the simulator reads, of brokers and of topics', () => {
    const read = [
      'sim/config/broker-config.ts',
      'sim/config/log-config.ts',
      'sim/group/settings.ts',
      'sim/broker/internal-topics.ts',
      'sim/broker/groups/partition-for.ts',
    ].flatMap((file) => {
      const source = readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');
      return [...source.matchAll(/'([a-z]+(?:\.[a-z]+)+)'/g)].map((match) => match[1] ?? '');
    });
    const settings = part('Settings');
    const isOne = (name: string): boolean => isSetting('broker', name, '3.9') || isSetting('topic', name, '3.9');
    const missing = [...new Set(read)].filter((name) => isOne(name) && !settings.includes(`\`${name}\``));
    // Of transactions, which are not modelled; and what a topic is created with.
    const left = missing.filter((name) => !name.startsWith('transaction.') && name !== 'compression.type');
    expect(read.length).toBeGreaterThan(50);
    expect(left).toEqual([]);
  });

  it('names only settings that Kafka has, of the kind that it says', () => {
    const rows = [...part('Settings').matchAll(/^\| (a topic|a producer|a consumer) \| (.*) \|$/gm)];
    expect(rows).toHaveLength(3);
    for (const [, of = '', said = ''] of rows) {
      const scope = of.slice(2) as 'topic' | 'producer' | 'consumer';
      for (const [, name = ''] of said.matchAll(/`([a-z]+(?:\.[a-z]+)+)`/g))
        if (name !== 'sticky.partitioning.linger.ms')
          expect([name, isSetting(scope, name, '4.0')]).toEqual([name, true]);
    }
  });

  it('says the defaults that hold', () => {
    const rows = [...part('Settings').matchAll(/^\| `([a-z.]+)` \| (\S+) \| (\S+) \| (\S+) \|$/gm)];
    expect(rows.length).toBeGreaterThan(10);
    for (const [, name = '', ...values] of rows) {
      const held = (['2.8', '3.9', '4.0'] as const).map((era) => defaultOf('broker', name, era) ?? '-');
      expect([name, ...values]).toEqual([name, ...held]);
    }
  });

  it('names every word that a fact may answer with', () => {
    const said = part('Facts that a script may ask');
    for (const fact of ['brokerState', 'groupState'])
      for (const word of answerOf(fact)?.words ?? []) expect(said).toContain(`\`${word}\``);
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
    // What stands in an example is no heading of this document.
    const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '');
    const anchors = [...prose.replaceAll(/`[^`\n]*`/g, '').matchAll(/\]\(#([a-z0-9-]+)\)/g)].map((match) => match[1]);
    const headings = [...prose.matchAll(/^#{2,3} (.+)$/gm)].map((match) =>
      (match[1] ?? '')
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    for (const heading of headings.filter((one) => one !== 'contents')) expect(anchors).toContain(heading);
    for (const anchor of anchors) expect(headings).toContain(anchor);
  });
});

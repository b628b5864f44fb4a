import { expect, test } from 'vitest';

import '../../../src/sim/kraft/load.ts';

import { namesOf } from '../../../src/scene/words/names.ts';
import { sentenceOf } from '../../../src/scene/words/sentence.ts';
import type { TraceEntry } from '../../../src/sim/trace/entry.ts';
import { clusterWith, members, run } from '../group-runs.ts';

test('a member of KIP-848 whose process has started again is called by its client: its id says nothing', () => {
  const config = { 'auto.offset.reset': 'earliest', 'group.id': 'billing', 'group.protocol': 'consumer' };
  const consumers = members(2, 'billing').map((one) => ({ ...one, config }));
  const told: TraceEntry[] = [];
  const moment = run(
    clusterWith(consumers, { era: '4.0', mode: 'kraft' }),
    70,
    [
      [12, { type: 'crash', node: 'billing-2', kind: 'process' }],
      [13, { type: 'start', node: 'billing-2' }],
    ],
    ({ entries }) => told.push(...entries.filter(({ type }) => type === 'MemberRemoved' || type === 'MemberJoined')),
  );
  const sentences = told.map((entry) => sentenceOf(entry, namesOf(moment.world, moment.history)));
  expect(sentences.filter((text) => text.includes('takes billing-2 into'))).toHaveLength(1);
  expect(sentences.filter((text) => text.includes('takes an earlier life of billing-2 into'))).toHaveLength(1);
  expect(sentences.at(-1)).toMatch(/^Broker \d removes an earlier life of billing-2 from group billing because /);
  const forgetful = sentenceOf(told.at(-1) as TraceEntry, namesOf(moment.world));
  expect(forgetful).toContain('a member that is gone');
});

test('what a coordinator writes to __consumer_offsets is called by its kind, not by its value', () => {
  const sentences = new Set<string>();
  run(clusterWith(members(2, 'billing')), 20, [], ({ entries, world }) => {
    for (const entry of entries) if (entry.type === 'RecordsAppended') sentences.add(sentenceOf(entry, namesOf(world)));
  });
  const own = [...sentences].filter((text) => text.includes('__consumer_offsets'));
  expect(own.some((text) => /^Broker \d appends record GroupMetadata to __consumer_offsets-\d/.test(text))).toBe(true);
  expect(own.some((text) => /^Broker \d appends record OffsetCommit to /.test(text))).toBe(true);
  expect(own.filter((text) => /(\w+) and \1/.test(text))).toEqual([]);
  expect(own.filter((text) => text.includes('{'))).toEqual([]);
});

import { expect, test } from 'vitest';

import { happensNow, whyNotCrashed } from '../../src/app/stage-words.ts';
import type { EntryLine } from '../../src/view/table/entry-line.ts';
import { s } from '../sim/cluster/build.ts';
import { clusterTimeline, orders } from '../timeline/cluster-run.ts';

const line = (sentence: string, at: number, interest: EntryLine['interest'] = 'beat'): EntryLine => ({
  seq: 1,
  at,
  sentence,
  interest,
  fault: false,
});
const bar = { caption: 'Broker 1 dies.', skipped: '' } as Parameters<typeof happensNow>[0]['bar'];

test('a caption is what has happened of late, and never an old sentence while something is waited for or passes', () => {
  const timeline = clusterTimeline(orders(), 6);
  const { world } = timeline;
  const told = [line('Broker 1 dies.', s(5))];
  expect(happensNow({ world, at: s(6), bar, told })).toBe('Broker 1 dies.');
  const skipped = '14 s pass: 6 pings.';
  expect(happensNow({ world, at: s(6), bar: { ...bar, skipped }, told })).toBe(skipped);
  const later = [...told, line('A follower asks again.', s(6.9), 'detail')];
  expect(happensNow({ world, at: s(7), bar, told: later })).toBe('A follower asks again.');
});

test('while the session of a dead broker runs out, that is what the stage says', () => {
  const timeline = clusterTimeline(orders(), 6);
  timeline.intervene([{ type: 'crash', node: 'broker-2', kind: 'process' }]);
  timeline.advanceUntil(s(18), 1e9);
  timeline.seek(s(18));
  const said = happensNow({ world: timeline.world, at: s(18), bar, told: [line('Broker 2 dies.', s(6))] });
  expect(said).toMatch(/without a sign of broker 2: in \d+ s its session ends\.$/);
});

test('a broker that is down cannot be crashed, and the reason is said; one that runs can', () => {
  const timeline = clusterTimeline(orders(), 6);
  expect(whyNotCrashed(timeline.world, 'broker-2', 'broker 2')).toBeNull();
  timeline.intervene([{ type: 'crash', node: 'broker-2', kind: 'process' }]);
  expect(whyNotCrashed(timeline.world, 'broker-2', 'broker 2')).toBe('Broker 2 has already crashed.');
  timeline.intervene([{ type: 'crash', node: 'broker-3', kind: 'power' }]);
  expect(whyNotCrashed(timeline.world, 'broker-3', 'broker 3')).toBe('Broker 3 has no power already.');
});

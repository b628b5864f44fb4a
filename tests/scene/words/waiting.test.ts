import { beforeAll, expect, test } from 'vitest';

import { waitingSentence } from '../../../src/scene/words/waiting-words.ts';
import type { Timeline } from '../../../src/timeline/timeline.ts';
import { s } from '../../sim/cluster/build.ts';
import { ask, clusterTimeline, orders } from '../../timeline/cluster-run.ts';

let timeline: Timeline;
let follower: number;

beforeAll(() => {
  timeline = clusterTimeline(orders(), 12);
  const leader = Number(ask(timeline, 'leader(orders-0)'));
  follower = (ask(timeline, 'isr(orders-0)') as readonly number[]).find((id) => id !== leader) ?? 0;
  timeline.intervene([{ type: 'crash', node: `broker-${follower}`, kind: 'process' }]);
  timeline.advanceUntil(s(40), 1e9);
});

function sentenceAt(at: number): string {
  timeline.seek(s(at));
  return waitingSentence(timeline.world, s(at));
}

test('nothing is waited for while everybody is heard of', () => {
  expect(sentenceAt(11)).toBe('');
});

test('the silence of a dead broker, and how long its session still lasts, make up its session timeout', () => {
  const said = sentenceAt(24);
  const [, passed, left] = /^(\d+) s without a sign of broker \d: in (\d+) s its session ends\.$/.exec(said) ?? [];
  expect(said).toContain(`of broker ${follower}:`);
  expect(Number(passed) + Number(left), said).toBe(18);
});

test('a session that has ended is not waited for', () => {
  expect(sentenceAt(38)).not.toContain('session');
});

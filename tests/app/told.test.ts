import { expect, test } from 'vitest';

import { sandboxScenario } from '../../src/app/sandbox-scenario.ts';
import { clusterTimeline } from '../../src/app/session/cluster-timeline.ts';
import { whyOf } from '../../src/app/session/sentences.ts';
import { teller } from '../../src/app/session/told.ts';
import { SECOND } from '../../src/sim/time.ts';
import { defaultSetup } from '../../src/view/sandbox/setup.ts';

function ran() {
  const timeline = clusterTimeline({ scenario: sandboxScenario(defaultSetup) });
  while (!timeline.extend(20 * SECOND, 1000));
  timeline.seek(SECOND);
  return timeline;
}

test('while a run plays that leaves no line of the list, it is told anew after 600 ms, and at once when it stops', () => {
  const timeline = ran();
  const tell = teller(4);
  const latest = (playing: boolean, now: number) => tell(timeline, playing, now).at(-1)?.at;
  latest(true, 0);
  timeline.seek(8 * SECOND);
  const whole = latest(true, 200);
  timeline.seek(12 * SECOND);
  expect(latest(true, 400)).toBe(whole);
  expect(latest(true, 900)).toBeGreaterThan(whole ?? Infinity);
  timeline.seek(16 * SECOND);
  const before = latest(true, 1000) ?? Infinity;
  expect(latest(false, 1001)).toBeGreaterThan(before);
});

test('who goes back is told at once, and nothing is made anew where the present has not moved', () => {
  const timeline = ran();
  const tell = teller(4);
  tell(timeline, true, 0);
  timeline.seek(12 * SECOND);
  const later = tell(timeline, true, 1);
  expect(tell(timeline, true, 2)).toBe(later);
  timeline.seek(2 * SECOND);
  expect(tell(timeline, true, 3).at(-1)?.at).toBeLessThan(later.at(-1)?.at ?? 0);
});

test('why an entry was written is told on its own branch, and not where another entry has its number, or none', () => {
  const timeline = ran();
  const entry = timeline.entriesBetween(0, timeline.frontier.step).findLast(({ type }) => type === 'RecordsPrinted');
  if (entry === undefined) throw new Error('something is printed');
  const chain = whyOf(timeline, entry);
  expect(chain?.length).toBeGreaterThan(2);
  timeline.seek(7 * SECOND);
  timeline.intervene([{ type: 'freeze', node: 'map' }]);
  expect(whyOf(timeline, entry)).toBeNull();
  while (!timeline.extend(25 * SECOND, 1000));
  expect(timeline.entry(entry.seq)).not.toBeNull();
  expect(whyOf(timeline, entry)).toBeNull();
  timeline.undo();
  expect(whyOf(timeline, entry)).toEqual(chain);
});

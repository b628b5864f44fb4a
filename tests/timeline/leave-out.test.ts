import { describe, expect, test } from 'vitest';

import { stableStringify } from '../../src/lib/json.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import { parseRecording } from '../../src/timeline/check-recording.ts';
import { clusterEngine } from '../../src/timeline/cluster-engine.ts';
import { recordingText } from '../../src/timeline/recording.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { causesOf } from '../../src/timeline/why.ts';
import { s } from '../sim/cluster/build.ts';
import { ask, clusterTimeline, entriesOf, orders } from './cluster-run.ts';

const crash = (broker: number): Intervention => ({ type: 'crash', node: `broker-${broker}`, kind: 'process' });
const start = (broker: number): Intervention => ({ type: 'start', node: `broker-${broker}` });

/** The same World, to the byte. What differs would fill the screen. */
function expectSame(a: Timeline, b: Timeline): void {
  expect(stableStringify(a.world) === stableStringify(b.world)).toBe(true);
}

/** The entry at the beginning of why the last election was held. */
function rootOfLastElection(timeline: Timeline): number {
  const election = entriesOf(timeline, 'LeaderElected').at(-1);
  const root = causesOf(timeline, election?.seq ?? -1).at(-1)?.entry;
  expect(root?.type).toBe('Intervened');
  return root?.seq ?? -1;
}

/** The cluster, with broker 1 crashed at 8 s, started at 12 s, and broker 3 frozen at 13 s. */
function troubled(): Timeline {
  const timeline = clusterTimeline(orders(), 8);
  timeline.intervene([crash(1)]);
  timeline.advanceUntil(s(12), 1e9);
  timeline.intervene([start(1)]);
  timeline.advanceUntil(s(13), 1e9);
  timeline.intervene([{ type: 'freeze', node: 'broker-3' }]);
  timeline.advanceUntil(s(20), 1e9);
  return timeline;
}

describe('what would have been without an intervention', () => {
  test('is the run that nobody has touched, when nothing else was done', () => {
    const timeline = clusterTimeline(orders(), 8);
    const leader = ask(timeline, 'leader(orders-0)');
    timeline.intervene([crash(Number(leader))]);
    timeline.advanceUntil(s(30), 1e9);
    expect(ask(timeline, 'leader(orders-0)')).not.toBe(leader);
    expect(timeline.leaveOut(rootOfLastElection(timeline))).toBe(true);
    expect(timeline.present.at).toBe(s(8));
    timeline.advanceUntil(s(30), 1e9);
    expect(ask(timeline, 'leader(orders-0)')).toBe(leader);
    expectSame(timeline, clusterTimeline(orders(), 30));
  });

  test('keeps what was done later, at its instants', () => {
    const timeline = troubled();
    const crashed = entriesOf(timeline, 'Intervened').find(({ args }) => args.intervention.type === 'crash');
    expect(timeline.leaveOut(crashed?.seq ?? -1)).toBe(true);
    timeline.advanceUntil(s(20), 1e9);
    expect(timeline.recording().interventions.map(({ at, intervention }) => [at, intervention.type])).toEqual([
      [s(12), 'start'],
      [s(13), 'freeze'],
    ]);
    expect(entriesOf(timeline, 'ProcessCrashed')).toEqual([]);
    expect(entriesOf(timeline, 'ProcessFroze')).toHaveLength(1);
  });

  test('is a future of its own with a name, and undo goes back to what was', () => {
    const timeline = troubled();
    const before = stableStringify(timeline.world);
    const crashed = entriesOf(timeline, 'Intervened')[0];
    timeline.leaveOut(crashed?.seq ?? -1);
    expect(timeline.tips.find(({ current }) => current)?.leftOut).toEqual([crash(1)]);
    expect(timeline.undoable).toEqual({ changes: [], leftOut: [crash(1)], at: s(8) });
    timeline.advanceUntil(s(20), 1e9);
    timeline.undo();
    expect(timeline.present.at).toBe(s(20));
    expect(stableStringify(timeline.world) === before).toBe(true);
  });

  test('leaves both directions of a link out, but not what else was done at that instant', () => {
    const timeline = clusterTimeline(orders(), 8);
    const cut = (from: string, to: string): Intervention => ({ type: 'cutLink', from, to });
    timeline.intervene([crash(3)]);
    timeline.intervene([cut('broker-1', 'broker-2'), cut('broker-2', 'broker-1')]);
    timeline.advanceUntil(s(9), 1e9);
    timeline.leaveOut(entriesOf(timeline, 'Intervened').at(-1)?.seq ?? -1);
    timeline.advanceUntil(s(9), 1e9);
    expect(entriesOf(timeline, 'LinkChanged')).toEqual([]);
    expect(entriesOf(timeline, 'ProcessCrashed')).toHaveLength(1);
  });

  test('is there for what a script does too, can be saved, and runs the same again', () => {
    const script = [
      { moment: 'crash', at: s(8), when: null, interventions: [crash(1), crash(2)] },
      { moment: 'thaw', at: s(12), when: null, interventions: [start(1)] },
    ];
    const timeline = clusterTimeline(orders({ script }), 15);
    expect(entriesOf(timeline, 'ProcessCrashed')).toHaveLength(2);
    timeline.leaveOut(entriesOf(timeline, 'ProcessCrashed')[1]?.causes[0] ?? -1);
    timeline.advanceUntil(s(15), 1e9);
    expect(timeline.undoable?.leftOut).toEqual([crash(1), crash(2)]);
    expect(entriesOf(timeline, 'ProcessCrashed')).toEqual([]);
    expect(entriesOf(timeline, 'Intervened').map(({ args }) => args.intervention.type)).toEqual(['leaveOut', 'start']);
    const { recording } = parseRecording(recordingText(timeline.recording()), clusterEngine.name);
    const again = clusterTimeline(orders({ script }), 15, { interventions: recording?.interventions ?? [] });
    expectSame(again, timeline);
  });

  test('is refused for an entry that tells of no intervention', () => {
    const timeline = troubled();
    const { version } = timeline;
    expect(timeline.leaveOut(entriesOf(timeline, 'ProcessCrashed')[0]?.seq ?? -1)).toBe(false);
    expect(timeline.leaveOut(1e9)).toBe(false);
    expect(timeline.version).toBe(version);
  });
});

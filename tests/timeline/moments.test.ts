import { describe, expect, test } from 'vitest';

import type { ScriptItem } from '../../src/sim/scenario.ts';
import { s } from '../sim/cluster/build.ts';
import { ask, clusterTimeline, entriesOf, orders } from './cluster-run.ts';

describe('named moments', () => {
  test('are the first record, a crash and the election that follows', () => {
    const timeline = clusterTimeline(orders(), 12.4);
    const leader = Number(ask(timeline, 'leader(orders-0)'));
    timeline.intervene([{ type: 'crash', node: `broker-${leader}`, kind: 'process' }]);
    timeline.advanceUntil(s(60), 1e9);
    const kinds = timeline.moments.map(({ kind }) => kind).filter((kind) => kind !== 'controller');
    expect(kinds).toEqual(['firstRecord', 'process', 'election']);
    const [first] = timeline.moments;
    expect(first?.at).toBe(entriesOf(timeline, 'RecordsAppended')[0]?.t);
    expect(timeline.moments.at(-1)?.at).toBe(entriesOf(timeline, 'LeaderElected').at(-1)?.t);
  });

  test('of many partitions that get new leaders at once are one', () => {
    const timeline = clusterTimeline(
      orders({ topics: [{ name: 'orders', partitions: 9, replicationFactor: 3, assignment: null, config: {} }] }),
      12,
    );
    const controller = Number(ask(timeline, 'controller'));
    const victim = [1, 2, 3].find((id) => id !== controller) ?? 0;
    timeline.intervene([{ type: 'stop', node: `broker-${victim}` }]);
    timeline.advanceUntil(s(40), 1e9);
    const elections = timeline.moments.flatMap((moment) => (moment.kind === 'election' ? [moment.count] : []));
    expect(elections).toEqual([3]);
  });

  test('of the script stand at their time, or where their condition came true', () => {
    const script: ScriptItem[] = [
      { moment: 'rush hour', at: s(9), when: null, interventions: [] },
      {
        moment: 'two in sync',
        at: s(1),
        when: { kind: 'entry', entry: 'RecordsPrinted', args: { node: 'c1' }, times: 2 },
        interventions: [{ type: 'pause', node: 'p1', paused: true }],
      },
      { moment: null, at: s(4), when: null, interventions: [] },
      { moment: 'much later', at: s(500), when: null, interventions: [] },
    ];
    const timeline = clusterTimeline(orders({ script }), 15);
    const named = timeline.moments.flatMap((moment) => (moment.kind === 'script' ? [[moment.name, moment.at]] : []));
    const second = entriesOf(timeline, 'RecordsPrinted')[1]?.t ?? 0;
    expect(named).toEqual(
      [
        ['two in sync', second + s(1)],
        ['rush hour', s(9)],
      ].sort((a, b) => Number(a[1]) - Number(b[1])),
    );
  });

  test('of a future that was left are not those of the one that is looked at', () => {
    const timeline = clusterTimeline(orders(), 20);
    timeline.seek(s(10));
    timeline.intervene([{ type: 'freeze', node: 'broker-2' }]);
    timeline.advanceUntil(s(12), 1e9);
    expect(timeline.moments.map(({ kind }) => kind)).toContain('process');
    timeline.undo();
    expect(timeline.moments.map(({ kind }) => kind)).not.toContain('process');
  });
});

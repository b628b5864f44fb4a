import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Intervention } from '../../src/sim/intervention.ts';
import { parseRecording } from '../../src/timeline/check-recording.ts';
import { clusterEngine } from '../../src/timeline/cluster-engine.ts';
import { RECORDING_FORMAT } from '../../src/timeline/recording.ts';
import { Timeline } from '../../src/timeline/timeline.ts';
import { damaged } from '../scenario/damaged.ts';
import { scenarioOf } from '../scenario/parse.ts';

const scenario = scenarioOf(`
topics: [{ name: orders, partitions: 2, replicationFactor: 2 }]
producers: [{ name: p, program: { topic: orders, rate: 10/s, keys: [a, null] } }]
consumers: [{ name: c, topics: orders, config: { group.id: g } }]
script: [{ at: 1s, moment: it breaks, crash: 1 }, { when: { fact: leader, of: orders-0, is: 2 }, restart: 1 }]
`);

const done: readonly Intervention[] = [
  { type: 'cutLink', from: 'broker-1', to: 'broker-2' },
  {
    type: 'addConsumer',
    consumer: { name: 'd', client: 'java', config: {}, topics: ['orders'], assign: null, processing: 0 },
  },
  { type: 'createTopic', topic: { name: 'more', partitions: 1, replicationFactor: 1, assignment: null, config: {} } },
  { type: 'send', node: 'p', records: [{ topic: 'more', partition: 0, key: null, value: 'v', headers: [] }] },
  { type: 'alterConfig', resource: 'topic', name: 'orders', config: { 'retention.ms': '1000', 'segment.ms': null } },
  { type: 'commit', node: 'c', offsets: [{ topic: 'orders', partition: 0, offset: 1 }] },
  { type: 'partitionNetwork', islands: [['broker-1'], ['broker-2', 'p']] },
];

const recording = {
  format: RECORDING_FORMAT,
  engine: clusterEngine.name,
  scenario,
  seed: 1,
  interventions: done.map((intervention, index) => ({
    at: 3_000_000 + index * 1_000,
    step: 200 + index,
    intervention,
  })),
  until: 4_000_000,
};

test('whatever becomes of a recording on its way, it is refused with places, reasons and remedies, or it can be played', () => {
  expect(parseRecording(JSON.stringify(recording), clusterEngine.name).problems).toEqual([]);
  fc.assert(
    fc.property(damaged(recording), (json) => {
      const checked = parseRecording(JSON.stringify(json), clusterEngine.name);
      expect(checked.recording === null).toBe(checked.problems.length > 0);
      for (const { place, reason, remedy } of checked.problems) {
        expect([place, reason, remedy]).not.toContain('');
        expect(reason.length).toBeLessThan(400);
      }
      if (checked.recording === null) return;
      const { interventions, seed } = checked.recording;
      const timeline = new Timeline({
        engine: clusterEngine,
        scenario: checked.recording.scenario,
        seed,
        interventions,
      });
      timeline.advanceUntil(checked.recording.until, 1_500);
      expect(timeline.world.steps).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

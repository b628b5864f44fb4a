import { describe, expect, test } from 'vitest';

import { checkRecording } from '../../src/timeline/check-recording.ts';
import { clusterEngine } from '../../src/timeline/cluster-engine.ts';
import { RECORDING_FORMAT } from '../../src/timeline/recording.ts';
import { orders } from './cluster-run.ts';

const { name } = clusterEngine;
const scenario = orders();

/** A recording with some of its parts replaced by anything. */
function withParts(parts: Record<string, unknown>): unknown {
  return { format: RECORDING_FORMAT, engine: name, scenario, seed: 1, interventions: [], until: 9, ...parts };
}

const problems = (json: unknown): readonly string[] =>
  checkRecording(json, name).problems.map(({ place, reason }) => `${place} | ${reason}`);

describe('a broken recording is refused', () => {
  test('with what was done, whatever else is wrong: at its own index, and without what only follows from it', () => {
    const add = { name: 'q', client: 'java', config: 5, program: null };
    const interventions = [
      { at: 1, step: 1, intervention: { kind: 'zzz' } },
      { at: 'soon', step: 2, intervention: { type: 'crash', node: 'broker-9', kind: 'process' } },
      { at: 2, step: 3, intervention: { type: 'stop', node: 'broker-8' } },
      7,
      { at: 3, step: 4, intervention: { type: 'addProducer', producer: add } },
      { at: 4, step: 5, intervention: { type: 'stop', node: 'q' } },
    ];
    const places = checkRecording(withParts({ seed: -1, interventions }), name).problems.map(({ place }) => place);
    expect(places).toEqual([
      'seed',
      'interventions[1].at',
      'interventions[0].type',
      'interventions[1].node',
      'interventions[2].node',
      'interventions[3]',
      'interventions[4].producer.config',
    ]);
    const both = problems(
      withParts({ scenario: { ...scenario, brokers: [] }, interventions: interventions.slice(0, 1) }),
    );
    expect(both.join('\n')).toMatch(/^scenario\.brokers[^]*^interventions\[0\]\.type/m);
  });

  test('with a seed that no scenario may have either', () => {
    for (const seed of [-1, 4_294_967_296])
      expect(problems(withParts({ seed }))[0]).toContain(
        `seed must be a whole number from 0 to 4294967295; found ${seed}`,
      );
    expect(checkRecording(withParts({ seed: 4_294_967_295 }), name).problems).toEqual([]);
  });

  test('with its first five hundred mistakes, when nobody would read the rest', () => {
    expect(problems(withParts({ interventions: Array.from({ length: 2_000 }, () => 7) }))).toHaveLength(500);
  });
});

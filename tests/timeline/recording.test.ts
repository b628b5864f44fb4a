import { describe, expect, test } from 'vitest';

import { stableStringify } from '../../src/lib/json.ts';
import { checkRecording, parseRecording } from '../../src/timeline/check-recording.ts';
import { clusterEngine } from '../../src/timeline/cluster-engine.ts';
import { recordingText, type Recording } from '../../src/timeline/recording.ts';
import { Timeline } from '../../src/timeline/timeline.ts';
import { s } from '../sim/cluster/build.ts';
import { clusterTimeline, orders } from './cluster-run.ts';
import { toyEngine, toyTimeline } from './toy-engine.ts';

const { name } = clusterEngine;

function recorded(): Recording {
  const timeline = clusterTimeline(orders(), 9, { seed: 5 });
  timeline.intervene([{ type: 'freeze', node: 'broker-2' }]);
  timeline.advanceUntil(s(11), 1e9);
  timeline.intervene([{ type: 'thaw', node: 'broker-2' }]);
  timeline.advanceUntil(s(14), 1e9);
  return timeline.recording();
}

/** The run of a recording, up to its end. */
function played({ scenario, seed, interventions, until }: Recording): Timeline {
  return clusterTimeline(scenario, until / s(1), { seed, interventions });
}

const whole = recordingText(recorded());

/** A recording with some of its parts replaced by anything. */
function withParts(parts: Record<string, unknown>): unknown {
  return { ...(JSON.parse(whole) as object), ...parts };
}

describe('a recording', () => {
  test('goes through text and comes back as it was', () => {
    const recording = recorded();
    const checked = parseRecording(recordingText(recording), name);
    expect(checked.problems).toEqual([]);
    expect(checked.warning).toBeNull();
    expect(checked.recording).toEqual(recording);
    expect(Object.keys(recording)).toEqual(['format', 'engine', 'scenario', 'seed', 'interventions', 'until']);
  });

  test('replays to the byte', () => {
    const recording = recorded();
    const first = played(recording);
    const again = played(recording);
    expect(first.present.at).toBe(recording.until);
    expect(stableStringify(again.world)).toBe(stableStringify(first.world));
    expect(again.recording()).toEqual(recording);
  });

  test('ends at the present and holds what was done up to there', () => {
    const recording = recorded();
    const timeline = played(recording);
    timeline.seek(s(10));
    expect(timeline.recording()).toEqual({
      ...recording,
      interventions: recording.interventions.slice(0, 1),
      until: s(10),
    });
  });

  test('of other rules is played, with a warning that says so', () => {
    const { recording, warning } = checkRecording(withParts({ engine: 'highwater-0' }), name);
    expect(recording?.engine).toBe('highwater-0');
    expect(warning).toBe(`This recording was made with highwater-0; here is ${name}, so it may run differently.`);
  });

  test('whose rules have changed is played by the instants of its interventions', () => {
    const recording = recorded();
    const moved = recording.interventions.map((one) => ({ ...one, step: one.step + 100_000 }));
    const timeline = clusterTimeline(recording.scenario, 14, { seed: recording.seed, interventions: moved });
    expect(timeline.recording().interventions.map(({ at }) => at)).toEqual(recording.interventions.map(({ at }) => at));
    const early = recording.interventions.map((one, index) => ({ ...one, step: index }));
    const other = clusterTimeline(recording.scenario, 14, { seed: recording.seed, interventions: early });
    expect(other.recording().interventions.map(({ at }) => at)).toEqual(recording.interventions.map(({ at }) => at));
  });
});

test('a recorded run comes to the same in slices of any size', () => {
  const recording = recorded();
  const whole = played(recording);
  for (const budget of [1, 2, 7, 100]) {
    const { scenario, seed, interventions, until } = recording;
    const sliced = new Timeline({ engine: clusterEngine, scenario, seed, interventions });
    while (!sliced.advanceUntil(until, budget));
    expect(sliced.recording()).toEqual(recording);
    expect(stableStringify(sliced.world)).toBe(stableStringify(whole.world));
  }
});

describe('a broken recording is refused', () => {
  const problems = (json: unknown): readonly string[] =>
    checkRecording(json, name).problems.map(({ place, reason, remedy }) =>
      [place, reason, remedy].filter((part) => part !== '').join(' | '),
    );

  test('when it is no recording at all', () => {
    expect(parseRecording('{"format"', name)).toEqual({
      recording: null,
      problems: [
        {
          place: 'the whole',
          reason: 'recording not understood; it is no JSON',
          remedy: 'save it again, or copy the whole link',
        },
      ],
      warning: null,
    });
    expect(problems([])).toEqual(['the whole | recording must be an object | choose a file that Highwater saved']);
    expect(problems(null)).toHaveLength(1);
    expect(problems({ format: 'other' })[0]).toContain('unknown format "other"; highwater-recording is wanted');
    expect(parseRecording(`"${'x'.repeat(8_000_001)}"`, name).problems[0]?.reason).toContain('the limit is');
  });

  test('with every mistake in it, each with its place', () => {
    const found = problems(withParts({ seed: 1.5, until: -1, engine: 7, extra: true }));
    expect(found).toHaveLength(4);
    expect(found.join('\n')).toMatch(/^extra \| unknown key extra/m);
    expect(found.join('\n')).toMatch(/^engine \| engine must be a text/m);
    expect(found.join('\n')).toMatch(/^seed \| seed must be a whole number from 0 to 4294967295; found 1\.5/m);
    expect(found.join('\n')).toMatch(/^until \| until must be microseconds/m);
  });

  test('when its interventions run backwards, or name what is not there', () => {
    const [first, second] = recorded().interventions;
    expect(problems(withParts({ interventions: [second, first] })).join('\n')).toContain('interventions[1].at');
    expect(problems(withParts({ interventions: {} }))).toEqual([
      'interventions | interventions must be a list | open it as Highwater saved it, or save it again',
    ]);
    expect(problems(withParts({ interventions: [{ at: 0 }] })).join('\n')).toContain('interventions[0].step');
    const strange = { at: 1, step: 1, intervention: { type: 'crash', node: 'broker-9', kind: 'process' } };
    expect(problems(withParts({ interventions: [strange] })).join('\n')).toMatch(/interventions\[0\].*broker-9/);
    const unknown = { at: 1, step: 1, intervention: { type: 'explode' } };
    expect(problems(withParts({ interventions: [unknown] }))).not.toEqual([]);
  });

  test('when it does what there is not: the nearest intervention is named, not every one', () => {
    const done = (intervention: unknown) => problems(withParts({ interventions: [{ at: 1, step: 1, intervention }] }));
    const again = 'save the recording again, or copy the whole link';
    expect(done({ type: 'crsh', node: 'broker-1' })).toEqual([
      'interventions[0].type | unknown intervention crsh | did you mean crash?',
    ]);
    expect(done({ type: 7 })).toEqual([`interventions[0].type | unknown intervention 7 | ${again}`]);
    expect(done({})).toEqual([`interventions[0].type | unknown intervention nothing | ${again}`]);
    expect(done(5)).toEqual([`interventions[0] | the intervention must be an object; found 5 | ${again}`]);
    expect(done({ type: 'stop' })).toEqual([`interventions[0] | the intervention lacks node | ${again}`]);
    expect(done({ type: 'stop', node: 5 })).toEqual([
      `interventions[0].node | node must be a text; found 5 | ${again}`,
    ]);
  });

  test('when it switches a rule off that no cluster has, with the place and the rule that was meant', () => {
    const { scenario } = recorded();
    const off = (without: unknown) => problems(withParts({ scenario: { ...scenario, without } }));
    expect(off(['electionsFromTheIsr', 'minInsyncReplicas'])).toEqual([]);
    expect(off(['minInsyncReplicas', 'electionFromTheIsr'])).toEqual([
      'scenario.without[1] | unknown rule electionFromTheIsr | did you mean electionsFromTheIsr?',
    ]);
    expect(off([7])).toEqual([expect.stringMatching(/^scenario\.without\[0\] \| unknown rule number \| known: /)]);
    expect(off('all')).toHaveLength(1);
  });

  test('but not for rules that are switched off on purpose, which it keeps', () => {
    const { scenario } = recorded();
    const checked = checkRecording(withParts({ scenario: { ...scenario, without: ['oneVoteAnEpoch'] } }), name);
    expect(checked.recording?.scenario.without).toEqual(['oneVoteAnEpoch']);
  });

  test('when its scenario has another shape, in words: all that is missing at once, and what would be right', () => {
    const { scenario } = recorded();
    const of = (changed: unknown): readonly string[] => problems(withParts({ scenario: changed }));
    const again = 'save the recording again, or copy the whole link';
    expect(of({ brokers: -4 })).toEqual([
      `scenario.brokers | brokers must be a list; found -4 | ${again}`,
      `scenario | the scenario lacks name, era, mode, seed, network, zookeeper, config, topics, producers, consumers, script | ${again}`,
    ]);
    expect(of({ ...scenario, era: 7, seed: 'x', extra: 1 })).toEqual([
      `scenario.era | era must be "2.8", "3.9" or "4.0"; found 7 | ${again}`,
      `scenario.seed | seed must be a whole number; found "x" | ${again}`,
      'scenario.extra | unknown key extra | leave it out',
    ]);
    expect(of(7)).toEqual([`scenario | the scenario must be an object; found 7 | ${again}`]);
  });

  test('when it is nested deeper than anybody could say', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    for (const key of ['engine', 'scenario', 'seed', 'interventions', 'until', 'format']) {
      const text = JSON.stringify(withParts({ [key]: 'HERE' })).replace('"HERE"', deep);
      const { recording, problems: all } = parseRecording(text, name);
      expect(recording).toBeNull();
      expect(all.length).toBeGreaterThan(0);
    }
    expect(parseRecording(deep, name).problems[0]?.reason).toBe('recording must be an object');
  });

  test('when its scenario breaks a rule, with the place in it', () => {
    const { scenario } = recorded();
    const found = problems(withParts({ scenario: { ...scenario, brokers: [] } }));
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatch(/^scenario/);
  });

  test('whatever it holds, and nothing is half-applied', () => {
    for (const value of [undefined, 0, '', [], {}, { at: null }, 'x'.repeat(100_000)]) {
      for (const key of ['engine', 'scenario', 'seed', 'interventions', 'until']) {
        const { recording, problems: all } = checkRecording(withParts({ [key]: value }), name);
        if (recording !== null) continue;
        expect(all.length).toBeGreaterThan(0);
        for (const { reason } of all) expect(reason.length).toBeLessThan(400);
      }
    }
  });
});

describe('a bug of ours', () => {
  test('in a step comes with the recording that runs into it again', () => {
    const broken = {
      ...toyEngine,
      step: (world: Parameters<typeof toyEngine.step>[0], until?: number) => {
        if (world.steps === 200) throw new Error('bug');
        return toyEngine.step(world, until);
      },
      run: (...[world, until, most, visit]: Parameters<typeof toyEngine.run>) => {
        const after = toyEngine.run(world, until, Math.min(most, Math.max(0, 200 - world.steps)), visit);
        if (world.steps <= 200 && world.steps + most > 200 && after.steps === 200) throw new Error('bug');
        return after;
      },
    };
    const timeline = toyTimeline({ engine: broken });
    timeline.advanceUntil(20_000, 1e6);
    timeline.intervene([
      { type: 'freeze', node: 'caller' },
      { type: 'thaw', node: 'caller' },
    ]);
    expect(() => timeline.advanceUntil(900_000, 1e6)).toThrow('bug');
    // What came before it is there, and once.
    expect(timeline.frontier.step).toBe(200);
    const recording = timeline.bugRecording();
    expect(recording.interventions).toHaveLength(2);
    const again = toyTimeline({ interventions: recording.interventions, engine: broken });
    expect(() => again.advanceUntil(recording.until, 1e6)).toThrow('bug');
  });

  test('in an intervention comes with that intervention, and changes nothing', () => {
    const broken: typeof toyEngine = {
      ...toyEngine,
      intervene: () => {
        throw new Error('bug');
      },
    };
    const timeline = toyTimeline({ engine: broken });
    timeline.advanceUntil(20_000, 1e6);
    const before = stableStringify([timeline.world, timeline.tips]);
    expect(() => timeline.intervene([{ type: 'crash', node: 'caller', kind: 'process' }])).toThrow('bug');
    const recording = timeline.bugRecording();
    expect(recording.interventions.map(({ at, intervention }) => [at, intervention.type])).toEqual([[20_000, 'crash']]);
    expect(stableStringify([timeline.world, timeline.tips])).toBe(before);
    const again = toyTimeline({ interventions: recording.interventions, engine: broken });
    expect(() => again.advanceUntil(recording.until, 1e6)).toThrow('bug');
  });
});

import { describe, expect, it } from 'vitest';

import { simulate } from '../../src/cli/simulation.ts';

function run(
  text: string,
  ...args: readonly string[]
): { readonly code: number; readonly out: string; readonly err: string } {
  const said = { out: '', err: '' };
  const code = simulate(['orders.yaml', ...args], {
    read: () => text,
    out: (more) => void (said.out += more),
    err: (more) => void (said.err += more),
  });
  return { code, ...said };
}

const notes = (text: string, until = '5s'): readonly string[] => {
  const { code, err } = run(text, '--until', until);
  expect(code).toBe(0);
  return err.split('\n').slice(0, -1);
};

describe('simulate tells on stderr', () => {
  it('nothing where everything came true', () => {
    expect(notes('topics: [t]\nscript: [{ at: 1s, moment: now }, { when: TopicCreated, moment: created }]')).toEqual(
      [],
    );
  });

  it('which topics the brokers will create by themselves', () => {
    const scenario = 'topics: [late]\nconsumers: [{ name: c, topics: [lat, late] }]\n';
    expect(notes(scenario)).toEqual([
      'note: topic lat is not declared; the brokers will create it; did you mean late?',
    ]);
    expect(notes(`${scenario}config: { broker: { auto.create.topics.enable: false } }`)).toEqual([
      'note: topic lat is not declared; auto.create.topics.enable is false, so nobody creates it; did you mean late?',
    ]);
    expect(notes('consumers: [{ name: c, client: kcat, topics: lat }]')).toEqual([
      "note: topic lat is not declared; a consumer's allow.auto.create.topics is false, so nobody creates it",
    ]);
    expect(notes(`${scenario}script: [{ at: 1s, createTopic: lat }]`)[0] ?? '').not.toContain('not declared');
  });

  it('that no group can work where its offsets want more copies than there are brokers', () => {
    const scenario = 'brokers: 2\ntopics: [t]\nconsumers: [{ name: c, topics: [t], config: { group.id: g } }]\n';
    expect(notes(scenario)).toEqual([
      'note: no group can work: __consumer_offsets wants 3 copies (offsets.topic.replication.factor), and there are 2 brokers, so it is never created and c never reads; set config: { broker: { offsets.topic.replication.factor: 2 } }',
    ]);
    expect(notes(`${scenario}config: { broker: { offsets.topic.replication.factor: 2 } }`)).toEqual([]);
    expect(notes(scenario.replace('brokers: 2', 'brokers: 3'))).toEqual([]);
    expect(notes(scenario.replace(', config: { group.id: g }', ''))).toEqual([]);
  });

  it('what the cluster refused the operator', () => {
    expect(notes('topics: [t]\nscript: [{ at: 2s, createTopic: t }]')).toEqual([
      expect.stringMatching(/^note: \w+ of t was refused with TOPIC_ALREADY_EXISTS, at 2\.\d+s$/),
    ]);
  });

  it('what of the script was not reached, once for each item', () => {
    const script = `script:
  - { when: { entry: LeaderElected, with: { leader: 3 }, times: 2 }, moment: two, cut: { from: 1, to: 2, for: 5s } }
  - { when: { fact: isr, of: [t-0], is: [2, 3] }, crash: 1 }
  - { when: TopicCreated, after: 10s, moment: later }
  - { at: 7s, moment: seven }
  - { at: 9s, crash: 2 }
  - { at: 8s, configure: { client: p, config: { acks: all } } }
  - { at: 1s, moment: one }
`;
    const cluster = 'topics: [{ name: t, assignment: [[1]] }]\nproducers: [{ name: p }]\n';
    expect(notes(`${cluster}${script}`)).toEqual([
      'note: moment two never came true; it waits for LeaderElected with leader: 3, 2 times',
      "note: the script's crash never came true; it waits for isr(t-0) is [2, 3]",
      expect.stringMatching(
        /^note: moment later was not reached; it is 10s after TopicCreated, which came true at 0\.\d+s$/,
      ),
      'note: moment seven was not reached; it is at 7s, the run ends at 5s',
      "note: 2 of the script's items were not reached; the first is at 8s, the run ends at 5s",
    ]);
    const json = JSON.parse(run(`${cluster}${script}`, '--until', '5s', '--json').out) as {
      readonly moments: unknown;
      readonly neverCameTrue: unknown;
    };
    expect(json.moments).toEqual([{ name: 'one', timeMs: 1000 }]);
    expect(json.neverCameTrue).toEqual([
      {
        moment: 'two',
        when: 'LeaderElected with leader: 3, 2 times',
        afterMs: 0,
        interventions: ['cut', 'cut'],
      },
      { moment: null, when: 'isr(t-0) is [2, 3]', afterMs: 0, interventions: ['crash'] },
      {
        moment: 'later',
        when: 'TopicCreated',
        afterMs: 10_000,
        interventions: [],
        conditionMetMs: expect.any(Number) as number,
      },
      { moment: 'seven', atMs: 7000, interventions: [] },
      { moment: null, atMs: 9000, interventions: ['crash'] },
      { moment: null, atMs: 8000, interventions: ['configure'] },
    ]);
  });

  it('no character that does something to a terminal', () => {
    expect(run('topics: [t]\nscript: [{ at: 1m, moment: "\\e[31m\u202e" }]', '--until', '1s').err).toContain(
      '\\u001b[31m\\u202e',
    );
  });
});

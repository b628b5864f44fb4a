import { describe, expect, it } from 'vitest';

import { simulate } from '../../src/cli/simulation.ts';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(text: string, ...args: readonly string[]): Ran {
  const said = { out: '', err: '' };
  const code = simulate(['orders.yaml', ...args], {
    read: () => text,
    out: (more) => {
      said.out += more;
    },
    err: (more) => {
      said.err += more;
    },
  });
  return { code, ...said };
}

const orders = `
era: 3.9
seed: 7
topics: [{ name: orders, partitions: 2, replicationFactor: 3 }]
producers:
  - name: p1
    program: { topic: orders, rate: 10/s, count: 20, keys: [alice, bob], values: 'order {n}' }
    sends: [{ at: 20s, topic: orders, key: { hex: ff00 }, value: '<script>\u202e' }]
consumers: [{ name: c1, topics: orders, config: { auto.offset.reset: earliest } }]
script:
  - { at: 10s, crash: broker-1 }
`;

const grouped = `
era: 3.9
topics: [{ name: orders, partitions: 1, replicationFactor: 3 }]
producers: [{ name: p1, program: { topic: orders, rate: 10/s, count: 5 } }]
consumers: [{ name: c1, topics: orders, config: { group.id: readers, auto.offset.reset: earliest } }]
`;

interface Printed {
  readonly partition: string;
  readonly offset: number;
  readonly key: unknown;
  readonly value: unknown;
}

interface Output {
  readonly engine: string;
  readonly era: string;
  readonly seed: number;
  readonly timeMs: number;
  readonly facts: {
    readonly partitions: Readonly<
      Record<
        string,
        {
          readonly leader: number;
          readonly isr: number[];
          readonly replicas: number[];
          readonly logEndOffset: number;
          readonly highWatermark: number;
          readonly logs: Readonly<Record<string, Printed[]>>;
        }
      >
    >;
    readonly consumers: Readonly<
      Record<string, { readonly positions: Readonly<Record<string, number>>; readonly printed: Printed[] }>
    >;
    readonly producers: Readonly<Record<string, { readonly acknowledged: Printed[]; readonly failed: unknown[] }>>;
    readonly controller: number;
    readonly controllerEpoch: number;
    readonly brokers: Readonly<Record<string, string>>;
    readonly groups: Readonly<Record<string, { readonly state: string; readonly committed: object }>>;
  };
  readonly trace: readonly {
    readonly t: number;
    readonly seq: number;
    readonly type: string;
    readonly node: string;
    readonly causes: number[];
    readonly args: object;
  }[];
}

describe('simulate', () => {
  const { code, out, err } = run(orders, '--until', '60s', '--json');
  const output = JSON.parse(out) as Output;

  it('prints one JSON value of the documented shape', () => {
    expect([code, err]).toEqual([0, '']);
    expect(Object.keys(output)).toEqual([
      'engine',
      'era',
      'seed',
      'timeMs',
      'facts',
      'moments',
      'neverCameTrue',
      'trace',
    ]);
    expect(output).toMatchObject({ era: '3.9', seed: 7, timeMs: 60_000 });
    expect(Object.keys(output.facts)).toEqual([
      'partitions',
      'consumers',
      'producers',
      'controller',
      'controllerEpoch',
      'brokers',
      'groups',
    ]);
    expect(Object.keys(output.facts.partitions['orders-0'] ?? {})).toEqual([
      'leader',
      'leaderEpoch',
      'isr',
      'replicas',
      'logStartOffset',
      'logEndOffset',
      'highWatermark',
      'logs',
    ]);
    expect(Object.keys(output.trace[0] ?? {})).toEqual(['t', 'seq', 'type', 'node', 'causes', 'args']);
  });

  it('says what a group has committed: the offset of the next record', () => {
    const { groups, consumers } = output.facts;
    const { facts } = JSON.parse(run(grouped, '--until', '30s', '--json').out) as Output;
    expect(groups).toEqual({});
    expect(consumers['c1']?.printed).toHaveLength(21);
    expect(facts.groups).toMatchObject({
      readers: { state: 'Stable', members: [{ partitions: ['orders-0'] }], committed: { 'orders-0': 5 } },
    });
  });

  it('says who leads and who is in sync after a broker has died', () => {
    const { brokers, partitions, controller } = output.facts;
    expect(brokers).toEqual({ '1': 'crashed', '2': 'running', '3': 'running' });
    expect([2, 3]).toContain(controller);
    for (const partition of Object.values(partitions)) {
      expect([...partition.isr].sort()).toEqual([2, 3]);
      expect([...partition.replicas].sort()).toEqual([1, 2, 3]);
      expect(partition.isr).toContain(partition.leader);
    }
  });

  it('what was acknowledged is in the logs of the in-sync replicas, and was printed', () => {
    const { producers, consumers, partitions } = output.facts;
    const acknowledged = producers['p1']?.acknowledged ?? [];
    expect(acknowledged).toHaveLength(21);
    expect(producers['p1']?.failed).toEqual([]);
    for (const { partition, offset, value } of acknowledged) {
      const { isr = [], logs = {} } = partitions[partition] ?? {};
      for (const broker of isr) expect(logs[String(broker)]?.[offset]).toMatchObject({ offset, value });
    }
    const printed = consumers['c1']?.printed ?? [];
    const place = (one: Printed): string => `${one.partition}@${one.offset}`;
    expect(printed.map(place).sort()).toEqual(acknowledged.map(place).sort());
    const positions = Object.values(consumers['c1']?.positions ?? {}).reduce((sum, position) => sum + position, 0);
    expect(positions).toBe(21);
  });

  it('prints text where bytes are text, and hexadecimal digits where they are not', () => {
    const last = output.facts.consumers['c1']?.printed.find((one) => one.value === '<script>\u202e');
    expect(last?.key).toEqual({ hex: 'ff00' });
  });

  it('names partitions and nodes in what entries say', () => {
    const appended = output.trace.find((entry) => entry.type === 'RecordsAppended');
    expect(appended?.args).toMatchObject({
      partition: expect.stringMatching(/^orders-[01]$/) as string,
      producer: 'p1',
    });
    expect(appended?.node).toMatch(/^broker-[123]$/);
    expect(
      output.trace.every((entry, index) => entry.seq === index && entry.causes.every((cause) => cause < index)),
    ).toBe(true);
  });

  it('gives the same bytes for the same scenario and seed, and others for another seed', () => {
    expect(run(orders, '--until', '60s', '--json').out).toBe(out);
    expect(run(orders, '--until', '60s', '--json', '--seed=8').out).not.toBe(out);
  });

  it('runs everything up to and including the time, and nothing later', () => {
    const script = 'script: [{ at: 5s, moment: x, stop: broker-3 }]';
    const until = (time: string): boolean => run(`${script}`, '--until', time).out.includes('ProcessStopping');
    expect([until('4999999us'), until('5s')]).toEqual([false, true]);
  });

  it('prints a line for each entry, in fixed columns', () => {
    const lines = run(orders, '--until', '21s').out.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(500);
    lines.forEach((line, index) => {
      expect(line).toMatch(/^ *\d+\.\d{6} +\d+ \S+ +[A-Z]\w+/);
      expect(Number(line.slice(14, 22))).toBe(index);
    });
    expect(lines.find((line) => line.includes('RecordsAppended'))).toMatch(/ <- \d+/);
  });

  it('makes the columns wide enough for every node of the run, and keeps them', () => {
    const script = 'script: [{ at: 2s, addConsumer: { name: the-one-that-comes-later, topics: [orders] } }]';
    const { out } = run(`mode: kraft\ntopics: [{ name: orders }]\n${script}`, '--until', '4s');
    const starts = out
      .trimEnd()
      .split('\n')
      .map((line) => line.search(/(?<=^ *\d+\.\d{6} +\d+ \S+ +)[A-Z]/));
    expect(new Set(starts)).toEqual(new Set([48]));
  });

  it('lets no control or bidirectional character of a record reach a terminal', () => {
    const { out: lines } = run(
      'producers: [{ name: p1 }]\nscript: [{ at: 1s, send: { producer: p1, topic: t, value: "\\e[31m\u202e\\u0007" } }]',
      '--until',
      '2s',
    );
    expect(lines).toContain('\\u202e');
    // eslint-disable-next-line no-control-regex
    expect(lines).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it('runs for a minute, or ten seconds longer than the script, when no time is given', () => {
    const end = (text: string): number => (JSON.parse(run(text, '--json').out) as Output).timeMs;
    expect([end('brokers: 1'), end('{ brokers: 1, script: [{ at: 2m, moment: late }] }')]).toEqual([60_000, 130_000]);
  });
});

describe('a wrong call of simulate', () => {
  it.each<[string, string[], string]>([
    ['seed: 1\nsede: 2', [], 'orders.yaml:2:1 unknown key sede; did you mean seed?\n1 mistake\n'],
    ['{}', ['--until', 'soon'], '--until must be a time as 500ms, 60s or 5m; found soon'],
    ['{}', ['--until'], 'option --until without a value'],
    ['{}', ['--seed', '-1'], '--seed must be a whole number from 0 to 4294967295; found -1'],
    ['{}', ['--seed', 'x'], '--seed must be a whole number'],
    ['{}', ['--untl', '5s'], 'unknown option --untl; known: --until, --seed, --json'],
    ['{}', ['another.yaml'], 'usage: npm run -s simulate -- FILE'],
  ])('%j %j is refused on stderr with exit code 2', (text, args, said) => {
    const { code, out, err } = run(text, ...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
  });

  it('a file that is not there is refused', () => {
    const failing = (): never => {
      throw new Error('ENOENT');
    };
    const said: string[] = [];
    expect(simulate(['x.yaml'], { read: failing, out: () => undefined, err: (text) => said.push(text) })).toBe(2);
    expect(said.join('')).toContain('file x.yaml cannot be read; ENOENT');
  });
});

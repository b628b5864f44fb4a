import { describe, expect, it } from 'vitest';

import { simulate } from '../../src/cli/simulation.ts';

interface Partition {
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  readonly replicas: readonly number[];
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
  readonly logs: Readonly<Record<string, readonly { readonly offset: number; readonly value: string }[]>>;
}

interface Output {
  readonly facts: {
    readonly partitions: Readonly<Record<string, Partition>>;
    readonly controller: number;
    readonly controllerEpoch: number;
  };
  readonly moments: readonly { readonly name: string; readonly timeMs: number }[];
}

function run(text: string): { readonly code: number; readonly output: Output | null; readonly err: string } {
  const said = { out: '', err: '' };
  const code = simulate(['cluster.yaml', '--until', '10s', '--json'], {
    read: () => text,
    out: (more) => void (said.out += more),
    err: (more) => void (said.err += more),
  });
  return { code, output: code === 0 ? (JSON.parse(said.out) as Output) : null, err: said.err };
}

const kraft = "era: '4.0'\nmode: kraft\ntopics: [{ name: orders, replicationFactor: 3 }]\n";

describe('the metadata log in what simulate prints', () => {
  it('is a partition as the others in mode kraft, with a copy on each voter and broker', () => {
    const facts = run(kraft).output?.facts;
    const log = facts?.partitions['__cluster_metadata-0'];
    expect(Object.keys(log ?? {})).toEqual(Object.keys(facts?.partitions['orders-0'] ?? {}));
    expect(log).toMatchObject({
      leader: facts?.controller,
      leaderEpoch: facts?.controllerEpoch,
      replicas: [101, 102, 103],
      isr: [101, 102, 103],
      logStartOffset: 0,
    });
    expect(Object.keys(log?.logs ?? {})).toEqual(['1', '2', '3', '101', '102', '103']);
    const leaders = log?.logs[String(log.leader)] ?? [];
    expect(leaders.some(({ value }) => value.includes('TOPIC_RECORD') && value.includes('orders'))).toBe(true);
    expect(log?.highWatermark).toBe(log?.logEndOffset);
    expect(leaders.at(-1)?.offset).toBeLessThan(log?.logEndOffset ?? 0);
    expect(log?.logs['1']).toEqual(leaders);
  });

  it('is the log of the brokers themselves where they are controllers as well', () => {
    const log = run(`${kraft}roles: combined\n`).output?.facts.partitions['__cluster_metadata-0'];
    expect(log?.replicas).toEqual([1, 2, 3]);
    expect(Object.keys(log?.logs ?? {})).toEqual(['1', '2', '3']);
  });

  it('is not there with ZooKeeper', () => {
    expect(Object.keys(run('topics: [orders]').output?.facts.partitions ?? {})).toEqual(['orders-0']);
  });
});

describe('a script that asks about the metadata log', () => {
  const script = (condition: string): string => `${kraft}script: [{ when: { ${condition} }, moment: then }]`;

  it('is answered as about any other log: of the leader, of a voter, of a broker', () => {
    for (const of of ['[__cluster_metadata-0]', '[__cluster_metadata-0, 101]', '[__cluster_metadata-0, 2]'])
      for (const fact of ['logEndOffset', 'highWatermark'])
        expect(run(script(`fact: ${fact}, of: ${of}, atLeast: 10`)).output?.moments).toHaveLength(1);
  });

  it('is told what cannot be asked of it, and where there is none', () => {
    expect(run(script('fact: leader, of: [__cluster_metadata-0], is: 101')).err).toContain(
      'fact leader is not asked of __cluster_metadata-0; of it can be asked logStart, logEndOffset',
    );
    expect(run(script('fact: logEndOffset, of: [__cluster_metadata-0, 7], atLeast: 1')).err).toContain(
      'unknown broker 7',
    );
    const old = script('fact: logEndOffset, of: [__cluster_metadata-0], atLeast: 1').replace(
      "era: '4.0'\nmode: kraft",
      '',
    );
    expect(run(old).err).toContain('there is no __cluster_metadata-0; only a cluster of mode kraft has it');
  });
});

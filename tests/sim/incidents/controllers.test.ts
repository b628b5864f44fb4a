import { describe, expect, it } from 'vitest';

import { at, play } from './play.ts';

describe('a topic that waits to be deleted', () => {
  const waiting = (script: string): string => `
brokers: 5
topics:
  - { name: orders, assignment: [[2, 4, 3]] }
script:
  - { at: 5s, crash: broker-3 }
  - { at: 30s, deleteTopic: orders }
${script}`;

  it('stays without a leader when another controller takes over', () => {
    const { of } = play(waiting('  - { at: 35s, crash: broker-1 }'), 60);
    expect(of('ControllerReady')).toHaveLength(2);
    expect(of('PartitionOffline').map(at)).toEqual([30.01]);
    expect(of('LeaderElected').filter((entry) => at(entry) > 30)).toEqual([]);
  });

  it('goes when its last broker is back under another controller', () => {
    const { of } = play(waiting('  - { at: 35s, crash: broker-1 }\n  - { at: 65s, restart: broker-3 }'), 75);
    expect(of('TopicDeleted').map(({ args }) => args.topic)).toEqual(['orders']);
    expect(at(of('TopicDeleted')[0] as never)).toBeGreaterThan(65);
  });

  it('gets no more partitions, and nobody may elect leaders for it', () => {
    const { of } = play(
      waiting(`  - { at: 41s, createPartitions: { topic: orders, count: 2 } }
  - { at: 42s, electLeaders: { partition: orders-0, election: preferred } }`),
      50,
    );
    const answers = of('AdminAnswered').filter((entry) => at(entry) > 40);
    expect(answers.map(({ args }) => args.error)).toEqual(['INVALID_TOPIC_EXCEPTION', 'INVALID_TOPIC_EXCEPTION']);
    expect(of('PartitionsCreated')).toEqual([]);
  });
});

describe('the automatic preferred election', () => {
  const moving = (era: string): string => `
era: ${era}
brokers: 4
config: { broker: { leader.imbalance.check.interval.seconds: 20 } }
topics:
  - { name: orders, assignment: [[2, 3]] }
  - { name: moving, assignment: [[3, 1]] }
script:
  - { at: 5s, cut: { from: broker-4, to: broker-3 } }
  - { at: 6s, reassignPartitions: { partition: moving-0, replicas: [4, 1] } }
  - { at: 8s, stop: broker-2 }
  - { at: 12s, restart: broker-2 }`;
  const preferred = (era: string): number =>
    play(moving(era), 40)
      .of('LeaderElected')
      .filter(({ args }) => args.election === 'preferred').length;

  it('is left out in 2.8 while any partition moves; 3.9 does not wait', () => {
    expect(preferred('2.8')).toBe(0);
    expect(preferred('3.9')).toBe(1);
  });
});

describe('a setting of one broker that is the controller (combined roles)', () => {
  const allowed = (broker: number): string => `
era: 3.9
mode: kraft
roles: combined
controllers: 1
brokers: 3
topics:
  - { name: orders, assignment: [[2, 3]] }
producers:
  - { name: shop, config: { acks: 1 }, program: { topic: orders, rate: 5/s } }
script:
  - { at: 6s, crash: broker-3 }
  - { at: 20s, crash: broker-2 }
  - { at: 35s, alterConfig: { broker: ${broker}, config: { unclean.leader.election.enable: 'true' } } }
  - { at: 40s, restart: broker-3 }`;
  const unclean = (broker: number): readonly number[] =>
    play(allowed(broker), 50)
      .of('LeaderElected')
      .filter(({ args }) => args.unclean)
      .map(({ args }) => args.leader);

  it('counts for the topics it elects leaders for; another broker’s does not', () => {
    expect(unclean(1)).toEqual([3]);
    expect(unclean(3)).toEqual([]);
  });
});

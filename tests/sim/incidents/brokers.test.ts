import { describe, expect, it } from 'vitest';

import { at, play } from './play.ts';

describe('a follower that restarts within its old session (KRaft)', () => {
  it('may join the ISR before it is registered again, and leaves it when that session is fenced', () => {
    const { of } = play(
      `
era: 3.9
mode: kraft
config: { broker: { replica.lag.time.max.ms: 4000 } }
topics:
  - { name: orders, assignment: [[1, 2, 3]] }
producers:
  - { name: shop, config: { acks: all }, program: { topic: orders, rate: 10/s } }
script:
  - { at: 6s, cut: { from: broker-3, to: broker-1 } }
  - { at: 15s, crash: broker-3 }
  - { at: 15.1s, heal: { from: broker-3, to: broker-1 } }
  - { at: 15.2s, restart: broker-3 }`,
      45,
    );
    const isrs = of('IsrUpdated').filter((entry) => at(entry) > 15);
    expect(isrs.map(({ args }) => args.isr)).toEqual([
      [1, 2, 3],
      [1, 2],
      [1, 2, 3],
    ]);
    const [joined, left] = isrs.map(at) as [number, number];
    expect(joined).toBeLessThan(17);
    expect(left).toBe(at(of('BrokerFenced').at(-1) as never));
    expect(
      of('BrokerRegistered')
        .filter((entry) => at(entry) > 15)
        .every((entry) => at(entry) > left),
    ).toBe(true);
  });
});

describe('the preferred read replica (KIP-392)', () => {
  const racks = (era: string): string => `
era: ${era}
brokers:
  - { id: 1, rack: a, config: { replica.selector.class: org.apache.kafka.common.replica.RackAwareReplicaSelector } }
  - { id: 2, rack: b, config: { replica.selector.class: org.apache.kafka.common.replica.RackAwareReplicaSelector } }
topics:
  - { name: orders, assignment: [[1, 2]] }
producers:
  - { name: shop, config: { acks: 1 }, program: { topic: orders, rate: 5/s } }
consumers:
  - { name: kitchen, topics: [orders], start: 75s, config: { auto.offset.reset: earliest, client.rack: b } }
script:
  - { at: 20s, cut: { from: broker-2, to: broker-1 } }`;
  /** Where the first fetch with records of it ended: the follower has those of the first twenty seconds only. */
  const firstRead = (era: string): number => {
    const { of } = play(racks(era), 76);
    expect(of('IsrUpdated').map(({ args }) => args.isr)).toContainEqual([1]);
    return of('RecordsFetched')[0]?.args.to ?? -1;
  };

  it('need not be in sync in 2.8; later it must be', () => {
    expect(firstRead('2.8')).toBeLessThan(110);
    expect(firstRead('3.9')).toBeGreaterThan(300);
  });
});

describe('records that were deleted by request', () => {
  it('were not flushed by that: a loss of power leaves the follower empty, and it begins where the leader’s log does', () => {
    const { of } = play(
      `
brokers: 2
topics:
  - { name: orders, assignment: [[1, 2]] }
producers:
  - { name: shop, config: { acks: all }, program: { topic: orders, rate: 10/s, count: 300 } }
script:
  - { at: 45s, deleteRecords: { partition: orders-0 } }
  - { at: 50s, crash: { node: broker-2, kind: power } }
  - { at: 70s, restart: broker-2 }`,
      75,
    );
    expect(of('LogLost').map(({ args }) => [args.broker, args.from, args.to])).toEqual([[2, 0, 300]]);
    const refused = of('FetchRefused').filter((entry) => at(entry) > 70);
    expect(refused.map(({ args }) => args.error)).toEqual(['OFFSET_OUT_OF_RANGE']);
    expect(of('IsrUpdated').at(-1)?.args.isr.toSorted()).toEqual([1, 2]);
  });
});

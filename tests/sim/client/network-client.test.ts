import { describe, expect, it } from 'vitest';
import { metadata, ms, unknownTopic, type ClientBench } from './support/client-bench.ts';
import { answered, readyProducer, sendTo, startedProducer } from './support/producing.ts';
import type { ProducerState } from '../../../src/sim/client/state.ts';

const leaders = [1, 2, 3];

/** When connections to this broker were attempted, in milliseconds. */
function attempts(bench: ClientBench<ProducerState>, node: number): number[] {
  return bench.connects.filter(({ to }) => to === node).map(({ at }) => at / 1000);
}

describe('a client that starts', () => {
  it('asks one bootstrap broker for its versions, then for metadata', () => {
    const bench = startedProducer({ config: { 'bootstrap.servers': 'broker-2:9092' }, program: {} });
    expect(bench.dialled).toEqual([2]);
    expect(bench.open('MetadataRequest')).toEqual([]);
    bench.accept();
    expect(bench.open('MetadataRequest').map(({ topics }) => topics)).toEqual([['orders']]);
  });

  it('opens four connections to three brokers: the bootstrap connection is one of its own', () => {
    const bench = readyProducer({
      config: { 'bootstrap.servers': 'broker-1:9092' },
      leaders,
      program: { perTick: 30, keys: ['alice', 'carol', 'dave'] },
    });
    expect(bench.dialled.length).toBe(4);
    expect(bench.dialled[0]).toBe(1);
    expect([...bench.dialled.slice(1)].sort()).toEqual([1, 2, 3]);
  });

  it('tries another bootstrap broker when one refuses, and the same one again only after reconnect.backoff.ms', () => {
    const bench = startedProducer({ config: { acks: '1' } });
    bench.refuse();
    expect(bench.connects).toHaveLength(1);
    // Metadata failed with the connection: it waits for retry.backoff.ms.
    bench.advance(ms(200));
    expect(bench.connects).toHaveLength(2);
    expect(bench.dialled[1]).not.toBe(bench.dialled[0]);
  });
});

describe('reconnect.backoff.ms', () => {
  it('doubles to reconnect.backoff.max.ms, a fifth more or less by chance', () => {
    const bench = readyProducer({ program: { count: 1 } });
    bench.break(1);
    const gaps: number[] = [];
    for (let at = 0; at < 20_000; at += 5) {
      bench.advance(ms(at));
      bench.refuse();
    }
    const tries = attempts(bench, 11).filter((at) => at > 0);
    tries.forEach((at, i) => i > 0 && gaps.push(at - (tries[i - 1] as number)));
    expect(tries[0]).toBeGreaterThanOrEqual(40);
    expect(gaps[0]).toBeGreaterThanOrEqual(80);
    expect(gaps[0]).toBeLessThanOrEqual(120);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(1006);
    expect(gaps.at(-1)).toBeGreaterThanOrEqual(800);
  });

  it('starts anew after a connection that was usable', () => {
    const bench = readyProducer({ program: { count: 1 } });
    for (let i = 0; i < 5; i++) {
      bench.break(1);
      const at = bench.now;
      while (bench.open('ProduceRequest').length === 0) bench.advance(bench.now + ms(5)).accept();
      expect(bench.now - at).toBeLessThan(ms(1300));
      bench.advance(bench.now + ms(5000));
    }
    const tries = attempts(bench, 11);
    expect(tries.length).toBeGreaterThanOrEqual(6);
  });
});

describe('metadata', () => {
  it('is asked for again when a partition has no leader, at most every retry.backoff.ms, from 3.7 ever more seldom', () => {
    const asked = (era: '2.8' | '3.9'): number[] => {
      const bench = readyProducer({ era, leaders: [-1], program: { count: 1 } });
      const times: number[] = [];
      for (let at = 0; at < 10_000; at += 5) {
        bench.advance(ms(at)).accept();
        if (bench.open('MetadataRequest').length === 0) continue;
        times.push(at);
        bench.answer('MetadataRequest', metadata({ orders: [-1] }));
      }
      return times;
    };
    const before = asked('2.8');
    expect(before.length).toBeGreaterThan(90);
    const now = asked('3.9');
    expect(now.length).toBeLessThan(20);
    const gaps = now.map((at, i) => at - (now[i - 1] ?? 0));
    expect(gaps.at(-1)).toBeGreaterThanOrEqual(800);
    expect(gaps.at(-1)).toBeLessThanOrEqual(1005);
  });

  it('is asked for every metadata.max.age.ms', () => {
    const bench = readyProducer({ program: { count: 1 } });
    bench.answer('ProduceRequest', (request) => answered(request, 0));
    bench.advance(ms(299_000));
    expect(bench.open('MetadataRequest')).toHaveLength(0);
    bench.advance(ms(301_000)).accept();
    expect(bench.open('MetadataRequest')).toHaveLength(1);
  });

  it('with a smaller leader epoch is ignored (KIP-320)', () => {
    const bench = readyProducer({ program: { count: 1 } });
    bench.answer('ProduceRequest', (request) => answered(request, 'NOT_LEADER_OR_FOLLOWER'));
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [2] }, { epoch: 5 }));
    expect(bench.state.network.metadata.topics[0]?.partitions[0]).toMatchObject({ leaderId: 2, leaderEpoch: 5 });
    bench.await('ProduceRequest').answer('ProduceRequest', (request) => answered(request, 'NOT_LEADER_OR_FOLLOWER'));
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1] }, { epoch: 4 }));
    expect(bench.state.network.metadata.topics[0]?.partitions[0]).toMatchObject({ leaderId: 2, leaderEpoch: 5 });
    bench.await('ProduceRequest').answer('ProduceRequest', (request) => answered(request, 'NOT_LEADER_OR_FOLLOWER'));
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [3] }, { epoch: 6 }));
    expect(bench.state.network.metadata.topics[0]?.partitions[0]).toMatchObject({ leaderId: 3, leaderEpoch: 6 });
  });

  it('of a topic that nobody knows is asked for again until it is there', () => {
    const bench = startedProducer({ config: { acks: '1' }, program: { count: 1 } }).accept();
    bench.answer('MetadataRequest', unknownTopic('orders'));
    expect(bench.entriesOf('SendBlocked')).toEqual([{ topic: 'orders', waitsFor: 'metadata' }]);
    bench.advance(ms(200)).accept();
    bench.answer('MetadataRequest', metadata({ orders: [1] })).accept();
    expect(bench.open('ProduceRequest')).toHaveLength(1);
  });

  it('that is empty, from a broker that has just started, is no metadata', () => {
    const bench = startedProducer().accept();
    bench.answer('MetadataRequest', metadata({}, { brokers: [] }));
    expect(bench.state.network.metadata.version).toBe(-1);
    bench.advance(ms(300));
    expect(bench.open('MetadataRequest')).toHaveLength(1);
  });
});

describe('a connection that nobody uses', () => {
  it('is closed after connections.max.idle.ms', () => {
    const bench = readyProducer({
      config: { 'bootstrap.servers': 'broker-1:9092', 'metadata.max.age.ms': '10000000' },
    });
    bench.do(sendTo('orders', 0, 'a'));
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [2] }));
    bench.await('ProduceRequest').answer('ProduceRequest', (request) => answered(request, 0));
    bench.advance(ms(300_000)).do(sendTo('orders', 0, 'b'));
    bench.answer('ProduceRequest', (request) => answered(request, 1));
    bench.advance(ms(539_000));
    expect(bench.closed).toEqual([]);
    bench.advance(ms(541_000));
    expect(bench.closed).toContain(0);
    expect(bench.closed).not.toContain(bench.dialled.lastIndexOf(2));
  });
});

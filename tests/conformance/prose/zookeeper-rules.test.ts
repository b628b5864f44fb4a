import { describe, expect, it } from 'vitest';

import { controllerOf } from '../../../src/sim/read/znodes.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { Bench } from '../support/bench.ts';
import { negotiatedRange } from '../support/sessions.ts';

/* The rules of vectors/zookeeper.json. */

describe('zookeeper-037 detection time', () => {
  const detection = (config: string, how: 'crash' | 'stop'): number => {
    const bench = new Bench(`{ brokers: 3, ${config} }`).run(5 * SECOND);
    const victim = [1, 2, 3].find((id) => id !== controllerOf(bench.world).broker) as number;
    const from = bench.world.now;
    const node = `broker-${victim}`;
    bench.do(how === 'crash' ? { type: 'crash', node, kind: 'process' } : { type: 'stop', node }).run(40 * SECOND);
    const noticed = bench.entries.find(
      (entry) => entry.t > from && entry.type === 'BrokersChanged' && entry.args.left.includes(victim),
    );
    return ((noticed?.t ?? Infinity) - from) / SECOND;
  };

  it('a crash is noticed when zookeeper.session.timeout.ms has passed since the broker was last heard: 18 s by default', () => {
    const seconds = detection('era: 3.9', 'crash');
    expect(seconds).toBeGreaterThan(18 - 6.1);
    expect(seconds).toBeLessThan(18.1);
  });

  it('sooner when the timeout is shorter', () => {
    const seconds = detection('config: { broker: { zookeeper.session.timeout.ms: 6000 } }', 'crash');
    expect(seconds).toBeGreaterThan(6 - 2.1);
    expect(seconds).toBeLessThan(6.1);
  });

  it('a clean stop is noticed at once', () => {
    expect(detection('era: 3.9', 'stop')).toBeLessThan(1);
  });
});

it('zookeeper-038: the server keeps the timeout of a session between 2 and 20 ticks', () => {
  expect(negotiatedRange()).toBe('[2*tickTime, 20*tickTime]');
});

it('zookeeper-040: any broker can be the controller, and it goes on leading partitions', () => {
  const offices = new Set<number>();
  for (let seed = 1; seed <= 12; seed++) {
    const bench = new Bench(`{ seed: ${seed}, topics: [{ name: t, assignment: [[1], [2], [3]] }] }`).run(3 * SECOND);
    const { broker } = controllerOf(bench.world);
    offices.add(broker);
    expect(bench.replica(broker, 't', broker - 1).role).toBe('leader');
  }
  expect([...offices].sort()).toEqual([1, 2, 3]);
});

it('zookeeper-041: a controller reads every partition from ZooKeeper when it takes over, so many take longer than few', () => {
  const failover = (partitions: number): number => {
    const bench = new Bench(`{ brokers: 2, topics: [{ name: t, partitions: ${partitions} }] }`).run(20 * SECOND);
    const from = bench.world.now;
    bench.do({ type: 'crash', node: `broker-${controllerOf(bench.world).broker}`, kind: 'process' }).run(40 * SECOND);
    const after = bench.entries.filter((entry) => entry.t > from);
    const elected = after.find((entry) => entry.type === 'ControllerElected');
    const ready = after.find((entry) => entry.type === 'ControllerReady');
    return (ready?.t ?? Infinity) - (elected?.t ?? 0);
  };
  expect(failover(200)).toBeGreaterThan(failover(2) * 1.5);
});

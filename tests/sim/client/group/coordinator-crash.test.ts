import { describe, expect, it } from 'vitest';

import type { TraceEntry } from '../../../../src/sim/trace/entry.ts';
import { s, type Cluster } from '../../cluster/build.ts';
import { by, groupCluster, groupOf, member, MODES, ownedBy, processedBy } from './support/members.ts';

/** Runs until an entry is there that `found` takes, a hundredth of a second at a time. @returns when that was, in seconds */
function untilEntry(run: Cluster, from: number, found: (entry: TraceEntry) => boolean): number {
  const before = run.until(from).trace.length;
  for (let at = from; at < from + 30; at += 0.01) {
    run.until(at);
    if (run.trace.slice(before).some(found)) return at;
  }
  throw new Error('it did not come about in 30 s');
}

/** Every record that is there has been processed, and the partitions are shared out. */
function expectWhole(run: Cluster, names: readonly string[], partitions: number): void {
  const owned = names.flatMap((name) => ownedBy(run, name)).sort((a, b) => a - b);
  expect(owned).toEqual(Array.from({ length: partitions }, (_, i) => i));
  const processed = new Set(names.flatMap((name) => processedBy(run, name)));
  const written = run.entries('RecordsAcknowledged').reduce((sum, { args }) => sum + args.count, 0);
  expect(processed.size).toBe(written);
  expect(written).toBeGreaterThan(20);
}

const crash = (run: Cluster, at: number, broker: number): Cluster =>
  run.do(at, { type: 'crash', node: `broker-${broker}`, kind: 'process' });

describe.each(MODES)('a coordinator that dies in the middle of a rebalance (%s)', (mode) => {
  it.each([
    ['while the members are joining', 'PreparingRebalance'],
    ['while the leader shares out', 'CompletingRebalance'],
  ] as const)('%s: the next one begins with what is written, and all that is there is read', (_when, state) => {
    const run = groupCluster([member('a'), member('b', {}, { startAt: s(14) })], { mode, count: 80 });
    const at = untilEntry(run, 14, (entry) => entry.type === 'GroupStateChanged' && entry.args.to === state);
    const coordinator = by(run, 'a', 'CoordinatorFound').at(-1)?.args.broker as number;
    const before = groupOf(run, 'a').member;
    crash(run, at, coordinator).until(90);
    expect(by(run, 'a', 'CoordinatorFound').at(-1)?.args.broker).not.toBe(coordinator);
    expectWhole(run, ['a', 'b'], 2);
    const generation = (one: unknown): number => (one as { readonly generationId: number }).generationId;
    expect(generation(groupOf(run, 'a').member)).toBe(generation(groupOf(run, 'b').member));
    // A generation that nobody has written down may come a second time.
    expect(generation(groupOf(run, 'a').member)).toBeGreaterThanOrEqual(generation(before));
  });
});

describe('a coordinator of the consumer protocol that dies', () => {
  it('while a member gives up what another is to have: the next one goes on with it', () => {
    const modern = { 'group.protocol': 'consumer' };
    const broker = {
      'offsets.topic.num.partitions': '3',
      'group.consumer.heartbeat.interval.ms': '1000',
      'group.consumer.min.heartbeat.interval.ms': '500',
    };
    const run = groupCluster([member('a', modern), member('b', modern, { startAt: s(14) })], {
      mode: 'kraft',
      partitions: 4,
      count: 80,
      more: { era: '4.0', config: { broker, producer: {}, consumer: {} } },
    });
    const at = untilEntry(run, 14, (entry) => entry.type === 'PartitionsRevoked');
    const coordinator = by(run, 'a', 'CoordinatorFound').at(-1)?.args.broker as number;
    const joined = by(run, 'b', 'GroupJoining').length;
    crash(run, at, coordinator).until(90);
    expectWhole(run, ['a', 'b'], 4);
    expect(ownedBy(run, 'a')).toHaveLength(2);
    expect(by(run, 'b', 'GroupJoining').length).toBe(joined);
  });
});

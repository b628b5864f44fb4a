import { describe, expect, it } from 'vitest';

import { s } from '../../cluster/build.ts';
import { by, groupCluster, groupOf, member, ownedBy, processedBy, timesOf } from './support/members.ts';

const MODERN = { 'group.protocol': 'consumer' };
type More = Parameters<typeof member>[2];

/** A member by the consumer protocol; its heartbeats are a second apart, and it is missed after six. */
function modern(name: string, config: { readonly [name: string]: string } = {}, more: More = {}) {
  return member(name, { ...MODERN, ...config }, more);
}

function cluster(consumers: Parameters<typeof groupCluster>[0], partitions = 4): ReturnType<typeof groupCluster> {
  const broker = {
    'offsets.topic.num.partitions': '3',
    'group.consumer.heartbeat.interval.ms': '1000',
    'group.consumer.session.timeout.ms': '6000',
    'group.consumer.min.heartbeat.interval.ms': '500',
    'group.consumer.min.session.timeout.ms': '1000',
  };
  return groupCluster(consumers, {
    mode: 'kraft',
    partitions,
    interval: 0.1,
    more: { era: '4.0', config: { broker, producer: {}, consumer: {} } },
  });
}

const memberOf = (run: ReturnType<typeof cluster>, name: string) => groupOf(run, name).member;

function longestGap(times: readonly number[]): number {
  return times.slice(1).reduce((most, t, at) => Math.max(most, t - (times[at] ?? t)), 0);
}

describe('a member by the consumer protocol (KIP-848)', () => {
  it('joins with an id of its own at epoch 0, takes over what it is given, and reads all that is there', () => {
    const run = cluster([modern('a')]).until(20);
    expect(ownedBy(run, 'a')).toEqual([0, 1, 2, 3]);
    expect(by(run, 'a', 'GroupJoining')).toHaveLength(1);
    expect(memberOf(run, 'a')).toMatchObject({ state: 'STABLE' });
    expect(processedBy(run, 'a').length).toBeGreaterThan(100);
    expect(new Set(processedBy(run, 'a')).size).toBe(processedBy(run, 'a').length);
  });

  it('gives a second one only what moves, and reads the rest on without a pause', () => {
    const run = cluster([modern('a'), modern('b', {}, { startAt: s(12) })]).until(30);
    const kept = ownedBy(run, 'a');
    expect(kept).toHaveLength(2);
    expect([...kept, ...ownedBy(run, 'b')].sort()).toEqual([0, 1, 2, 3]);
    // Each key comes every 0.8 s, so a partition that has one is read that often.
    const read = (partition: number) =>
      by(run, 'a', 'RecordsPrinted')
        .filter(({ args, t }) => run.world.names.partitions[args.partition]?.partition === partition && t > s(10))
        .map(({ t }) => t);
    const gaps = kept.map((partition) => longestGap(read(partition)));
    expect(gaps.some((gap) => gap > 0)).toBe(true);
    expect(Math.max(...gaps)).toBeLessThan(s(0.9));
    const revoked = by(run, 'a', 'PartitionsRevoked');
    expect(revoked.map(({ args }) => args.partitions.length)).toEqual([2]);
    expect(by(run, 'a', 'PartitionsLost')).toEqual([]);
    const all = [...processedBy(run, 'a'), ...processedBy(run, 'b')];
    expect(new Set(all).size).toBe(all.length);
  });

  it('leaves at once when it is closed, with its offsets committed', () => {
    const run = cluster([modern('a'), modern('b')]).until(15);
    run.do(15, { type: 'stop', node: 'b' }).until(25);
    expect(by(run, 'b', 'CommitSucceeded').at(-1)?.args.how).toBe('close');
    expect(timesOf(run, 'b', 'ProcessExited')[0]).toBeLessThan(15.1);
    expect(by(run, 'b', 'MembershipChanged').at(-1)?.args).toMatchObject({ to: 'UNSUBSCRIBED', epoch: -1 });
    expect(ownedBy(run, 'a')).toEqual([0, 1, 2, 3]);
    const all = [...processedBy(run, 'a'), ...processedBy(run, 'b')];
    expect(new Set(all).size).toBe(all.length);
  });

  it('that is static says with epoch -2 that it comes back, and gets its partitions again', () => {
    const run = cluster([modern('a'), modern('b', { 'group.instance.id': 'seat-b' })]).until(15);
    const had = ownedBy(run, 'b');
    run.do(15, { type: 'stop', node: 'b' }).until(17);
    expect(by(run, 'b', 'MembershipChanged').at(-1)?.args.epoch).toBe(-2);
    expect(ownedBy(run, 'a')).toHaveLength(2);
    run.do(17, { type: 'start', node: 'b' }).until(30);
    expect(ownedBy(run, 'b')).toEqual(had);
  });

  it('that was killed is missed after the session timeout', () => {
    const run = cluster([modern('a'), modern('b')]).until(15);
    run.do(15, { type: 'crash', node: 'b', kind: 'process' }).until(30);
    const again = timesOf(run, 'a', 'PartitionsAssigned').at(-1) as number;
    expect(again).toBeGreaterThan(15 + 6 - 1.1);
    expect(again).toBeLessThan(15 + 6 + 2.1);
    expect(ownedBy(run, 'a')).toEqual([0, 1, 2, 3]);
  });

  it('that was frozen is fenced: what it had is lost, and it joins again under its old id', () => {
    const run = cluster([modern('a'), modern('b')]).until(15);
    const had = ownedBy(run, 'b');
    const id = by(run, 'b', 'GroupJoining')[0]?.args.member;
    run.do(15, { type: 'freeze', node: 'b' }).until(28);
    expect(ownedBy(run, 'b')).toEqual(had);
    expect(ownedBy(run, 'a')).toEqual([0, 1, 2, 3]);
    run.do(28, { type: 'thaw', node: 'b' }).until(45);
    expect(by(run, 'b', 'PartitionsLost')[0]?.args.partitions).toHaveLength(2);
    expect(by(run, 'b', 'GroupJoining').at(-1)?.args).toMatchObject({ member: id, why: 'fenced' });
    expect([...ownedBy(run, 'a'), ...ownedBy(run, 'b')].sort()).toEqual([0, 1, 2, 3]);
    expect(ownedBy(run, 'b')).toHaveLength(2);
  });

  it('that works longer than max.poll.interval.ms leaves while it works, and joins again with its next poll()', () => {
    const slow = modern('slow', { 'max.poll.interval.ms': '7000', 'max.poll.records': '3' }, { processing: s(3) });
    const run = cluster([slow, modern('a')]).until(60);
    const [overdue] = timesOf(run, 'slow', 'PollOverdue');
    const polled = timesOf(run, 'slow', 'RecordsPrinted').filter((t) => t < (overdue as number));
    expect(overdue).toBeCloseTo((polled.at(-1) as number) + 7, 1);
    const states = by(run, 'slow', 'MembershipChanged').map(({ args }) => args.to);
    const left = states.indexOf('STALE');
    expect(states.slice(left - 2, left + 2)).toEqual(['PREPARE_LEAVING', 'LEAVING', 'STALE', 'JOINING']);
    expect(by(run, 'slow', 'PartitionsLost').length).toBeGreaterThan(0);
  });

  it('survives its coordinator: it finds the next one, and keeps its partitions', () => {
    const run = cluster([modern('a'), modern('b')]).until(15);
    const had = [ownedBy(run, 'a'), ownedBy(run, 'b')];
    const found = by(run, 'a', 'CoordinatorFound').at(-1)?.args.broker as number;
    run.do(15, { type: 'crash', node: `broker-${found}`, kind: 'process' }).until(60);
    expect(by(run, 'a', 'CoordinatorFound').at(-1)?.args.broker).not.toBe(found);
    expect([ownedBy(run, 'a'), ownedBy(run, 'b')]).toEqual(had);
    expect(by(run, 'a', 'CommitSucceeded').at(-1)?.t).toBeGreaterThan(s(50));
    expect(by(run, 'a', 'PartitionsLost')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { by, groupCluster, groupOf, member, MODES, ownedBy, processedBy, timesOf } from './support/members.ts';
import { s } from '../../cluster/build.ts';

describe.each(MODES)('a member of a classic group (%s)', (mode) => {
  it('joins by way of the id that the coordinator gives it, and reads all that is there', () => {
    const cluster = groupCluster([member('a')], { mode, count: 10 }).until(20);
    expect(ownedBy(cluster, 'a')).toEqual([0, 1]);
    expect(by(cluster, 'a', 'GroupJoining').map(({ args }) => args.member === '')).toEqual([true, false]);
    expect(groupOf(cluster, 'a').member).toMatchObject({ state: 'STABLE', generationId: 1 });
    expect(processedBy(cluster, 'a')).toHaveLength(10);
  });

  it('shares with a second one from the next heartbeat on, and nothing is read twice', () => {
    const cluster = groupCluster([member('a'), member('b', {}, { startAt: s(12) })], { mode }).until(30);
    expect([...ownedBy(cluster, 'a'), ...ownedBy(cluster, 'b')].sort()).toEqual([0, 1]);
    expect(by(cluster, 'a', 'PartitionsRevoked')[0]?.args.partitions).toHaveLength(2);
    const all = [...processedBy(cluster, 'a'), ...processedBy(cluster, 'b')];
    expect(new Set(all).size).toBe(all.length);
    expect(processedBy(cluster, 'b').length).toBeGreaterThan(2);
  });

  it('leaves at once when it is closed, and commits before', () => {
    const cluster = groupCluster([member('a'), member('b')], { mode }).until(15);
    expect(ownedBy(cluster, 'a')).toHaveLength(1);
    cluster.do(15, { type: 'stop', node: 'b' }).until(25);
    expect(by(cluster, 'b', 'CommitSucceeded').at(-1)?.args.how).toBe('close');
    expect(timesOf(cluster, 'b', 'ProcessExited')[0]).toBeLessThan(15.1);
    expect(ownedBy(cluster, 'a')).toEqual([0, 1]);
    expect(timesOf(cluster, 'a', 'PartitionsAssigned').at(-1)).toBeLessThan(18.2);
    const all = [...processedBy(cluster, 'a'), ...processedBy(cluster, 'b')];
    expect(new Set(all).size).toBe(all.length);
  });

  it('is missed when it is killed only after session.timeout.ms, and what it had not committed is read again', () => {
    const rarely = { 'auto.commit.interval.ms': '60000' };
    const cluster = groupCluster([member('a', rarely), member('b', rarely)], { mode }).until(14);
    cluster.do(14, { type: 'crash', node: 'b', kind: 'process' }).until(40);
    const again = timesOf(cluster, 'a', 'PartitionsAssigned').at(-1) as number;
    expect(again).toBeGreaterThan(14 + 10 - 3.1);
    expect(again).toBeLessThan(14 + 10 + 3.1);
    expect(ownedBy(cluster, 'a')).toEqual([0, 1]);
    const all = [...processedBy(cluster, 'a'), ...processedBy(cluster, 'b')];
    expect(new Set(all).size).toBeLessThan(all.length);
  });

  it('that was frozen believes in its partitions until its heartbeat or commit is refused, then calls them lost', () => {
    const cluster = groupCluster([member('a'), member('b')], { mode }).until(14);
    const had = ownedBy(cluster, 'b');
    cluster.do(14, { type: 'freeze', node: 'b' }).until(30);
    expect(ownedBy(cluster, 'a')).toEqual([0, 1]);
    expect(ownedBy(cluster, 'b')).toEqual(had);
    cluster.do(30, { type: 'thaw', node: 'b' }).until(45);
    expect(by(cluster, 'b', 'PartitionsLost')).toHaveLength(1);
    expect([...ownedBy(cluster, 'a'), ...ownedBy(cluster, 'b')].sort()).toEqual([0, 1]);
    expect(ownedBy(cluster, 'b')).toHaveLength(1);
  });

  it('that works longer than max.poll.interval.ms leaves by itself while it works, and its commit fails', () => {
    const config = { 'max.poll.interval.ms': '12000', 'max.poll.records': '4' };
    const slow = member('slow', config, { processing: s(5), commit: 'after' });
    const cluster = groupCluster([slow, member('a', { 'max.poll.interval.ms': '12000' })], { mode, interval: 0.2 });
    cluster.until(60);
    const [overdue] = timesOf(cluster, 'slow', 'PollOverdue');
    const polled = timesOf(cluster, 'slow', 'RecordsPrinted')
      .filter((t) => t < (overdue as number))
      .at(-1);
    expect(overdue).toBeCloseTo((polled as number) + 12, 1);
    expect(timesOf(cluster, 'slow', 'GroupLeft')[0]).toBe(overdue);
    expect(by(cluster, 'slow', 'CommitFailed')[0]?.args.error).toBe('CommitFailedException');
    expect(by(cluster, 'slow', 'PartitionsLost').length).toBeGreaterThan(0);
  });

  it('survives its coordinator: it finds the next one and stays in its generation', () => {
    const cluster = groupCluster([member('a'), member('b')], { mode }).until(15);
    const found = by(cluster, 'a', 'CoordinatorFound').at(-1)?.args.broker as number;
    cluster.do(15, { type: 'crash', node: `broker-${found}`, kind: 'process' }).until(60);
    expect(by(cluster, 'a', 'CoordinatorFound').at(-1)?.args.broker).not.toBe(found);
    expect([...ownedBy(cluster, 'a'), ...ownedBy(cluster, 'b')].sort()).toEqual([0, 1]);
    expect(by(cluster, 'a', 'CommitSucceeded').at(-1)?.t).toBeGreaterThan(s(50));
  });
});

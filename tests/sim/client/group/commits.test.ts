import { describe, expect, it } from 'vitest';
import type { CommitPolicy } from '../../../../src/sim/intervention.ts';
import { by, committedBy, groupCluster, member, MODES, processedBy } from './support/members.ts';
import { s, type Cluster } from '../../cluster/build.ts';

/** One partition with ten records; a member takes 1 s for each of them, dies at `crash` and starts again 12 s later. */
function crashed(mode: 'zookeeper' | 'kraft', commit: CommitPolicy, crash: number): Cluster {
  const one = member('a', {}, { commit, processing: s(1), startAt: s(10), effect: 'mail' });
  const cluster = groupCluster([one], { mode, partitions: 1, count: 10, interval: 0.1 });
  return cluster.do(crash, { type: 'crash', node: 'a', kind: 'process' }).do(crash + 12, { type: 'start', node: 'a' });
}

const offsets = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `0:${from + i}`);

describe.each(MODES)('a program that dies in the middle (%s)', (mode) => {
  it('committing before it processes: what it had not got to is never processed', () => {
    const cluster = crashed(mode, 'before', 15.6).until(60);
    const done = processedBy(cluster, 'a');
    expect(committedBy(cluster, 'a')).toEqual({ 0: 10 });
    expect(done.length).toBeGreaterThan(0);
    expect(done.length).toBeLessThan(10);
    expect(done).toEqual(offsets(0, done.length));
  });

  it('committing after it has processed: all of it is processed again', () => {
    const cluster = crashed(mode, 'after', 15.6);
    const first = processedBy(cluster, 'a').length;
    expect(first).toBeGreaterThan(0);
    cluster.until(60);
    expect(processedBy(cluster, 'a')).toEqual([...offsets(0, first), ...offsets(0, 10)]);
    expect(by(cluster, 'a', 'SideEffect')).toHaveLength(first + 10);
  });

  it('committing each record: at most the one under way is processed again', () => {
    const cluster = crashed(mode, 'each', 15.6);
    const first = processedBy(cluster, 'a').length;
    expect(first).toBeGreaterThan(1);
    cluster.until(60);
    expect(processedBy(cluster, 'a')).toEqual([...offsets(0, first), ...offsets(first, 10)]);
  });

  it('never committing: everything is processed from the beginning, each time', () => {
    const cluster = crashed(mode, 'none', 25).until(60);
    expect(by(cluster, 'a', 'CommitSucceeded')).toHaveLength(0);
    expect(processedBy(cluster, 'a')).toEqual([...offsets(0, 10), ...offsets(0, 10)]);
  });

  it('with auto-commit nothing is committed while it is out of poll(), however long', () => {
    const cluster = crashed(mode, 'auto', 19).until(19);
    expect(by(cluster, 'a', 'CommitSucceeded')).toHaveLength(0);
    cluster.until(60);
    expect(processedBy(cluster, 'a').length).toBeGreaterThan(10);
  });
});

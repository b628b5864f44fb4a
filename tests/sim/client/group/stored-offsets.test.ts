import { describe, expect, it } from 'vitest';

import type { Cluster } from '../../cluster/build.ts';
import { s } from '../../cluster/build.ts';
import { by, committedBy, groupCluster, groupOf, member, processedBy, timesOf } from './support/members.ts';

/** One partition with ten records, and a member that comes when they are all there. */
function cluster(
  client: string,
  reset: 'earliest' | 'latest',
  config: { readonly [name: string]: string } = {},
): Cluster {
  const one = member('a', { 'auto.offset.reset': reset, ...config }, { client, startAt: s(10) });
  return groupCluster([one], { partitions: 1, count: 10, interval: 0.1 });
}

const commits = (run: Cluster) => by(run, 'a', 'CommitSucceeded').map(({ args }) => [args.how, ...args.offsets]);

function send(run: Cluster, at: number, ...values: string[]): Cluster {
  const records = values.map((value) => ({ topic: 'orders', partition: 0, key: null, value, headers: [] }));
  return run.do(at, { type: 'send', node: 'p', records });
}

describe('a member that begins at the end, has read nothing, and is away while records come', () => {
  const away = (client: string) => {
    const run = cluster(client, 'latest').do(30, { type: 'stop', node: 'a' });
    return send(run, 33, 'x', 'y').do(36, { type: 'start', node: 'a' }).until(50);
  };

  it.each(['librdkafka', 'kcat'])(
    'begins at the end again: %s commits no position of which it has read nothing',
    (client) => {
      const run = away(client);
      expect(commits(run)).toEqual([]);
      expect(processedBy(run, 'a')).toEqual([]);
    },
  );

  it.each(['java', 'kafka-python'])('reads them: %s has committed where it stood', (client) => {
    const run = away(client);
    expect(commits(run)[0]).toEqual(['auto', 10]);
    expect(processedBy(run, 'a')).toEqual(['0:10', '0:11']);
  });
});

describe('a librdkafka member that has read all there is', () => {
  it('commits that once, and again only when it gives the partition up', () => {
    const run = cluster('librdkafka', 'earliest').until(40);
    expect(commits(run)).toEqual([['auto', 10]]);
    run.do(40, { type: 'stop', node: 'a' }).until(45);
    expect(commits(run)).toEqual([
      ['auto', 10],
      ['close', 10],
    ]);
    expect(timesOf(run, 'a', 'ProcessExited')).toHaveLength(1);
  });

  it('knows from its coordinator how far the group had got, and does not commit that anew', () => {
    const run = cluster('librdkafka', 'earliest').do(30, { type: 'crash', node: 'a', kind: 'process' });
    run.do(31, { type: 'start', node: 'a' }).until(60);
    expect(commits(run)).toEqual([['auto', 10]]);
    expect(groupOf(run, 'a').stored).toMatchObject([{ offset: -1, leaderEpoch: -1, committed: 10 }]);
    send(run, 60, 'x').until(70);
    expect(commits(run).at(-1)).toEqual(['auto', 11]);
  });

  it('sought back, commits nothing below what is committed', () => {
    const run = cluster('librdkafka', 'earliest').do(30, {
      type: 'seek',
      node: 'a',
      topic: 'orders',
      partition: 0,
      to: 2,
    });
    run.until(50);
    expect(processedBy(run, 'a').slice(10)).toEqual(['2', '3', '4', '5', '6', '7', '8', '9'].map((at) => `0:${at}`));
    expect(commits(run)).toEqual([['auto', 10]]);
  });

  it('commits the offset of a record that its program names, whatever is stored', () => {
    const run = cluster('librdkafka', 'earliest');
    run.do(30, { type: 'commit', node: 'a', offsets: [{ topic: 'orders', partition: 0, offset: 4 }] }).until(31);
    expect(committedBy(run, 'a')).toEqual({ 0: 4 });
  });
});

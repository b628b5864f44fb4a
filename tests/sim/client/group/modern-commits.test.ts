import { describe, expect, it } from 'vitest';

import { s, topic, type Cluster } from '../../cluster/build.ts';
import { by, groupCluster, groupOf, member, timesOf } from './support/members.ts';

/** Two topics, read by one member of the consumer protocol; `gone` is deleted at 15 s. */
function deleted(config: { readonly [name: string]: string }, commit: 'auto' | 'none' = 'auto'): Cluster {
  const one = member(
    'a',
    { 'group.protocol': 'consumer', ...config },
    { topics: ['orders', 'gone'], startAt: s(5), commit },
  );
  const cluster = groupCluster([one], {
    mode: 'kraft',
    more: {
      era: '4.0',
      topics: [topic('orders', 2, 3), topic('gone', 1, 3)],
      config: {
        broker: {
          'offsets.topic.num.partitions': '3',
          'auto.create.topics.enable': 'false',
          'group.consumer.heartbeat.interval.ms': '1000',
          'group.consumer.session.timeout.ms': '6000',
          'group.consumer.min.heartbeat.interval.ms': '500',
          'group.consumer.min.session.timeout.ms': '1000',
        },
        producer: {},
        consumer: {},
      },
    },
  });
  return cluster.do(15, { type: 'deleteTopic', topic: 'gone' });
}

const failures = (cluster: Cluster) => by(cluster, 'a', 'CommitFailed').map(({ args }) => [args.how, args.error]);

describe('a member by the consumer protocol that is subscribed to a topic that is deleted', () => {
  it('gives up the commit before the takeover when the topic is unknown to the coordinator, and goes on at once', () => {
    const cluster = deleted({ 'auto.commit.interval.ms': '60000' }).until(30);
    expect(failures(cluster)).toEqual([['rejoin', 'UNKNOWN_TOPIC_OR_PARTITION']]);
    expect(by(cluster, 'a', 'PartitionsRevoked')).toHaveLength(1);
    expect(timesOf(cluster, 'a', 'PartitionsRevoked')[0]).toBeLessThan(18);
    expect(groupOf(cluster, 'a').member).toMatchObject({ state: 'STABLE' });
    expect(by(cluster, 'a', 'MemberFailed')).toEqual([]);
  });

  it('commits nothing before the takeover when its program commits, and tries a commitSync() of it until that is over', () => {
    const cluster = deleted({ 'default.api.timeout.ms': '5000' }, 'none');
    cluster.do(20, { type: 'commit', node: 'a', offsets: [{ topic: 'gone', partition: 0, offset: 0 }] }).until(30);
    expect(timesOf(cluster, 'a', 'PartitionsRevoked')[0]).toBeLessThan(18);
    expect(failures(cluster)).toEqual([['program', 'TimeoutException']]);
  });
});

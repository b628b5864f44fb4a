import { describe, expect, it } from 'vitest';

import { s, topic, type Cluster } from '../../cluster/build.ts';
import { groupCluster, member, ownedBy } from './support/members.ts';

/** What a group's leader shares out as a client of its release does. */
const names = ['a', 'b', 'c'];
const sorted = (cluster: Cluster) => names.map((name) => ownedBy(cluster, name).join(' ')).sort();

describe('a third member joins two that have two partitions each, sticky', () => {
  /** Did the one that lost a partition lose the first that it had, or the last? */
  const lost = (client: string): readonly string[] => {
    const config = { 'partition.assignment.strategy': 'sticky' };
    const consumers = names.map((name, i) => member(name, config, { client, startAt: s(1 + 12 * i) }));
    const cluster = groupCluster(consumers, { partitions: 4 }).until(20);
    const before = names.slice(0, 2).map((name) => ownedBy(cluster, name));
    expect(before.map((list) => list.length)).toEqual([2, 2]);
    cluster.until(40);
    const [given] = ownedBy(cluster, 'c');
    expect(sorted(cluster).join(' ').split(' ').sort()).toEqual(['0', '1', '2', '3']);
    return before
      .filter((list) => list.includes(given as number))
      .map((list) => (list[0] === given ? 'first' : 'last'));
  };

  it.each([
    ['java-2.8', 'first'],
    ['java-3.9', 'last'],
  ])('and a leader of %s takes the %s partition of one of them', (client, which) => {
    expect(lost(client)).toEqual([which]);
  });
});

describe('members that say in which rack they are', () => {
  const shared = (client: string): readonly string[] => {
    const brokers = ['r1', 'r2', 'r3'].map((rack, i) => ({ id: i + 1, rack, config: {}, up: true }));
    // Partitions 0 and 1 are in rack 3, 2 and 3 in rack 1, 4 and 5 in rack 2.
    const orders = topic('orders', 6, 1, { assignment: [[3], [3], [1], [1], [2], [2]] });
    const consumers = names.map((name, i) =>
      member(name, { 'client.rack': `r${i + 1}`, 'group.instance.id': `i${i + 1}` }, { client }),
    );
    const cluster = groupCluster(consumers, { more: { brokers, topics: [orders] } }).until(20);
    return names.map((name) => ownedBy(cluster, name).join(' '));
  };

  it.each(['java-3.9', 'java-4.0', 'librdkafka'])('get what is near them from a leader of %s', (client) => {
    expect(shared(client)).toEqual(['2 3', '4 5', '0 1']);
  });

  it.each(['java-2.8', 'kafka-python-3.0', 'kcat'])('get the first, the next and the last from one of %s', (client) => {
    expect(shared(client)).toEqual(['0 1', '2 3', '4 5']);
  });
});

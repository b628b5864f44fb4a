import { describe, expect, it } from 'vitest';

import { controllerOf, znodeAt, zooKeeperState } from '../../../src/sim/read/znodes.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { Bench } from '../support/bench.ts';

/*
 * Znodes of vectors/zookeeper.json that belong to parts of Kafka that a cluster here does without (quotas, SCRAM, ACLs, several log
 * directories), or to tools and protocols that are older than its releases. They are there as far as brokers make them, watched as
 * Kafka's controller watches them, and what they were for goes another way.
 */

const scenario = (era: string): string => `
era: '${era}'
brokers: 4
topics: [{ name: t, assignment: [[1, 2, 3]] }]
producers: [{ name: p, program: { topic: t, rate: 1/s } }]
`;

function watches(bench: Bench, path: string): string[] {
  const state = zooKeeperState(bench.world);
  const controller = bench.node(`broker-${controllerOf(bench.world).broker}`);
  return (state?.watches ?? [])
    .filter((watch) => watch.path === path)
    .filter((watch) => state?.sessions.some(({ id, client }) => id === watch.session && client === controller))
    .map(({ kind }) => kind);
}

function made(bench: Bench, path: string): string[] {
  return bench.entries.flatMap((entry) =>
    entry.type === 'ZnodeCreated' && entry.args.path.startsWith(path) ? [entry.args.path] : [],
  );
}

describe.each(['2.8', '3.9'])('in %s', (era) => {
  const bench = new Bench(scenario(era)).run(6 * SECOND);
  const ask = (body: object, answer: string): unknown =>
    bench.ask(
      'peer',
      bench.connect('peer', `broker-${controllerOf(bench.world).broker}`),
      body as never,
      answer as never,
    );

  it('zookeeper-010: /config/clients is persistent; nobody has set a quota of a client id', () => {
    expect(znodeAt(bench.world, '/config/clients')?.ephemeralOwner).toBe(0);
    expect(made(bench, '/config/clients/')).toEqual([]);
  });

  it('zookeeper-011: /config/users is persistent; nobody has set a quota or a credential of a user', () => {
    expect(znodeAt(bench.world, '/config/users')?.ephemeralOwner).toBe(0);
    expect(made(bench, '/config/users/')).toEqual([]);
  });

  it('zookeeper-023: without an authorizer /kafka-acl and /kafka-acl-changes are not made', () => {
    expect([znodeAt(bench.world, '/kafka-acl'), znodeAt(bench.world, '/kafka-acl-changes')]).toEqual([null, null]);
  });

  it('zookeeper-013: the controller watches /isr_change_notification, but leaders ask it: an ISR shrinks without a child there', () => {
    expect(watches(bench, '/isr_change_notification')).toEqual(['children']);
    const cut = bench.fork();
    cut
      .link('broker-2', 'broker-1', 'cutLink')
      .link('broker-3', 'broker-1', 'cutLink')
      .run(60 * SECOND);
    expect(cut.entries.some(({ type }) => type === 'IsrChangeProposed')).toBe(true);
    expect(made(cut, '/isr_change_notification/')).toEqual([]);
  });

  it('zookeeper-014: the controller watches /log_dir_event_notification; a broker whose only disk fails has no child to write', () => {
    expect(watches(bench, '/log_dir_event_notification')).toEqual(['children']);
    const failed = bench.fork();
    failed.do({ type: 'crash', node: 'broker-2', kind: 'disk' }).run(25 * SECOND);
    expect(made(failed, '/log_dir_event_notification/')).toEqual([]);
    expect(controllerOf(failed.world).broker).not.toBe(2);
  });

  it('zookeeper-016: the controller waits for /admin/reassign_partitions; a reassignment by request stands in the topic until it is done', () => {
    expect(watches(bench, '/admin/reassign_partitions')).toEqual(['data']);
    const topics = [{ name: 't', partitions: [{ partitionIndex: 0, replicas: [4, 1] }] }];
    ask(
      { type: 'AlterPartitionReassignmentsRequest', topics, timeoutMs: 10_000 },
      'AlterPartitionReassignmentsResponse',
    );
    const topic = (): object => (znodeAt(bench.world, '/brokers/topics/t')?.data ?? {}) as object;
    expect(topic()).toMatchObject({
      partitions: { 0: [4, 1, 2, 3] },
      adding_replicas: { 0: [4] },
      removing_replicas: { 0: [2, 3] },
    });
    bench.run(10 * SECOND);
    expect(topic()).toMatchObject({ partitions: { 0: [4, 1] }, adding_replicas: {}, removing_replicas: {} });
    expect(made(bench, '/admin/reassign_partitions')).toEqual([]);
  });

  it('zookeeper-017: the controller waits for /admin/preferred_replica_election; the election by request leaves nothing there', () => {
    expect(watches(bench, '/admin/preferred_replica_election')).toEqual(['data']);
    const topicPartitions = [{ topic: 't', partitions: [0] }];
    ask(
      { type: 'ElectLeadersRequest', electionType: 'PREFERRED', topicPartitions, timeoutMs: 10_000 },
      'ElectLeadersResponse',
    );
    bench.run(2 * SECOND);
    expect(made(bench, '/admin/preferred_replica_election')).toEqual([]);
    expect(znodeAt(bench.world, '/brokers/topics/t/partitions/0/state')?.data).toMatchObject({ leader: 4 });
  });
});

import type { CommitPolicy, Intervention, NewConsumer } from '../../src/sim/intervention.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { consumer, s, scenario, topic } from '../sim/cluster/build.ts';
import { one, producer } from '../sim/client/support/in-cluster.ts';
import { ask, clusterTimeline, orders } from '../timeline/cluster-run.ts';

/** 400 records at 5 ms without idempotence, several requests in flight when the connection is reset at 5 s. */
export function brokenConnection(acks = 'all'): Timeline {
  const given = scenario({
    topics: [one],
    network: { latency: 10_000, jitter: 500 },
    producers: [
      producer('p', 'orders', {
        startAt: s(4),
        config: { acks, 'enable.idempotence': 'false' },
        program: { interval: s(0.005), count: 400 },
      }),
    ],
    consumers: [consumer('c', ['orders'], { startAt: s(4) })],
  });
  const timeline = clusterTimeline(given, 5);
  timeline.intervene([{ type: 'resetLink', from: 'p', to: 'broker-1' }]);
  timeline.advanceUntil(s(20), 1e9);
  return timeline;
}

/** With acks=1 a leader is cut off from its followers, writes on, and crashes: another leads without what it has acknowledged. */
export function lostAcknowledgements(): Timeline {
  const timeline = clusterTimeline(orders({ topics: [topic('orders', 1, 3, { assignment: [[1, 2, 3]] })] }, '1'), 12.2);
  timeline.intervene(
    [2, 3].flatMap((id): Intervention[] => [
      { type: 'cutLink', from: 'broker-1', to: `broker-${id}` },
      { type: 'cutLink', from: `broker-${id}`, to: 'broker-1' },
    ]),
  );
  timeline.advanceUntil(s(15.5), 1e9);
  timeline.intervene([{ type: 'crash', node: 'broker-1', kind: 'process' }]);
  timeline.advanceUntil(s(60), 1e9);
  return timeline;
}

/** A member takes a tenth of a second for each of 20 records, sends mails, and dies in the midst of it; another joins. */
export function memberDies(commit: CommitPolicy): Timeline {
  const config = { 'auto.offset.reset': 'earliest', 'group.id': 'kitchen', 'session.timeout.ms': '6000' };
  const member = (name: string, startAt: number): NewConsumer & { readonly startAt: number } =>
    consumer(name, ['orders'], { config, processing: s(0.1), commit, effect: 'mail', startAt });
  const given = scenario({
    topics: [one],
    config: {
      broker: { 'offsets.topic.replication.factor': '1', 'offsets.topic.num.partitions': '1' },
      producer: {},
      consumer: {},
    },
    producers: [producer('p', 'orders', { startAt: s(2), program: { perTick: 20, interval: s(60), count: 20 } })],
    consumers: [member('anna', s(3))],
  });
  const timeline = clusterTimeline(given, 3);
  for (let at = 3; at < 30 && Number(ask(timeline, 'processed(anna)')) < 5; at += 0.1)
    timeline.advanceUntil(s(at), 1e9);
  timeline.intervene([
    { type: 'crash', node: 'anna', kind: 'process' },
    { type: 'addConsumer', consumer: member('ben', 0) },
  ]);
  timeline.advanceUntil(timeline.world.now + s(30), 1e9);
  return timeline;
}

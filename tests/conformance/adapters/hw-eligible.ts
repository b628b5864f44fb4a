import * as v from 'valibot';

import { present } from '../../../src/lib/assert.ts';
import { brokerIn } from '../../../src/sim/kraft/image/lookups.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { adapter, type Check } from '../support/adapter.ts';
import { batchOf } from '../support/batches.ts';
import { Bench } from '../support/bench.ts';
import { fetchRequest } from '../support/fetch-request.ts';
import { QuorumCluster } from '../support/quorum-cluster.ts';

const STATES = ['unfenced', 'fenced', 'in controlled shutdown'] as const;
const schema = v.object({
  leo: v.number(),
  followerLEO: v.number(),
  isr: v.tuple([v.literal(1)]),
  followerCaughtUpWithinLag: v.literal(true),
  expected: v.array(v.object({ follower: v.picklist(STATES), hw: v.number() })),
});

const LEADER = 1;
const FOLLOWER = 2;

/**
 * The high watermark of a real leader, in a KRaft cluster with a real quorum, while a follower outside the ISR, which the case plays, is
 * caught up but for the last records: does the leader wait for it to join?
 */
export const playHwEligible = adapter(schema, ({ leo, followerLEO, expected }): Check => ({
  expected,
  got: expected.map(({ follower }) => ({ follower, hw: highWatermark(follower, leo, followerLEO) })),
}));

function highWatermark(follower: (typeof STATES)[number], leo: number, followerLEO: number): number {
  const cluster = clusterWith(follower);
  const { bench } = cluster;
  const leader = bench.connect('peer', `broker-${LEADER}`);
  const produce = (count: number): void => {
    const topicData = [{ name: 't', partitionData: [{ index: 0, records: batchOf(count) }] }];
    bench.ask(
      'peer',
      leader,
      { type: 'ProduceRequest', transactionalId: null, acks: 1, timeoutMs: 1000, topicData },
      'ProduceResponse',
    );
  };
  produce(followerLEO);
  const replicaEpoch = present(brokerIn(cluster.image, FOLLOWER), 'the follower').epoch;
  const connection = bench.connect(`broker-${FOLLOWER}`, `broker-${LEADER}`);
  bench.ask(`broker-${FOLLOWER}`, connection, fetchRequest(FOLLOWER, followerLEO, { replicaEpoch }), 'FetchResponse');
  produce(leo - followerLEO);
  return bench.replica(LEADER).log.highWatermark;
}

/** A cluster whose follower is in the state that is asked for; the leader has heard of it. */
function clusterWith(state: (typeof STATES)[number]): QuorumCluster {
  const scenario = { era: '4.0', mode: 'kraft', brokers: [{ id: LEADER }, { id: FOLLOWER }] };
  const bench = new Bench(JSON.stringify(scenario), [`broker-${FOLLOWER}`]);
  const known = (type: string): number =>
    bench.entries.flatMap((entry) => (entry.type === type ? [(entry.args as { broker: number }).broker] : [])).at(-1) ??
    -1;
  bench.until('a controller is active', () => known('ControllerReady') >= 0);
  bench.until('the leader runs', () => known('BrokerUnfenced') === LEADER).run(SECOND / 2);
  const controllerName = `controller-${known('ControllerReady')}`;
  const connection = bench.connect('peer', controllerName);
  // The quorum's side of a cluster whose brokers are there already.
  const parts = { bench, controllerName, connection };
  const cluster = Object.assign(Object.create(QuorumCluster.prototype) as object, parts) as unknown as QuorumCluster;
  cluster.register(FOLLOWER);
  // The topic is created while the follower is fenced: so it is not in the ISR. Another has nobody else to lead it.
  create(cluster, 't', [LEADER, FOLLOWER]);
  if (state !== 'fenced') {
    bench.run(SECOND / 10);
    cluster.heartbeat(FOLLOWER);
    create(cluster, 'u', [FOLLOWER]);
    if (state === 'in controlled shutdown') cluster.heartbeat(FOLLOWER, { wantShutDown: true });
  }
  bench.run(SECOND / 2);
  return cluster;
}

function create(cluster: QuorumCluster, name: string, brokerIds: readonly number[]): void {
  const assignments = [{ partitionIndex: 0, brokerIds }];
  const topics = [{ name, numPartitions: -1, replicationFactor: -1, assignments, configs: [] }];
  const { topics: answers } = cluster.ask(
    { type: 'CreateTopicsRequest', topics, timeoutMs: 1000 },
    'CreateTopicsResponse',
  );
  const error = answers[0]?.errorCode ?? 'no answer';
  if (error !== 'NONE') throw new Error(`topic ${name} is not created: ${error}`);
}

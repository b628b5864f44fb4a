import * as v from 'valibot';

import { present } from '../../../src/lib/assert.ts';
import { brokerIn } from '../../../src/sim/kraft/image/lookups.ts';
import { SECOND } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import { adapter, kraftEraOf, type Check } from '../support/adapter.ts';
import { batchOf } from '../support/batches.ts';
import { fetchRequest } from '../support/fetch-request.ts';
import { createLed, halfPlayed, PLAYED as FOLLOWER, REAL as LEADER } from '../support/half-played-cluster.ts';
import type { QuorumCluster } from '../support/quorum-cluster.ts';

const STATES = ['unfenced', 'fenced', 'in controlled shutdown'] as const;
const schema = v.object({
  leo: v.number(),
  followerLEO: v.number(),
  isr: v.tuple([v.literal(1)]),
  followerCaughtUpWithinLag: v.boolean(),
  expected: v.array(v.object({ follower: v.picklist(STATES), hw: v.number() })),
});

type Case = v.InferOutput<typeof schema>;

/**
 * The high watermark of a real leader, in a KRaft cluster with a real quorum, while a follower outside the ISR, which the case plays, is
 * caught up but for the last records: does the leader wait for it to join?
 */
export const playHwEligible = adapter(schema, (data, vector): Check => ({
  expected: data.expected,
  got: data.expected.map(({ follower }) => ({ follower, hw: highWatermark(follower, data, kraftEraOf(vector)) })),
}));

function highWatermark(
  follower: (typeof STATES)[number],
  { leo, followerLEO, followerCaughtUpWithinLag }: Case,
  era: Era,
): number {
  const cluster = clusterWith(follower, era);
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
  const fetch = (): void => {
    const replicaEpoch = present(brokerIn(cluster.image, FOLLOWER), 'the follower').epoch;
    const connection = bench.connect(`broker-${FOLLOWER}`, `broker-${LEADER}`);
    bench.ask(`broker-${FOLLOWER}`, connection, fetchRequest(FOLLOWER, followerLEO, { replicaEpoch }), 'FetchResponse');
  };
  if (followerCaughtUpWithinLag) {
    produce(followerLEO);
    fetch();
    produce(leo - followerLEO);
  } else {
    // It has never been at the end of the leader's log.
    produce(leo);
    fetch();
    bench.run(SECOND / 10);
  }
  return bench.replica(LEADER).log.highWatermark;
}

/** A cluster whose follower is in the state that is asked for; the leader has heard of it. */
function clusterWith(state: (typeof STATES)[number], era: Era): QuorumCluster {
  const cluster = halfPlayed({}, era);
  const { bench } = cluster;
  // The topic is created while the follower is fenced: so it is not in the ISR. Another has nobody else to lead it.
  createLed(cluster, 't', [[LEADER, FOLLOWER]]);
  if (state !== 'fenced') {
    bench.run(SECOND / 10);
    cluster.heartbeat(FOLLOWER);
    createLed(cluster, 'u', [[FOLLOWER]]);
    if (state === 'in controlled shutdown') cluster.heartbeat(FOLLOWER, { wantShutDown: true });
  }
  bench.run(SECOND / 2);
  return cluster;
}

import { encodeRecord } from '../../../src/sim/group/codec.ts';
import type { ConsumerGroup } from '../../../src/sim/group/modern/state.ts';
import type { CoordinatorRecord } from '../../../src/sim/group/records.ts';
import { recordBatchSize } from '../../../src/sim/log/record-size.ts';
import { present } from '../../../src/lib/assert.ts';
import type { FetchPartitionResponse } from '../../../src/sim/protocol/client.ts';
import type { ConsumerGroupHeartbeatRequest } from '../../../src/sim/protocol/group.ts';
import { MS, SECOND, toMs } from '../../../src/sim/time.ts';
import { batchOf } from './batches.ts';
import { createLed, halfPlayed, PLAYED, REAL } from './half-played-cluster.ts';
import type { QuorumCluster } from './quorum-cluster.ts';

const OFFSETS = '__consumer_offsets';
const PLAYED_NAME = `broker-${PLAYED}`;

/**
 * A group that a real broker of 4.0 coordinates since it has read it from __consumer_offsets: it followed another broker, which a peer
 * plays, copied these records from it, and leads since that one has stopped.
 */
export class LoadedGroup {
  private readonly cluster: QuorumCluster;
  private readonly groupId: string;

  /** @param topics and their partition counts */
  constructor(groupId: string, topics: { readonly [name: string]: number }, records: readonly CoordinatorRecord[]) {
    this.groupId = groupId;
    this.cluster = beforeLeading().fork();
    const { bench } = this.cluster;
    for (const [name, count] of Object.entries(topics))
      if (count > 0)
        createLed(
          this.cluster,
          name,
          Array.from({ length: count }, () => [REAL]),
        );
    this.feed(records);
    this.cluster.heartbeat(PLAYED, { wantFence: true });
    bench.until('the broker has read the group', () => this.group() !== null).run(100 * MS);
  }

  /** What the broker knows of the group; null: nothing yet. */
  group(): ConsumerGroup | null {
    const { groups } = this.cluster.bench.broker(REAL).groups;
    const group = groups.find(({ groupId }) => groupId === this.groupId)?.group ?? null;
    return group?.protocol === 'consumer' ? group : null;
  }

  /** A member's heartbeat; what has become of the group when it is answered. */
  heartbeat(request: ConsumerGroupHeartbeatRequest): ConsumerGroup {
    const { bench } = this.cluster;
    const connection = bench.connect('peer', `broker-${REAL}`);
    const answer = bench.ask('peer', connection, request, 'ConsumerGroupHeartbeatResponse');
    if (answer.errorCode !== 'NONE') throw new Error(`the heartbeat is answered with ${answer.errorCode}`);
    return present(this.group(), 'the group');
  }

  /** The leader's answer to the fetch of the broker that follows. */
  private feed(group: readonly CoordinatorRecord[]): void {
    const { bench } = this.cluster;
    const now = toMs(bench.world.now);
    const records = group.map((record) => encodeRecord(record, now));
    const sizeInBytes = recordBatchSize(records);
    const batch = batchOf(records.length, { records, sizeInBytes, maxTimestamp: now, partitionLeaderEpoch: 0 });
    const connection = bench.asked(PLAYED_NAME, 'FetchRequest', `broker-${REAL}`);
    const partition: FetchPartitionResponse = {
      partitionIndex: 0,
      errorCode: 'NONE',
      highWatermark: 0,
      lastStableOffset: 0,
      logStartOffset: 0,
      divergingEpoch: null,
      currentLeader: null,
      abortedTransactions: [],
      preferredReadReplica: -1,
      records: [batch],
    };
    const responses = [{ topic: OFFSETS, partitions: [partition] }];
    bench.respond(PLAYED_NAME, connection, { type: 'FetchResponse', errorCode: 'NONE', sessionId: 0, responses });
    bench.until('the records are copied', () => bench.replica(REAL, OFFSETS).log.logEndOffset === records.length);
  }
}

let known: QuorumCluster | null = null;

/** The played broker leads the only partition of __consumer_offsets, the real one follows and is in sync. */
function beforeLeading(): QuorumCluster {
  if (known !== null) return known;
  const cluster = halfPlayed({ 'offsets.topic.num.partitions': 1 });
  cluster.bench.run(100 * MS);
  cluster.heartbeat(PLAYED);
  createLed(cluster, OFFSETS, [[PLAYED, REAL]]);
  cluster.bench.run(SECOND / 2);
  known = cluster;
  return cluster;
}

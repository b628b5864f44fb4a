import { encodeRecord } from '../../../src/sim/kraft/codec.ts';
import { CLUSTER_METADATA } from '../../../src/sim/kraft/raft/state.ts';
import type { MetadataRecord } from '../../../src/sim/kraft/records.ts';
import { recordBatchSize } from '../../../src/sim/log/record-size.ts';
import type { BodyOf } from '../../../src/sim/protocol/body.ts';
import type { RecordBatch } from '../../../src/sim/protocol/record-batch.ts';
import { MS } from '../../../src/sim/time.ts';
import type { Bench } from './bench.ts';

/** The first offset of the past: before it the leader has written that it leads. */
export const PAST = 1;

const LEADER = 101;
const EPOCH = 1;

/**
 * A peer in the place of controller-101 leads the quorum in epoch 1, lets the other two replicate its log, and falls silent: they elect
 * one of themselves, which finds that past in its log.
 */
export function feedQuorum(bench: Bench, past: readonly MetadataRecord[]): void {
  bench.run(MS);
  const voters = [101, 102, 103];
  const records = [
    batchOf([{ type: 'LeaderChange', leaderId: LEADER, voters }], 0, 'LEADER_CHANGE'),
    batchOf(past, PAST, null),
  ];
  const answer = answerWith(records, PAST + past.length);
  const leader = `controller-${LEADER}`;
  for (const follower of ['controller-102', 'controller-103']) {
    const connection = bench.connect(leader, follower);
    const begin = { type: 'BeginQuorumEpochRequest', leaderId: LEADER, leaderEpoch: EPOCH } as const;
    bench.ask(leader, connection, begin, 'BeginQuorumEpochResponse');
    bench.respond(leader, bench.asked(leader, 'FetchRequest', follower), answer);
  }
}

function batchOf(records: readonly MetadataRecord[], baseOffset: number, control: RecordBatch['control']): RecordBatch {
  const encoded = records.map((record) => encodeRecord(record, 0));
  return {
    baseOffset,
    lastOffset: baseOffset + records.length - 1,
    partitionLeaderEpoch: EPOCH,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    control,
    maxTimestamp: 0,
    sizeInBytes: recordBatchSize(encoded),
    records: encoded,
    offsets: null,
    origin: null,
  };
}

function answerWith(records: readonly RecordBatch[], highWatermark: number): BodyOf<'FetchResponse'> {
  const partition = {
    partitionIndex: 0,
    errorCode: 'NONE',
    highWatermark,
    lastStableOffset: -1,
    logStartOffset: 0,
    divergingEpoch: null,
    currentLeader: { leaderId: LEADER, leaderEpoch: EPOCH },
    abortedTransactions: [],
    preferredReadReplica: -1,
    records,
  } as const;
  return {
    type: 'FetchResponse',
    errorCode: 'NONE',
    sessionId: 0,
    responses: [{ topic: CLUSTER_METADATA, partitions: [partition] }],
  };
}

import { describe, expect, it } from 'vitest';
import { encodeRecord } from '../../../../src/sim/kraft/codec.ts';
import { fetchRequest } from '../../../../src/sim/kraft/raft/fetch-client.ts';
import { metadataFetch } from '../../../../src/sim/kraft/raft/fetch-server.ts';
import { MS } from '../../../../src/sim/time.ts';
import type { FetchPartitionResponse, FetchRequest } from '../../../../src/sim/protocol/client.ts';
import type { RecordBatch } from '../../../../src/sim/protocol/record-batch.ts';
import { RaftRig } from '../../../conformance/support/raft-rig.ts';

/** A batch of one record that says nothing. */
function batchAt(offset: number, epoch: number): RecordBatch {
  return {
    baseOffset: offset,
    lastOffset: offset,
    partitionLeaderEpoch: epoch,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    control: null,
    maxTimestamp: 0,
    sizeInBytes: 100,
    records: [encodeRecord({ type: 'NoOpRecord' }, 0)],
    offsets: null,
    origin: null,
  };
}

/** A real follower whose leader a test plays. */
class Follower {
  readonly rig: RaftRig;

  constructor() {
    this.rig = new RaftRig('4.0');
    this.rig.begin(3);
  }

  /** Answers its next fetch, and says what that asked for. */
  answer(change: Partial<FetchPartitionResponse>): FetchRequest {
    const { bench } = this.rig;
    const connection = bench.asked('controller-102', 'FetchRequest', 'controller-101');
    const asked = bench.openRequests('controller-102').find((open) => open.connection === connection)?.body;
    const partition: FetchPartitionResponse = {
      partitionIndex: 0,
      errorCode: 'NONE',
      highWatermark: -1,
      lastStableOffset: -1,
      logStartOffset: 0,
      divergingEpoch: null,
      currentLeader: { leaderId: 102, leaderEpoch: 3 },
      abortedTransactions: [],
      preferredReadReplica: -1,
      records: [],
      ...change,
    };
    const responses = [{ topic: '__cluster_metadata', partitions: [partition] }];
    const response = { type: 'FetchResponse' as const, errorCode: 'NONE' as const, sessionId: 0, responses };
    bench.respond('controller-102', connection, response).run(5 * MS);
    return asked as FetchRequest;
  }

  /** Where it asks to go on: the end of its log, and the epoch of that. */
  asks(): readonly [number, number] {
    const partition = this.answer({}).topics[0]?.partitions[0];
    return [partition?.fetchOffset ?? -1, partition?.lastFetchedEpoch ?? -1];
  }
}

describe('a follower whose log has parted from its leader (kraft-059)', () => {
  it('drops what the leader does not have of its last epoch, and asks again from there', () => {
    const follower = new Follower();
    follower.answer({ records: [batchAt(0, 1), batchAt(1, 1), batchAt(2, 2), batchAt(3, 2)], highWatermark: 1 });
    expect(follower.asks()).toEqual([4, 2]);
    follower.answer({ divergingEpoch: { epoch: 2, endOffset: 3 } });
    expect(follower.asks()).toEqual([3, 2]);
    expect(follower.rig.raft()).toMatchObject({ highWatermark: 1 });
  });

  it('drops a whole epoch that the leader never had, in as many rounds as it takes', () => {
    const follower = new Follower();
    follower.answer({ records: [batchAt(0, 1), batchAt(1, 1), batchAt(2, 2), batchAt(3, 2)], highWatermark: 1 });
    follower.answer({ divergingEpoch: { epoch: 1, endOffset: 7 } });
    expect(follower.asks()).toEqual([2, 1]);
    follower.answer({ divergingEpoch: { epoch: 1, endOffset: 1 } });
    expect(follower.asks()).toEqual([1, 1]);
  });

  it('ends itself rather than drop what was committed', () => {
    const follower = new Follower();
    follower.answer({ records: [batchAt(0, 1), batchAt(1, 1)], highWatermark: 2 });
    follower.answer({ divergingEpoch: { epoch: 1, endOffset: 1 } });
    const types = follower.rig.bench.entries.map(({ type }) => type);
    expect(types).toContain('QuorumFault');
    expect(types).toContain('ProcessExited');
    expect(follower.rig.raft().log.logEndOffset).toBe(2);
  });

  it('takes a high watermark up to the end of its own log, and never back', () => {
    const follower = new Follower();
    follower.answer({ records: [batchAt(0, 1)], highWatermark: 9 });
    expect(follower.rig.raft().highWatermark).toBe(1);
    follower.answer({ records: [batchAt(1, 1)], highWatermark: -1 });
    expect(follower.rig.raft()).toMatchObject({ highWatermark: 1 });
    follower.answer({ highWatermark: 2 });
    expect(follower.rig.raft().highWatermark).toBe(2);
  });
});

describe('a new leader with records of an earlier epoch (kraft-062)', () => {
  it('does not commit them when a majority has them, but when a majority has its LeaderChange', () => {
    const follower = new Follower();
    follower.answer({ records: [batchAt(0, 1), batchAt(1, 2)] });
    const { rig } = follower;
    while (rig.role() !== 'Leader') rig.pass(50 * MS, () => true);
    const { role, epoch, log, leading } = rig.raft();
    expect([role.value, log.logEndOffset, leading?.epochStartOffset]).toEqual(['Leader', 3, 2]);
    const fetch = (fetchOffset: number, lastFetchedEpoch: number): FetchPartitionResponse | undefined => {
      const connection = rig.bench.connect('controller-103', 'controller-101');
      const request = { ...fetchRequest({ nodeId: 103, epoch, log: rig.raft().log }), maxWaitMs: 0 };
      const partition = { ...metadataFetch(request), fetchOffset, lastFetchedEpoch };
      const topics = [{ topic: '__cluster_metadata', partitions: [partition] }];
      const answer = rig.bench.ask('controller-103', connection, { ...request, topics }, 'FetchResponse');
      return answer.responses[0]?.partitions[0];
    };
    expect(fetch(2, 2)).toMatchObject({ errorCode: 'NONE', highWatermark: -1 });
    expect(rig.raft().highWatermark).toBe(0);
    expect(fetch(3, epoch)).toMatchObject({ errorCode: 'NONE', highWatermark: 3 });
    expect(rig.raft().highWatermark).toBeGreaterThanOrEqual(3);
  });
});

import { describe, expect, it } from 'vitest';

import { SECOND } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import { leaderWithLog } from '../adapters/fetch-bounds.ts';
import { batchesOf, batchOf } from '../support/batches.ts';
import { OUTSIDE } from '../support/control.ts';
import { Rig } from '../support/rig.ts';
import { SeededCluster } from '../support/seeded-cluster.ts';

/* The cases in prose of vectors/high-watermark.json, each on real brokers. */

const offsets = (answer: { readonly records: readonly { readonly baseOffset: number }[] }): number[] =>
  answer.records.map((batch) => batch.baseOffset);

describe('visibility', () => {
  it('high-watermark-053: a consumer reads what is below the high watermark', () => {
    const rig = leaderWithLog({ logStartOffset: 0, highWatermark: 4, logEndOffset: 7 });
    expect(offsets(rig.fetch(1, -1, 0))).toEqual([0, 1, 2, 3]);
  });

  it('high-watermark-055: a follower reads up to the log end', () => {
    const rig = leaderWithLog({ logStartOffset: 0, highWatermark: 4, logEndOffset: 7 });
    expect(offsets(rig.fetch(1, OUTSIDE, 0))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

describe('high-watermark-058 hw-follower', () => {
  it('a fetch is answered with the high watermark from before it was accounted for', () => {
    const rig = new Rig({ brokers: [1], peers: [2] }).tell(1, 1, 0, [1, 2], [1, 2]);
    rig.produce(1, batchOf(3));
    expect([rig.fetch(1, 2, 3).highWatermark, rig.bench.replica(1).log.highWatermark]).toEqual([0, 3]);
    expect(rig.fetch(1, 2, 3).highWatermark).toBe(3);
  });

  it("a follower's high watermark is the leader's, but never above its own log end", () => {
    const rig = new Rig({ brokers: [1] }).tell(1, OUTSIDE, 0, [1, OUTSIDE], [1, OUTSIDE]);
    rig.feed(1, { records: [batchOf(3, { partitionLeaderEpoch: 0 })], highWatermark: 10 });
    expect(rig.bench.replica(1).log.highWatermark).toBe(3);
    rig.feed(1, { records: [batchOf(3, { baseOffset: 3, partitionLeaderEpoch: 0 })], highWatermark: 4 });
    expect(rig.bench.replica(1).log.highWatermark).toBe(4);
  });

  it('a new leader starts from the high watermark it had as a follower', () => {
    const rig = new Rig({ brokers: [1] }).tell(1, OUTSIDE, 0, [1, OUTSIDE], [1, OUTSIDE]);
    rig.feed(1, { records: [batchOf(5, { partitionLeaderEpoch: 0 })], highWatermark: 2 });
    rig.tell(1, 1, 1, [1, OUTSIDE], [1, OUTSIDE]);
    expect(rig.bench.entries.findLast((entry) => entry.type === 'LeaderStarted')?.args).toMatchObject({
      logEndOffset: 5,
      highWatermark: 2,
    });
    expect(rig.bench.replica(1).log.highWatermark).toBe(2);
  });
});

describe('high-watermark-059 caught-up-time', () => {
  const caughtUp = (rig: Rig): number =>
    rig.bench.replica(1).duties?.followers.find((follower) => follower.brokerId === 2)?.lastCaughtUpTime ?? -1;
  const lastFetch = (rig: Rig): number =>
    rig.bench.replica(1).duties?.followers.find((follower) => follower.brokerId === 2)?.lastFetchTime ?? -1;

  it('is the time of a fetch that reaches the log end', () => {
    const rig = new Rig({ brokers: [1], peers: [2] }).tell(1, 1, 0, [1, 2], [1, 2]);
    rig.produce(1, batchOf(4));
    rig.bench.run(2 * SECOND);
    rig.fetch(1, 2, 4);
    expect(caughtUp(rig)).toBe(lastFetch(rig));
  });

  it('is the time of the fetch before when a fetch reaches where the log ended then', () => {
    const rig = new Rig({ brokers: [1], peers: [2] }).tell(1, 1, 0, [1, 2], [1, 2]);
    rig.produce(1, batchOf(4));
    rig.bench.run(2 * SECOND);
    rig.fetch(1, 2, 1);
    const before = lastFetch(rig);
    rig.produce(1, batchOf(4));
    rig.bench.run(2 * SECOND);
    rig.fetch(1, 2, 4);
    expect(caughtUp(rig)).toBe(before);
    expect(lastFetch(rig)).toBeGreaterThan(before + 2 * SECOND);
  });

  it('stays as it is after any other fetch', () => {
    const rig = new Rig({ brokers: [1], peers: [2] }).tell(1, 1, 0, [1, 2], [1, 2]);
    rig.produce(1, batchOf(4));
    const before = caughtUp(rig);
    for (const offset of [1, 2, 3]) {
      rig.bench.run(SECOND);
      rig.fetch(1, 2, offset);
    }
    expect(caughtUp(rig)).toBe(before);
  });
});

describe('high-watermark-061 expand', () => {
  /** A leader whose log ends at 5, committed to 3, in an epoch that begins at 5; follower 2 is outside the ISR. */
  const leader = (peers: readonly number[], era: Era = '4.0'): Rig => {
    const rig = new Rig({ era, brokers: [1], peers });
    rig.tell(1, OUTSIDE, 0, [1, ...peers, OUTSIDE], [1, OUTSIDE]);
    rig.feed(1, { records: batchesOf([{ epoch: 0, startOffset: 0 }], 5), highWatermark: 3 });
    return rig.tell(1, 1, 1, [1, ...peers, OUTSIDE], [1, OUTSIDE]);
  };

  it('a follower joins at the start of the epoch, not at the high watermark below it', () => {
    const rig = leader([2]);
    for (const offset of [2, 3, 4]) rig.fetch(1, 2, offset);
    expect(rig.proposed()).toBeNull();
    rig.fetch(1, 2, 5);
    expect(rig.proposed()?.newIsr).toEqual([1, OUTSIDE, 2]);
  });

  it('one change at a time: another follower waits until the first is answered', () => {
    const rig = leader([2, 3]);
    rig.fetch(1, 2, 5);
    rig.fetch(1, 3, 5);
    expect(rig.proposed()?.newIsr).toEqual([1, OUTSIDE, 2]);
    rig.accept();
    rig.fetch(1, 3, 5);
    expect(rig.proposed()?.newIsr).toEqual([1, OUTSIDE, 2, 3]);
  });

  it.each([
    ['4.0', 'fenced'],
    ['3.9', 'not alive'],
  ] as const)('era %s: a broker that is %s does not join', (era, _how) => {
    const rig = leader([2], era);
    rig.without(1, [2]).fetch(1, 2, 5);
    expect(rig.proposed()).toBeNull();
  });
});

describe('high-watermark-062 isr-authority', () => {
  const partition = { replicas: [1, 2, 3], isr: [1], leader: 1, leaderEpoch: 4, unclean: false };
  const propose = (
    cluster: SeededCluster,
    leaderEpoch: number,
    partitionEpoch: number,
    newIsr: readonly number[],
  ): string => {
    const { brokerEpoch } = cluster.bench.broker(1);
    const proposal = {
      partitionIndex: 0,
      leaderEpoch,
      newIsr,
      leaderRecoveryState: 'RECOVERED' as const,
      partitionEpoch,
    };
    const answer = cluster.bench.ask(
      'peer',
      cluster.controller,
      { type: 'AlterPartitionRequest', brokerId: 1, brokerEpoch, topics: [{ topicName: 't', partitions: [proposal] }] },
      'AlterPartitionResponse',
    );
    return answer.topics[0]?.partitions[0]?.errorCode ?? answer.errorCode;
  };

  it('the controller accepts a proposal with the right partition epoch, and raises it', () => {
    const cluster = new SeededCluster(partition, [1, 2, 3], [1, 2]);
    const { partitionEpoch } = cluster.partition();
    expect(propose(cluster, 4, partitionEpoch, [1, 2])).toBe('NONE');
    expect(cluster.partition()).toMatchObject({ isr: [1, 2], leaderEpoch: 4, partitionEpoch: partitionEpoch + 1 });
  });

  it.each<[string, number, number, readonly number[], string]>([
    ['of an older state', 4, -1, [1, 2], 'INVALID_UPDATE_VERSION'],
    ['of an older leader epoch', 3, 0, [1, 2], 'FENCED_LEADER_EPOCH'],
    ['with a replica that is not alive', 4, 0, [1, 3], 'INELIGIBLE_REPLICA'],
  ])('it refuses a proposal %s', (_, leaderEpoch, behind, newIsr, error) => {
    const cluster = new SeededCluster(partition, [1, 2, 3], [1, 2]);
    const before = cluster.partition();
    expect(propose(cluster, leaderEpoch, before.partitionEpoch + behind, newIsr)).toBe(error);
    expect(cluster.partition()).toEqual(before);
  });
});

describe('high-watermark-064 new-leader-epoch', () => {
  it('a new leader notes its epoch and where its log ends, before it has written anything', () => {
    const rig = new Rig({ brokers: [1] }).tell(1, OUTSIDE, 0, [1, OUTSIDE], [1, OUTSIDE]);
    rig.feed(1, { records: batchesOf([{ epoch: 0, startOffset: 0 }], 5) });
    rig.tell(1, 1, 3, [1, OUTSIDE], [1, OUTSIDE]);
    expect(rig.bench.replica(1).log.epochs).toEqual([
      { epoch: 0, startOffset: 0 },
      { epoch: 3, startOffset: 5 },
    ]);
    rig.produce(1, batchOf(1));
    expect(rig.bench.replica(1).log.epochs).toHaveLength(2);
  });
});

describe('high-watermark-065 fetch-epoch-check', () => {
  const rig = new Rig({ brokers: [1, 2], peers: [3] });
  rig.tell(1, 1, 5, [1, 2, 3], [1]).tell(2, 1, 5, [1, 2, 3], [1]);

  it.each([
    [1, 4, 'FENCED_LEADER_EPOCH'],
    [1, 5, 'NONE'],
    [1, 6, 'UNKNOWN_LEADER_EPOCH'],
    [2, 5, 'NOT_LEADER_OR_FOLLOWER'],
  ])('a follower that fetches from broker %d in epoch %d is answered with %s', (broker, currentLeaderEpoch, error) => {
    const partition = {
      partition: 0,
      currentLeaderEpoch,
      fetchOffset: 0,
      lastFetchedEpoch: -1,
      logStartOffset: 0,
      partitionMaxBytes: 1000,
    };
    expect(rig.fetch(broker, 3, 0, { topics: [{ topic: 't', partitions: [partition] }] }).errorCode).toBe(error);
  });
});

import { describe, expect, it } from 'vitest';

import { checkSetting } from '../../../../src/sim/config/check-setting.ts';
import type { DeleteRecordsResponse } from '../../../../src/sim/protocol/client.ts';
import { allSegments } from '../../../../src/sim/log/segments.ts';
import { partitionView, topicView } from '../../../../src/sim/read/partitions.ts';
import { replicaOf } from '../../../../src/sim/read/replicas.ts';
import { MS, SECOND } from '../../../../src/sim/time.ts';
import { batchOf } from '../../../conformance/support/batches.ts';
import { batchWith, FedLog } from '../../../conformance/support/fed-log.ts';
import { Rig } from '../../../conformance/support/rig.ts';
import { Cluster, consumer, producer, scenario } from '../../cluster/build.ts';

type Answer = DeleteRecordsResponse['topics'][number]['partitions'][number] | undefined;

function deleteRecords(rig: Rig, offset: number, timeoutMs = 500): Answer {
  const connection = rig.bench.connect('peer', 'broker-1');
  const topics = [{ name: 't', partitions: [{ partitionIndex: 0, offset }] }];
  const request = { type: 'DeleteRecordsRequest' as const, topics, timeoutMs };
  return rig.bench.ask('peer', connection, request, 'DeleteRecordsResponse').topics[0]?.partitions[0];
}

/** A leader of five records, all committed, with a follower that the test plays. */
function led(): Rig {
  const rig = new Rig({ brokers: [1], peers: [2] }).tell(1, 1, 0, [1, 2], [1, 2]);
  rig.produce(1, batchOf(5));
  rig.fetch(1, 2, 5);
  return rig;
}

/** What a follower says when it fetches at the log end. */
const saying = (logStartOffset: number) => ({
  topics: [
    {
      topic: 't',
      partitions: [
        {
          partition: 0,
          currentLeaderEpoch: -1,
          fetchOffset: 5,
          lastFetchedEpoch: -1,
          logStartOffset,
          partitionMaxBytes: 1,
        },
      ],
    },
  ],
});

describe('a DeleteRecords request', () => {
  it('is answered with the low watermark when the follower has said that its log starts there too', () => {
    const rig = led();
    rig.fetch(1, 2, 5, saying(3));
    expect(deleteRecords(rig, 3)).toEqual({ partitionIndex: 0, lowWatermark: 3, errorCode: 'NONE' });
  });

  it('waits until then, and times out after what the client allows', () => {
    const rig = led();
    const before = rig.bench.world.now;
    expect(deleteRecords(rig, 3, 700)?.errorCode).toBe('REQUEST_TIMED_OUT');
    expect(rig.bench.world.now - before).toBeGreaterThanOrEqual(700 * MS);
    expect(rig.bench.replica(1).log.logStartOffset).toBe(3);
  });

  it('does not wait for a follower that is not alive', () => {
    expect(deleteRecords(led().without(1, [2]), -1)).toMatchObject({ lowWatermark: 5, errorCode: 'NONE' });
  });

  it('never moves the start back, and is for the leader alone', () => {
    const rig = led().without(1, [2]);
    deleteRecords(rig, 4);
    expect(deleteRecords(rig, 2)).toMatchObject({ lowWatermark: 4, errorCode: 'NONE' });
    rig.without(1, []).tell(1, 2, 1, [1, 2], [1, 2]);
    expect(deleteRecords(rig, 5)?.errorCode).toBe('NOT_LEADER_OR_FOLLOWER');
  });

  it('survives a crash once its offset is checkpointed; before, deleted records come back', () => {
    const crashed = (after: number): number => {
      const rig = led().without(1, [2]);
      deleteRecords(rig, 3);
      rig.bench.run(after).do({ type: 'crash', node: 'broker-1', kind: 'process' });
      return rig.bench.replica(1).log.logStartOffset;
    };
    expect([crashed(SECOND), crashed(61 * SECOND)]).toEqual([0, 3]);
  });
});

describe('a produce request', () => {
  it('with a batch that fits into no segment is refused with RECORD_LIST_TOO_LARGE', () => {
    // 4.0 has no segments so small (KIP-1030).
    const rig = new Rig({ era: '3.9', brokers: [1], topicConfig: { 'segment.bytes': '100' } });
    rig.tell(1, 1, 0, [1], [1]);
    expect(rig.produce(1, batchOf(1, { sizeInBytes: 101 })).errorCode).toBe('RECORD_LIST_TOO_LARGE');
    expect(rig.produce(1, batchOf(1, { sizeInBytes: 100 })).errorCode).toBe('NONE');
  });
});

describe('cleanup.policy with compact and delete', () => {
  it('compacts, and deletes old segments too', () => {
    const fed = new FedLog(
      { 'log.cleaner.backoff.ms': 1000 },
      {
        'cleanup.policy': 'compact,delete',
        'min.cleanable.dirty.ratio': '0',
        'retention.ms': '40000',
        'segment.index.bytes': '4',
      },
    );
    const records = ['a', 'a', 'b', 'c'].map((key, offset) =>
      batchWith({ offset, key, value: 'v' }, offset < 3 ? 100 : 30_000, 0),
    );
    fed.feedAt(fed.now + SECOND, { records, highWatermark: 4 }).until(20 * SECOND);
    expect(fed.log.logStartOffset).toBe(0);
    expect(allSegments(fed.log).map(({ baseOffset }) => baseOffset)).toEqual([0, 3]);
    fed.until(45 * SECOND);
    expect(allSegments(fed.log).map(({ baseOffset }) => baseOffset)).toEqual([3]);
    expect(fed.log.logStartOffset).toBe(3);
    fed.until(75 * SECOND);
    expect([fed.log.logStartOffset, fed.log.sizeInBytes]).toEqual([4, 0]);
  });
});

describe('settings of logs', () => {
  it.each([
    ['topic', 'min.cleanable.dirty.ratio', 'much', '3.9', 'a number from 0 to 1'],
    ['topic', 'min.cleanable.dirty.ratio', '1.5', '3.9', 'a number from 0 to 1'],
    ['broker', 'log.segment.bytes', '1048575', '4.0', 'a whole number from 1048576'],
    ['topic', 'segment.bytes', '13', '3.9', 'a whole number from 14'],
    ['topic', 'cleanup.policy', 'shrink', '3.9', 'delete, compact'],
  ] as const)('%s setting %s=%s is refused in %s: it must be %s', (scope, name, value, era, expected) => {
    expect(checkSetting(scope, name, value, era)?.message).toContain(`setting ${name} must be ${expected}`);
  });

  it.each([
    ['topic', 'min.cleanable.dirty.ratio', '0.01', '3.9'],
    ['topic', 'segment.bytes', '1048575', '3.9'],
    ['topic', 'cleanup.policy', 'compact,delete', '2.8'],
  ] as const)('%s setting %s=%s is fine in %s', (scope, name, value, era) => {
    expect(checkSetting(scope, name, value, era)).toBeNull();
  });
});

describe('a topic of Kafka’s own', () => {
  it('takes no records of clients, and nobody deletes its records', () => {
    const name = '__consumer_offsets';
    const run = new Cluster(
      scenario({
        consumers: [consumer('c', [name])],
        producers: [producer('p', name, { startAt: 4_000_000, program: { count: 1, keys: ['k'] } })],
      }),
    );
    run.do(5, { type: 'deleteRecords', topic: name, partition: 0, before: 0 }).until(8);
    expect(run.entries('RecordsFailed').map(({ args }) => args.error)).toEqual(['INVALID_TOPIC_EXCEPTION']);
    const deletion = run.entries('AdminAnswered').find(({ args }) => args.request === 'DeleteRecords');
    expect(deletion?.args.error).toBe('INVALID_TOPIC_EXCEPTION');
  });

  it.each([
    [
      '__consumer_offsets',
      { 'cleanup.policy': 'compact', 'compression.type': 'producer', 'segment.bytes': '104857600' },
    ],
    [
      '__transaction_state',
      {
        'cleanup.policy': 'compact',
        'compression.type': 'uncompressed',
        'min.insync.replicas': '2',
        'segment.bytes': '104857600',
        'unclean.leader.election.enable': 'false',
      },
    ],
  ])('%s, when it is needed, has 50 partitions on three brokers and is compacted', (name, settings) => {
    const run = new Cluster(scenario({ consumers: [consumer('c', [name])] })).until(4);
    const view = topicView(run.world, name);
    expect(view?.partitions.length).toBe(50);
    expect(view?.config).toEqual(settings);
    expect(view?.isInternal).toBe(true);
    for (const id of view?.partitions ?? []) expect(partitionView(run.world, id).replicas).toHaveLength(3);
    const [first = -1] = view?.partitions ?? [];
    const replica = replicaOf(run.world, partitionView(run.world, first).leader, first);
    expect(replica?.topicConfig.log).toMatchObject({ compacts: true, deletes: false, segmentBytes: 104_857_600 });
  });
});

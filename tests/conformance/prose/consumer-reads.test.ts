import { describe, expect, it } from 'vitest';

import { consumerBehaviour, newConsumerState } from '../../../src/sim/client/consumer.ts';
import type { ListOffsetsResponse } from '../../../src/sim/protocol/client.ts';
import { ClientBench, metadata, setupOf } from '../../sim/client/support/client-bench.ts';
import { batchOf } from '../support/batches.ts';
import { OUTSIDE } from '../support/control.ts';
import { Rig } from '../support/rig.ts';
import { batchWith } from '../support/fed-log.ts';
import { leaderWithLog } from '../adapters/fetch-bounds.ts';

/* The cases in prose of vectors/consumer.json about what a leader lets a consumer see. */

/** What a leader answers who asks for the first record of a time. */
function offsetFor(rig: Rig, timestamp: number): ListOffsetsResponse['topics'][number]['partitions'][number] {
  const partitions = [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp }];
  const { topics } = rig.bench.ask(
    'peer',
    rig.bench.connect('peer', 'broker-1'),
    {
      type: 'ListOffsetsRequest',
      replicaId: -1,
      isolationLevel: 'read_uncommitted',
      topics: [{ name: 't', partitions }],
    },
    'ListOffsetsResponse',
  );
  const [answer] = topics[0]?.partitions ?? [];
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

describe('a search by timestamp', () => {
  it('consumer-082 finds the earliest offset whose timestamp is at or after it, or none', () => {
    const rig = new Rig({ brokers: [1] });
    rig.tell(1, OUTSIDE, 0, [1, OUTSIDE], [1, OUTSIDE]);
    const records = [100, 300, 200, 400].map((at, offset) => batchWith({ offset, key: 'k', value: 'v' }, at, 0));
    rig.feed(1, { records, highWatermark: 4 }).tell(1, 1, 1, [1, OUTSIDE], [1]);
    const found = [50, 100, 101, 250, 301, 400].map((time) => offsetFor(rig, time).offset);
    expect(found).toEqual([0, 0, 1, 1, 3, 3]);
    expect(offsetFor(rig, 401)).toMatchObject({ errorCode: 'NONE', offset: -1, timestamp: -1 });
  });
});

describe('read_committed', () => {
  const isolationLevel = 'read_committed';
  const marks = { logStartOffset: 0, highWatermark: 6, logEndOffset: 6, lastStableOffset: 4 };
  const offsets = (rig: Rig, level: 'read_committed' | 'read_uncommitted'): readonly number[] =>
    rig.fetch(1, -1, 0, { isolationLevel: level }).records.map(({ lastOffset }) => lastOffset);

  it('consumer-092: records of an open transaction, and what is behind them, are not returned', () => {
    const rig = leaderWithLog(marks);
    expect(offsets(rig, 'read_uncommitted')).toEqual([0, 1, 2, 3, 5]);
    expect(offsets(rig, isolationLevel)).toEqual([0, 1, 2, 3]);
    expect(rig.fetch(1, -1, 4, { isolationLevel })).toMatchObject({
      records: [],
      lastStableOffset: 4,
      highWatermark: 6,
    });
  });

  it('consumer-092: they are once its marker is written, which takes an offset of its own', () => {
    const rig = new Rig({ brokers: [1] }).tell(1, OUTSIDE, 0, [1, OUTSIDE], [1, OUTSIDE]);
    const producer = { producerId: 77, producerEpoch: 0, isTransactional: true, partitionLeaderEpoch: 0 };
    const records = [
      batchOf(2, { ...producer, baseSequence: 0, baseOffset: 0 }),
      batchOf(1, { ...producer, control: 'COMMIT', baseOffset: 2 }),
      batchOf(1, { baseOffset: 3, partitionLeaderEpoch: 0 }),
    ];
    rig.feed(1, { records, highWatermark: 4 }).tell(1, 1, 1, [1, OUTSIDE], [1]);
    const answer = rig.fetch(1, -1, 0, { isolationLevel });
    expect(answer.lastStableOffset).toBe(4);
    const data = answer.records.filter(({ control }) => control === null);
    expect(data.map(({ baseOffset, lastOffset }) => [baseOffset, lastOffset])).toEqual([
      [0, 1],
      [3, 3],
    ]);
  });
});

describe('a member that may not read its group', () => {
  it('consumer-077: GROUP_AUTHORIZATION_FAILED, whoever says it, ends it', () => {
    const config = { 'group.id': 'g' };
    const setup = setupOf();
    const consumer = { name: 'c', client: 'java', config, topics: ['orders'], assign: null, processing: 0 };
    const bench = new ClientBench(setup, consumerBehaviour, newConsumerState(setup, consumer)).take({ type: 'start' });
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1] }));
    bench.await('FindCoordinatorRequest').answer('FindCoordinatorRequest', {
      type: 'FindCoordinatorResponse',
      coordinators: [{ key: 'g', nodeId: -1, errorCode: 'GROUP_AUTHORIZATION_FAILED' }],
    });
    expect(bench.state.failed).toBe('GROUP_AUTHORIZATION_FAILED');
  });
});

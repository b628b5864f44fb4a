import { describe, expect, it } from 'vitest';

import { batchOf } from '../support/batches.ts';
import { OUTSIDE } from '../support/control.ts';
import { Rig } from '../support/rig.ts';

/* Two rules of vectors/producer.json, on a real leader. The other cases in prose are tested with the producer and with Produce. */

const leader = (): Rig => new Rig({ brokers: [1] }).tell(1, 1, 0, [1], [1]);

function produce(rig: Rig, producerEpoch: number, baseSequence: number): string {
  const before = rig.bench.replica(1).log.logEndOffset;
  const { errorCode } = rig.produce(1, batchOf(1, { producerId: 7, producerEpoch, baseSequence }));
  const written = rig.bench.replica(1).log.logEndOffset - before;
  return errorCode === 'NONE' && written === 1 ? 'appended' : errorCode;
}

describe('producer-079 unknown state', () => {
  it('a broker without state for a producer accepts any first sequence, and from then on only the next', () => {
    const rig = leader();
    expect([produce(rig, 0, 41), produce(rig, 0, 43), produce(rig, 0, 42)]).toEqual([
      'appended',
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
      'appended',
    ]);
  });

  it('a leader that learnt of the producer by replication has its state', () => {
    const rig = new Rig({ brokers: [1] }).tell(1, OUTSIDE, 0, [1, OUTSIDE], [1, OUTSIDE]);
    rig.feed(1, {
      records: [batchOf(3, { producerId: 7, producerEpoch: 0, baseSequence: 0, partitionLeaderEpoch: 0 })],
      highWatermark: 3,
    });
    rig.tell(1, 1, 1, [1, OUTSIDE], [1]);
    expect([produce(rig, 0, 41), produce(rig, 0, 3)]).toEqual(['OUT_OF_ORDER_SEQUENCE_NUMBER', 'appended']);
  });
});

describe('producer-080 epoch', () => {
  it('a lower producer epoch is refused with INVALID_PRODUCER_EPOCH', () => {
    const rig = leader();
    expect([produce(rig, 3, 0), produce(rig, 2, 1), produce(rig, 3, 1)]).toEqual([
      'appended',
      'INVALID_PRODUCER_EPOCH',
      'appended',
    ]);
  });

  it('a higher producer epoch begins at sequence 0', () => {
    const rig = leader();
    expect([produce(rig, 0, 0), produce(rig, 1, 1), produce(rig, 1, 0), produce(rig, 0, 1)]).toEqual([
      'appended',
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
      'appended',
      'INVALID_PRODUCER_EPOCH',
    ]);
  });
});

import type { Micros } from '../../src/sim/time.ts';
import type { ClusterSpec } from './cluster-fixture.ts';
import { recordOf } from './log-fixture.ts';

/** What a producer holds, as far as the readers look. */
export function producerState(producer: NonNullable<ClusterSpec['producers']>[number], now: Micros) {
  const batches = (producer.waiting ?? []).map(({ partition, values, sent }, i) => {
    const batch = {
      first: i,
      records: values.map((value) => recordOf(value)),
      createdAt: now - 1000 + i,
      attempts: sent === true ? 1 : 0,
      closed: false,
    };
    return { partition, queue: sent === true ? [] : [batch], inFlight: sent === true ? [batch] : [] };
  });
  return {
    client: 'java',
    settings: { acks: producer.acks, linger: 0, deliveryTimeout: 120_000_000 },
    paused: false,
    blocked: [],
    accumulators: batches,
  };
}

/** Where a consumer is, as far as the readers look. */
export function consumerState(consumer: NonNullable<ClusterSpec['consumers']>[number]) {
  return {
    client: 'java',
    settings: { autoOffsetReset: 'earliest' },
    processing: 0,
    paused: false,
    failed: null,
    busyUntil: 0,
    group: null,
    assigned: consumer.positions.map(([id, position]) => ({ id, position, buffered: [] })),
  };
}

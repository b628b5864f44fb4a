import { recordBatchSize } from '../../../src/sim/log/record-size.ts';
import type { ReplicaLog } from '../../../src/sim/log/replica-log.ts';
import type { FetchPartitionResponse } from '../../../src/sim/protocol/client.ts';
import type { KafkaRecord, RecordBatch } from '../../../src/sim/protocol/record-batch.ts';
import { bytesOf } from '../../../src/sim/read/text.ts';
import { SECOND, toMs, type Micros } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import { batchOf } from './batches.ts';
import { OUTSIDE } from './control.ts';
import { Rig } from './rig.ts';

/** How long anything takes from one node to another here. */
const HOP: Micros = 10;
/** A fetch waits longer than this for its answer. */
const PATIENCE: Micros = 5 * SECOND;
const LONG: Micros = 60 * SECOND;
/** A leader that has not heard of the other in-sync replica for longer than this would propose to drop it, again and again. */
const LAG: Micros = 1_000_000 * SECOND;

/**
 * The log of partition t-0 on a real broker that follows a leader which the case plays: so it holds exactly what a case says, at
 * exactly the instant, with the high watermark that a case says. Its log manager and its cleaner do not care who leads.
 */
export class FedLog {
  readonly rig: Rig;
  /** The leader epoch that the broker is in. */
  epoch = 0;

  constructor(
    config: { readonly [name: string]: string | number },
    topicConfig: { readonly [name: string]: string },
    start = 0,
    era: Era = '4.0',
  ) {
    // Nobody else takes part: it does not look for lagging followers.
    const session = era === '4.0' ? {} : { 'zookeeper.session.timeout.ms': 40_000 };
    const quiet = { 'replica.lag.time.max.ms': toMs(LAG), ...session };
    this.rig = new Rig({
      era,
      brokers: [1],
      config: { ...quiet, ...config },
      topicConfig,
      network: { latency: `${HOP}us`, jitter: '0us' },
    });
    this.rig.tell(1, OUTSIDE, 0, [1, OUTSIDE], [1, OUTSIDE]);
    if (start > 0) this.rig.restartAt(1, start, start);
  }

  get log(): ReplicaLog {
    return this.rig.bench.replica(1).log;
  }

  get now(): Micros {
    return this.rig.bench.world.now;
  }

  /** Lets time pass up to an instant. */
  until(at: Micros): this {
    if (at > this.now) this.rig.bench.run(at - this.now);
    return this;
  }

  /** When this broker's log manager began to count. */
  get startedAt(): Micros {
    return this.rig.bench.broker(1).storage.startedAt;
  }

  /**
   * Lets a long time pass. A follower would ask, and give up, every 30 s; a leader waits in silence, so the broker leads meanwhile:
   * it is elected anew so often that it drops nobody. What is told on the way is forgotten.
   */
  waitUntil(at: Micros): this {
    const { rig } = this;
    if (at - this.now > LONG) {
      while (at - this.now > PATIENCE) {
        rig.tell(1, 1, ++this.epoch, [1, OUTSIDE], [1, OUTSIDE]);
        rig.bench.run(Math.min(LAG / 2, at - this.now - PATIENCE));
        rig.bench.entries.length = 0;
      }
      rig.tell(1, OUTSIDE, ++this.epoch, [1, OUTSIDE], [1, OUTSIDE]);
    }
    return this.until(at);
  }

  /**
   * The leader's answer reaches the broker at an instant. Long before it the broker is given an empty answer, so that the fetch
   * that this answers has not been given up.
   */
  feedAt(at: Micros, answer: Partial<FetchPartitionResponse>): this {
    const { bench } = this.rig;
    if (at - this.now > 2 * PATIENCE) {
      this.waitUntil(at - PATIENCE);
      this.rig.feed(1, { highWatermark: this.log.highWatermark });
    }
    const connection = bench.asked(`broker-${OUTSIDE}`, 'FetchRequest', 'broker-1');
    this.until(at - HOP);
    const partition: FetchPartitionResponse = {
      partitionIndex: 0,
      errorCode: 'NONE',
      highWatermark: 0,
      lastStableOffset: -1,
      logStartOffset: 0,
      divergingEpoch: null,
      currentLeader: null,
      abortedTransactions: [],
      preferredReadReplica: -1,
      records: [],
      ...answer,
    };
    bench.respond(`broker-${OUTSIDE}`, connection, {
      type: 'FetchResponse',
      errorCode: 'NONE',
      sessionId: 0,
      responses: [{ topic: 't', partitions: [partition] }],
    });
    return this.until(this.now + 3 * HOP);
  }

  /** Cuts the log at an offset that a segment begins at: it is left empty, as after a roll without records. */
  cutAt(offset: number): this {
    return this.feedAt(this.now + 2 * HOP, { divergingEpoch: { epoch: this.epoch, endOffset: offset } });
  }
}

/** One record as cases write it; value null is a tombstone. */
export interface CaseRecord {
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
}

/** A batch with one record, as it lies in a log. */
export function batchWith(
  { offset, key, value }: CaseRecord,
  timestamp: number,
  partitionLeaderEpoch: number,
): RecordBatch {
  const bytes = (text: string | null): string | null => (text === null ? null : bytesOf(text));
  const records: readonly KafkaRecord[] = [{ key: bytes(key), value: bytes(value), headers: [], timestamp }];
  return batchOf(1, {
    baseOffset: offset,
    partitionLeaderEpoch,
    records,
    maxTimestamp: timestamp,
    sizeInBytes: recordBatchSize(records),
  });
}

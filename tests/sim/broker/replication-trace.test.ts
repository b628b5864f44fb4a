import { describe, expect, test } from 'vitest';

import { ISR_EXPIRATION } from '../../../src/sim/broker/timer-slots.ts';
import { fromMs } from '../../../src/sim/time.ts';
import { batchOf } from '../log/batches.ts';
import { acceptProposals } from './controller-answers.ts';
import { TestBroker } from './test-broker.ts';
import { casesOf } from './vectors.ts';

interface Op {
  readonly op: 'leaderAppend' | 'followerFetch' | 'sleep' | 'isrExpirationCheck';
  readonly records?: number;
  readonly replica?: number;
  readonly fetchOffset?: number;
  readonly ms?: number;
}
interface State {
  readonly leaderLEO: number;
  readonly leaderHW: number;
  readonly isr: readonly number[];
  readonly followers: { readonly [id: string]: { readonly leo: number; readonly hw: number } };
}
interface Trace {
  readonly id: string;
  readonly name: string;
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly initialIsr: readonly number[];
  readonly minInsyncReplicas: number;
  readonly 'replica.lag.time.max.ms': number;
  readonly ops: readonly Op[];
  readonly after: readonly State[];
}

/** Followers that do nothing but remember how far they are. */
class Followers {
  readonly leo: Record<string, number> = {};
  readonly hw: Record<string, number> = {};

  fetch(broker: TestBroker, id: number, fetchOffset: number): void {
    const answer = broker.fetch(id, fetchOffset, {}, { maxWaitMs: 0 });
    const partition = answer?.responses[0]?.partitions[0];
    const end = (partition?.records.at(-1)?.lastOffset ?? fetchOffset - 1) + 1;
    this.leo[id] = end;
    this.hw[id] = Math.min(partition?.highWatermark ?? 0, end);
  }
}

function perform(broker: TestBroker, followers: Followers, op: Op): void {
  switch (op.op) {
    case 'leaderAppend':
      broker.produce(batchOf(op.records ?? 0));
      break;
    case 'followerFetch':
      followers.fetch(broker, op.replica ?? -1, op.fetchOffset ?? -1);
      break;
    case 'sleep':
      broker.turn.now += fromMs(op.ms ?? 0);
      break;
    case 'isrExpirationCheck':
      broker.deliver({ type: 'timer', slot: ISR_EXPIRATION });
      break;
  }
  acceptProposals(broker);
}

describe('a leader and its followers go as in the traces of the reference', () => {
  test.each(casesOf<Trace>('replication-trace'))('$id $name', (trace) => {
    const config = {
      'min.insync.replicas': String(trace.minInsyncReplicas),
      'replica.lag.time.max.ms': String(trace['replica.lag.time.max.ms']),
    };
    const broker = new TestBroker({ id: trace.leader, config });
    broker.leaderAndIsr({ replicas: trace.replicas, isr: trace.initialIsr });
    const followers = new Followers();
    trace.ops.forEach((op, i) => {
      perform(broker, followers, op);
      const expected = trace.after[i] as State;
      const { log, isr } = broker.it;
      const seen = Object.keys(expected.followers).map(
        (id) => [id, { leo: followers.leo[id] ?? 0, hw: followers.hw[id] ?? 0 }] as const,
      );
      expect({
        op: i,
        leaderLEO: log.logEndOffset,
        leaderHW: log.highWatermark,
        isr: [...isr].sort(),
        followers: Object.fromEntries(seen),
      }).toEqual({ op: i, ...expected });
    });
  });
});

import * as v from 'valibot';

import { present } from '../../../src/lib/assert.ts';
import type { ReplicaLog } from '../../../src/sim/log/replica-log.ts';
import type { ProducePartitionResponse } from '../../../src/sim/protocol/client.ts';
import type { RecordBatch } from '../../../src/sim/protocol/record-batch.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { adapter, eraOf, type Check } from '../support/adapter.ts';
import { batchOf } from '../support/batches.ts';
import { Bench } from '../support/bench.ts';
import { OUTSIDE } from '../support/control.ts';
import { Rig } from '../support/rig.ts';

const batch = v.object({
  producerId: v.number(),
  producerEpoch: v.number(),
  firstSequence: v.number(),
  records: v.number(),
  producerStateLostBefore: v.optional(v.boolean(), false),
});
const result = v.object({ outcome: v.string(), baseOffset: v.optional(v.number()) });
const schema = v.object({ batches: v.array(batch), results: v.array(result) });

interface Leader {
  readonly produce: (batch: RecordBatch) => ProducePartitionResponse;
  readonly log: () => ReplicaLog;
}

/** What a real leader answers to each batch of an idempotent producer, and whether it was written. */
export const playIdempotentSequence = adapter(schema, ({ batches, results }, vector): Check => {
  const loses = batches.some((one) => one.producerStateLostBefore);
  const era = eraOf(vector);
  const rig = loses || era !== '4.0' ? new Rig({ brokers: [1, 2], era }).tell(1, 1, 0, [1], [1]) : null;
  let id = 1;
  let leader = rig === null ? leaderOfToday() : leaderIn(rig, id);
  const got = batches.map(({ producerId, producerEpoch, firstSequence, records, producerStateLostBefore }) => {
    if (producerStateLostBefore && rig !== null) {
      id = leaderWithoutState(rig, id);
      leader = leaderIn(rig, id);
    }
    const before = leader.log().logEndOffset;
    const answer = leader.produce(batchOf(records, { producerId, producerEpoch, baseSequence: firstSequence }));
    const written = leader.log().logEndOffset - before;
    if (answer.errorCode !== 'NONE')
      return { outcome: written === 0 ? answer.errorCode : `${answer.errorCode}, but written` };
    return { outcome: written === 0 ? 'DUPLICATE' : 'APPENDED', baseOffset: answer.baseOffset };
  });
  return { expected: results, got };
});

function leaderIn(rig: Rig, id: number): Leader {
  return { produce: (batch) => rig.produce(id, batch), log: () => rig.bench.replica(id).log };
}

/** A broker of 4.0 that leads. */
function leaderOfToday(): Leader {
  const bench = ledToday().fork();
  const connection = bench.connect('peer', 'broker-1');
  const produce = (records: RecordBatch): ProducePartitionResponse => {
    const topicData = [{ name: 't', partitionData: [{ index: 0, records }] }];
    const request = { type: 'ProduceRequest', transactionalId: null, acks: 1, timeoutMs: 1000, topicData } as const;
    const answer = bench.ask('peer', connection, request, 'ProduceResponse');
    return present(answer.responses[0]?.partitionResponses[0], 'an answer to a Produce');
  };
  return { produce, log: () => bench.replica(1).log };
}

let known: Bench | null = null;

function ledToday(): Bench {
  const scenario = { era: '4.0', mode: 'kraft', brokers: 1, topics: [{ name: 't', partitions: 1 }] };
  known ??= new Bench(JSON.stringify(scenario)).run(5 * SECOND);
  return known;
}

/**
 * Retention has deleted every record, and a replica that is new leads: it began at a log start behind which there was nothing to
 * learn producers from.
 */
function leaderWithoutState(rig: Rig, before: number): number {
  const end = rig.bench.replica(before).log.logEndOffset;
  rig.tell(2, OUTSIDE, 1, [2, OUTSIDE], [OUTSIDE]).restartAt(2, end, end).tell(2, 2, 2, [2, OUTSIDE], [2]);
  return 2;
}

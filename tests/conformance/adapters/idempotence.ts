import * as v from 'valibot';

import { adapter, type Check } from '../support/adapter.ts';
import { batchOf } from '../support/batches.ts';
import { OUTSIDE, Rig } from '../support/rig.ts';

const batch = v.object({
  producerId: v.number(),
  producerEpoch: v.number(),
  firstSequence: v.number(),
  records: v.number(),
  producerStateLostBefore: v.optional(v.boolean(), false),
});
const result = v.object({ outcome: v.string(), baseOffset: v.optional(v.number()) });
const schema = v.object({ batches: v.array(batch), results: v.array(result) });

/** What a real leader answers to each batch of an idempotent producer, and whether it was written. */
export const playIdempotentSequence = adapter(schema, ({ batches, results }): Check => {
  const loses = batches.some((one) => one.producerStateLostBefore);
  const rig = new Rig({ brokers: loses ? [1, 2] : [1] }).tell(1, 1, 0, [1], [1]);
  let leader = 1;
  const got = batches.map(({ producerId, producerEpoch, firstSequence, records, producerStateLostBefore }) => {
    if (producerStateLostBefore) leader = leaderWithoutState(rig, leader);
    const before = rig.bench.replica(leader).log.logEndOffset;
    const answer = rig.produce(leader, batchOf(records, { producerId, producerEpoch, baseSequence: firstSequence }));
    const written = rig.bench.replica(leader).log.logEndOffset - before;
    if (answer.errorCode !== 'NONE')
      return { outcome: written === 0 ? answer.errorCode : `${answer.errorCode}, but written` };
    return { outcome: written === 0 ? 'DUPLICATE' : 'APPENDED', baseOffset: answer.baseOffset };
  });
  return { expected: results, got };
});

/**
 * Retention has deleted every record, and a replica that is new leads: it began at a log start behind which there was nothing to
 * learn producers from.
 */
function leaderWithoutState(rig: Rig, before: number): number {
  const end = rig.bench.replica(before).log.logEndOffset;
  rig.tell(2, OUTSIDE, 1, [2, OUTSIDE], [OUTSIDE]).restartAt(2, end, end).tell(2, 2, 2, [2, OUTSIDE], [2]);
  return 2;
}

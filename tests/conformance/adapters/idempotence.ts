import * as v from 'valibot';

import { adapter, NotYet, type Check } from '../support/adapter.ts';
import { batchOf } from '../support/batches.ts';
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

/** What a real leader answers to each batch of an idempotent producer, and whether it was written. */
export const playIdempotentSequence = adapter(schema, ({ batches, results }): Check => {
  if (batches.some((one) => one.producerStateLostBefore)) throw new NotYet('a log whose records were deleted');
  const rig = new Rig({ brokers: [1] }).tell(1, 1, 0, [1], [1]);
  const got = batches.map(({ producerId, producerEpoch, firstSequence, records }) => {
    const before = rig.bench.replica(1).log.logEndOffset;
    const answer = rig.produce(1, batchOf(records, { producerId, producerEpoch, baseSequence: firstSequence }));
    const written = rig.bench.replica(1).log.logEndOffset - before;
    if (answer.errorCode !== 'NONE')
      return { outcome: written === 0 ? answer.errorCode : `${answer.errorCode}, but written` };
    return { outcome: written === 0 ? 'DUPLICATE' : 'APPENDED', baseOffset: answer.baseOffset };
  });
  return { expected: results, got };
});

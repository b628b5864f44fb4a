import * as v from 'valibot';

import type { FetchPartitionResponse } from '../../../src/sim/protocol/client.ts';
import { adapter, eraOf, type Check } from '../support/adapter.ts';
import { batchesOf, batchOf } from '../support/batches.ts';
import { OUTSIDE } from '../support/control.ts';
import { Rig } from '../support/rig.ts';

const schema = v.object({
  logStartOffset: v.number(),
  hw: v.number(),
  leo: v.number(),
  consumerFetch: v.array(v.object({ offset: v.number(), outcome: v.string() })),
});

const MAX_WAIT_MS = 300;

/** What a real leader answers a consumer that fetches at each offset. */
export const playFetchBounds = adapter(schema, ({ logStartOffset, hw, leo, consumerFetch }, vector): Check => {
  const rig = leaderWithLog(
    { logStartOffset, highWatermark: hw, logEndOffset: leo },
    new Rig({ brokers: [1], era: eraOf(vector) }),
  );
  const got = consumerFetch.map(({ offset }) => ({ offset, outcome: outcomeAt(rig, offset) }));
  const expected = consumerFetch.map(({ offset, outcome }) => ({
    offset,
    outcome: outcome.replace(/^(empty \(waits\)).*$/, '$1'),
  }));
  return { expected, got };
});

export interface Marks {
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
  /** Left out: no transaction is open. */
  readonly lastStableOffset?: number;
}

/**
 * A leader whose log begins, is committed and ends at these offsets: it was sent what is committed while it followed, and has
 * written the rest since it leads. The other in-sync replica has not fetched, so the high watermark stays. What lies between the last
 * stable offset and the high watermark belongs to a transaction that nobody has ended.
 */
export function leaderWithLog(marks: Marks, rig: Rig = new Rig({ brokers: [1] })): Rig {
  const { logStartOffset, highWatermark, logEndOffset, lastStableOffset = highWatermark } = marks;
  const replicas = [1, OUTSIDE];
  rig.tell(1, OUTSIDE, 0, replicas, replicas);
  if (logStartOffset > 0) rig.restartAt(1, logStartOffset, highWatermark);
  const records = batchesOf([{ epoch: 0, startOffset: logStartOffset }], lastStableOffset);
  const open = highWatermark - lastStableOffset;
  if (open > 0) {
    const producer = { producerId: 77, producerEpoch: 0, baseSequence: 0, isTransactional: true };
    records.push(batchOf(open, { ...producer, baseOffset: lastStableOffset, partitionLeaderEpoch: 0 }));
  }
  rig.feed(1, { records, highWatermark, logStartOffset });
  rig.tell(1, 1, 1, replicas, replicas);
  for (let offset = highWatermark; offset < logEndOffset; offset++) rig.produce(1, batchOf(1));
  return rig;
}

function outcomeAt(rig: Rig, offset: number): string {
  const { bench } = rig;
  const before = bench.world.now;
  const answer = rig.fetch(1, -1, offset, { maxWaitMs: MAX_WAIT_MS });
  if (answer.errorCode !== 'NONE') return answer.errorCode;
  const [from, to] = visible(answer);
  if (from === undefined || to === undefined)
    return bench.world.now - before >= MAX_WAIT_MS * 1000 ? 'empty (waits)' : 'empty (at once)';
  return from === to ? `record ${from}` : `records ${from}..${to}`;
}

/** The first and the last offset of the records that a consumer gets to see. */
function visible(answer: FetchPartitionResponse): readonly [number?, number?] {
  const [first] = answer.records;
  const last = answer.records.at(-1);
  return first === undefined || last === undefined ? [] : [first.baseOffset, last.lastOffset];
}

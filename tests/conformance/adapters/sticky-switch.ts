import * as v from 'valibot';

import { drawn, nextState } from '../../../src/lib/rng.ts';
import { present } from '../../../src/lib/assert.ts';
import type { ProducerState } from '../../../src/sim/client/producer/state.ts';
import type { NewRecord } from '../../../src/sim/intervention.ts';
import { recordBatchSize, RECORD_BATCH_OVERHEAD } from '../../../src/sim/log/record-size.ts';
import { nodeNamed } from '../../../src/sim/read/nodes.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { adapter, type Check } from '../support/adapter.ts';
import { Bench } from '../support/bench.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const schema = v.object({
  batchSize: count,
  switchAllowed: v.boolean(),
  appendBytes: v.pipe(v.array(count), v.minLength(1)),
  partitions: count,
  partitionOfEachRecord: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
});

type Case = v.InferOutput<typeof schema>;

/** A byte of the case is so many here: a batch with a record takes 68 bytes at least. */
const SCALE = 200;
/** What the first record for a partition has more, and a record that would fill a batch has less, so that it fits behind another. */
const SHIFT = 80;
const MOST = 2_000_000_000;

/**
 * The partitions that a real producer sends records without a key to, one after the other. A record takes as many bytes as the case
 * says, scaled. The producer may move on when its partition has no unfinished batch: what it appended has left before the next
 * record. It may not while one waits: then a record that names its partition has begun a batch, which has room for the next.
 */
export const playStickySwitch = adapter(schema, (data): Check => {
  const { batchSize, appendBytes, partitions, partitionOfEachRecord } = data;
  const config = {
    'batch.size': batchSize * SCALE,
    'partitioner.adaptive.partitioning.enable': 'false',
    'linger.ms': 100,
    'max.request.size': MOST,
    'buffer.memory': MOST,
  };
  const scenario = {
    era: '4.0',
    mode: 'kraft',
    brokers: 1,
    config: { broker: { 'message.max.bytes': MOST } },
    topics: [{ name: 't', partitions }],
    producers: [{ name: 'p', config }],
  };
  const bench = new Bench(JSON.stringify(scenario)).run(5 * SECOND);
  // So that it knows the topic and the broker. A partition that is named is none that it sticks to.
  bench.do({ type: 'send', node: 'p', records: [{ ...EMPTY, partition: 0 }] }).run(2 * SECOND);
  let draws = 0;
  const got = appendBytes.map((bytes) => {
    const { partition, drawn: more } = append(bench, data, bytes, draws);
    draws += more;
    return partition;
  });
  return { expected: partitionOfEachRecord, got };
});

const EMPTY: NewRecord = { topic: 't', partition: null, key: null, value: null, headers: [] };

/** Appends one record, to wherever the producer sends it. */
function append(
  bench: Bench,
  { batchSize, switchAllowed, partitions }: Case,
  caseBytes: number,
  draws: number,
): { readonly partition: number; readonly drawn: number } {
  const sticky = producerOf(bench).sticky[0] ?? null;
  const begins = sticky === null || sticky.producedBytes === 0;
  let bytes = caseBytes * SCALE;
  let behind = false;
  if (!switchAllowed) {
    behind = !begins;
    if (begins) bytes += SHIFT;
    else if (bytes > batchSize * SCALE - SHIFT) bytes -= SHIFT;
    if (behind) bench.do({ type: 'send', node: 'p', records: [{ ...EMPTY, partition: sticky?.partition ?? 0 }] });
  }
  const seed = stateThatDraws(draws, partitions);
  bench.seedNode('p', seed);
  const before = bench.entries.length;
  bench.do({ type: 'send', node: 'p', records: [recordOf(bytes, behind)] });
  const buffered = bench.entries.slice(before).find((entry) => entry.type === 'RecordsBuffered');
  if (buffered?.type !== 'RecordsBuffered') throw new Error('the record is not buffered');
  const { rng } = present(nodeNamed(bench.world, 'p'), 'the producer');
  let taken = 0;
  for (let state = seed; state !== rng; state = nextState(state)) taken += 1;
  bench.run(2 * SECOND);
  return { partition: bench.world.names.partitions[buffered.args.partition]?.partition ?? -1, drawn: taken };
}

function producerOf(bench: Bench): ProducerState {
  return present(nodeNamed(bench.world, 'p'), 'the producer').state as ProducerState;
}

/** A record that takes so many bytes: with the head of its batch, or behind another record. */
function recordOf(bytes: number, behind: boolean): NewRecord {
  const wanted = behind ? bytes + RECORD_BATCH_OVERHEAD : bytes;
  for (const headers of [[], [{ key: 'h', value: null }]]) {
    for (let length = Math.max(0, wanted - 80); length <= wanted - RECORD_BATCH_OVERHEAD; length++) {
      const value = 'v'.repeat(length);
      if (recordBatchSize([{ key: null, value, headers, timestamp: 0 }]) === wanted)
        return { ...EMPTY, value, headers };
    }
  }
  throw new Error(`no record takes ${bytes} bytes`);
}

/** A state of the random stream whose next numbers lead to these partitions: the case's producer draws 0, 1, 2 and so on. */
function stateThatDraws(first: number, partitions: number): number {
  for (let start = 0; ; start++) {
    let state = start;
    const fits = [first, first + 1, first + 2].every((wanted) => {
      const hit = drawn(state, 0x80000000) % partitions === wanted % partitions;
      state = nextState(state);
      return hit;
    });
    if (fits) return start;
  }
}

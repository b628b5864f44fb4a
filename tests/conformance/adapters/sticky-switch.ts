import * as v from 'valibot';

import { nextState } from '../../../src/lib/rng.ts';
import { present } from '../../../src/lib/assert.ts';
import type { ProducerState } from '../../../src/sim/client/producer/state.ts';
import type { NewRecord } from '../../../src/sim/intervention.ts';
import { recordBatchSize, RECORD_BATCH_OVERHEAD } from '../../../src/sim/log/record-size.ts';
import { nodeNamed } from '../../../src/sim/read/nodes.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { adapter, eraSince, type Check } from '../support/adapter.ts';
import { Bench } from '../support/bench.ts';
import { ANY, stateThatDrawsAll } from '../support/draws.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const schema = v.object({
  batchSize: count,
  switchAllowed: v.boolean(),
  appendBytes: v.pipe(v.array(count), v.minLength(1)),
  partitions: count,
  draws: v.optional(v.pipe(v.string(), v.regex(/^\d+(,\d+)*(,\.\.\.)?($|\s)/, 'numbers are wanted, with commas')), '0'),
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
export const playStickySwitch = adapter(schema, (data, vector): Check => {
  const era = eraSince('3.9', vector);
  const { batchSize, appendBytes, partitions, partitionOfEachRecord } = data;
  const numbers = numbersIn(data.draws);
  const config = {
    'batch.size': batchSize * SCALE,
    'partitioner.adaptive.partitioning.enable': 'false',
    'linger.ms': 100,
    'max.request.size': MOST,
    'buffer.memory': MOST,
  };
  const scenario = {
    era,
    ...(era === '4.0' && { mode: 'kraft' }),
    brokers: 1,
    config: { broker: { 'message.max.bytes': MOST } },
    topics: [{ name: 't', partitions }],
    producers: [{ name: 'p', config }],
  };
  let bench = new Bench(JSON.stringify(scenario)).run(5 * SECOND);
  // So that it knows the topic and the broker. A partition that is named is none that it sticks to.
  bench.do({ type: 'send', node: 'p', records: [{ ...EMPTY, partition: 0 }] }).run(2 * SECOND);
  let draws = 0;
  const got: number[] = [];
  for (const bytes of appendBytes) {
    const appended = append(bench, data, bytes, (n) => numbers(draws + n));
    bench = appended.bench;
    draws += appended.taken;
    got.push(appended.partition);
  }
  return { expected: partitionOfEachRecord, got };
});

const EMPTY: NewRecord = { topic: 't', partition: null, key: null, value: null, headers: [] };

/** What is drawn the n-th time, from 0 on: the numbers that the case lists, and those that follow the last of them. */
function numbersIn(text: string): (n: number) => number {
  const listed = (text.split(' ')[0] ?? '')
    .split(',')
    .filter((one) => one !== '...')
    .map(Number);
  return (n) => listed[n] ?? (listed.at(-1) ?? 0) + n - listed.length + 1;
}

interface Appended {
  readonly bench: Bench;
  readonly partition: number;
  /** How many numbers were drawn for it. */
  readonly taken: number;
}

/** Appends one record, to wherever the producer sends it. */
function append(
  bench: Bench,
  { batchSize, switchAllowed, partitions: bound }: Case,
  caseBytes: number,
  number: (n: number) => number,
): Appended {
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
  const record = recordOf(bytes, behind);
  // Mostly one number is drawn or none; a state is sought for more only when more are.
  for (let sought = 1; sought <= MOST_DRAWS; sought++) {
    const draws = Array.from({ length: sought }, (_, n) => ({ bound, number: number(n), below: ANY }));
    const appended = appendWith(bench.fork(), record, stateThatDrawsAll(draws));
    if (appended.taken <= sought) return { ...appended, bench: appended.bench.run(2 * SECOND) };
  }
  throw new Error(`more than ${MOST_DRAWS} numbers are drawn for a record`);
}

/** The first partition, and one to move on to; more would be an error of ours. */
const MOST_DRAWS = 3;

function appendWith(bench: Bench, record: NewRecord, seed: number): Appended {
  bench.seedNode('p', seed);
  const before = bench.entries.length;
  bench.do({ type: 'send', node: 'p', records: [record] });
  const buffered = bench.entries.slice(before).find((entry) => entry.type === 'RecordsBuffered');
  if (buffered?.type !== 'RecordsBuffered') throw new Error('the record is not buffered');
  const { rng } = present(nodeNamed(bench.world, 'p'), 'the producer');
  let taken = 0;
  for (let state = seed; state !== rng && taken <= MOST_DRAWS; state = nextState(state)) taken += 1;
  return { bench, partition: bench.world.names.partitions[buffered.args.partition]?.partition ?? -1, taken };
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

import { emptyVec, vecGet, vecPush, vecSet, type Vec } from '../../../lib/vec.ts';
import type { Micros } from '../../time.ts';
import type { TraceEntry } from '../../trace/entry.ts';
import type { NodeId, PartitionId, Seq } from '../../world.ts';
import type { Fold } from '../fold.ts';

/** Records that send() took in one go, for one partition. */
export interface Handed {
  readonly t: Micros;
  readonly seq: Seq;
  /** How many the producer had handed over before, to all partitions and in all lives of its process. */
  readonly before: number;
  readonly partition: PartitionId;
  /** The producer's own count of the first of them, of this partition. */
  readonly first: number;
  readonly count: number;
}

/** A batch left for a broker. */
export interface Attempt {
  readonly t: Micros;
  readonly seq: Seq;
  readonly partition: PartitionId;
  readonly first: number;
  readonly count: number;
  readonly attempt: number;
  readonly broker: number;
}

export interface ProducerSteps {
  readonly handed: Vec<Handed>;
  readonly count: number;
  readonly attempts: Vec<Attempt>;
}

/** A batch that a leader already had: acknowledged once more, and not written. */
export interface Repeat {
  readonly t: Micros;
  readonly seq: Seq;
  readonly partition: PartitionId;
  readonly producer: NodeId;
  readonly from: number;
  readonly to: number;
}

/** What may take records away: a leader whose log ends at `at`, or a log that lost what stood from `at` on. */
export interface Ending {
  readonly t: Micros;
  readonly seq: Seq;
  readonly type: 'LeaderStarted' | 'LogTruncated' | 'LogLost';
  readonly partition: PartitionId;
  readonly broker: number;
  /** The new leader's epoch; -1 for a log that lost something. */
  readonly leaderEpoch: number;
  readonly at: number;
}

export interface FatesHistory {
  /** By node; null for nodes that have handed over nothing. */
  readonly producers: Vec<ProducerSteps | null>;
  readonly repeats: Vec<Repeat>;
  readonly endings: Vec<Ending>;
}

const NOTHING: ProducerSteps = { handed: emptyVec(), count: 0, attempts: emptyVec() };

/**
 * What the fold of records leaves out of a record's life: when it was handed over, each attempt to send it, the repeats that
 * leaders recognised, and what took records away. A row for each entry, so it grows with batches and elections, never with records.
 */
export const fatesFold: Fold<FatesHistory> = {
  id: 'fates',
  entries: ['RecordsBuffered', 'BatchSent', 'DuplicateBatch', 'LeaderStarted', 'LogTruncated', 'LogLost'],
  start: () => ({ producers: emptyVec(), repeats: emptyVec(), endings: emptyVec() }),
  take(state, entry) {
    switch (entry.type) {
      case 'RecordsBuffered':
        return withSteps(state, entry.node, (steps) => handedOver(steps, entry));
      case 'BatchSent':
        return withSteps(state, entry.node, (steps) => sentOff(steps, entry));
      case 'DuplicateBatch': {
        const { partition, producer, from, to } = entry.args;
        const repeat = { t: entry.t, seq: entry.seq, partition, producer, from, to };
        return { producers: state.producers, repeats: vecPush(state.repeats, repeat), endings: state.endings };
      }
      case 'LeaderStarted':
      case 'LogTruncated':
      case 'LogLost':
        return {
          producers: state.producers,
          repeats: state.repeats,
          endings: vecPush(state.endings, endingOf(entry)),
        };
      default:
        return state;
    }
  },
};

/** What a producer has handed over and sent; nothing for any other node. */
export function stepsOf(state: FatesHistory, node: NodeId): ProducerSteps {
  return vecGet(state.producers, node) ?? NOTHING;
}

/** The entry with the producer's `n`-th record, counted from 0; null: it has handed over fewer. */
export function handedAs({ handed }: ProducerSteps, n: number): Handed | null {
  let low = 0;
  let high = handed.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((vecGet(handed, middle) as Handed).before <= n) low = middle + 1;
    else high = middle;
  }
  const found = vecGet(handed, low - 1);
  return found !== undefined && n < found.before + found.count ? found : null;
}

/** The entry with the record that the producer counted as `number` in a partition; null: it has handed over fewer. */
export function handedTo({ handed }: ProducerSteps, partition: PartitionId, number: number): Handed | null {
  for (let i = handed.length - 1; i >= 0; i--) {
    const row = vecGet(handed, i) as Handed;
    if (row.partition === partition && row.first <= number && number < row.first + row.count) return row;
  }
  return null;
}

function handedOver({ handed, count, attempts }: ProducerSteps, entry: TraceEntry<'RecordsBuffered'>): ProducerSteps {
  const { partition, first, count: more } = entry.args;
  const row: Handed = { t: entry.t, seq: entry.seq, before: count, partition, first, count: more };
  return { handed: vecPush(handed, row), count: count + more, attempts };
}

function sentOff({ handed, count, attempts }: ProducerSteps, entry: TraceEntry<'BatchSent'>): ProducerSteps {
  const { partition, first, count: size, attempt, broker } = entry.args;
  const row: Attempt = { t: entry.t, seq: entry.seq, partition, first, count: size, attempt, broker };
  return { handed, count, attempts: vecPush(attempts, row) };
}

function endingOf(entry: TraceEntry<'LeaderStarted' | 'LogTruncated' | 'LogLost'>): Ending {
  const { partition, broker } = entry.args;
  const common = { t: entry.t, seq: entry.seq, partition, broker };
  if (entry.type === 'LeaderStarted') {
    const { leaderEpoch, logEndOffset } = entry.args;
    return { ...common, type: entry.type, leaderEpoch, at: logEndOffset };
  }
  return { ...common, type: entry.type, leaderEpoch: -1, at: Math.min(entry.args.from, entry.args.to) };
}

function withSteps(state: FatesHistory, node: NodeId, change: (steps: ProducerSteps) => ProducerSteps): FatesHistory {
  let { producers } = state;
  while (producers.length <= node) producers = vecPush(producers, null);
  const after = change(vecGet(producers, node) ?? NOTHING);
  return { producers: vecSet(producers, node, after), repeats: state.repeats, endings: state.endings };
}

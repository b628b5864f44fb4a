import { emptyVec, vecGet, vecPush, vecSet, type Vec } from '../../../lib/vec.ts';
import type { Bytes } from '../../intervention.ts';
import type { KafkaRecord, RecordBatch } from '../../protocol/record-batch.ts';
import { epochAt } from '../../read/log.ts';
import { logOf } from '../../read/replicas.ts';
import type { Micros } from '../../time.ts';
import type { EntryArgs, TraceEntry } from '../../trace/entry.ts';
import type { NodeId, PartitionId, Seq, Glimpse } from '../../world.ts';
import type { Fold } from '../fold.ts';

/** A leader has written these records, offsets [from, to). */
export interface Append {
  readonly t: Micros;
  readonly seq: Seq;
  readonly partition: PartitionId;
  readonly broker: number;
  readonly leaderEpoch: number;
  readonly from: number;
  readonly to: number;
  readonly producer: NodeId;
  /** The producer's own count of the first of them. */
  readonly first: number;
}

/** What became of one batch, as the producing program was told. */
export interface Fate {
  readonly t: Micros;
  readonly seq: Seq;
  readonly partition: PartitionId;
  readonly first: number;
  readonly count: number;
  /** -1 where no broker told an offset: the batch failed, or acks=0 asked for no answer. */
  readonly baseOffset: number;
  /** The epoch it was written in; -1 where that is not known. */
  readonly leaderEpoch: number;
  /** How many logs held all of it when the producer learnt of its fate. */
  readonly copies: number;
  readonly acks: number;
  readonly error: string | null;
  /** The records themselves, shared with the producer and the logs. */
  readonly records: readonly KafkaRecord[];
}

/** Acknowledged offsets [from, to) of one epoch: neighbours are joined, so it is far fewer than batches. */
export interface AckedRange {
  readonly leaderEpoch: number;
  readonly from: number;
  readonly to: number;
}

/** A record that never got a partition. */
export interface Unsent {
  readonly t: Micros;
  readonly topic: string;
  readonly key: Bytes | null;
  readonly value: Bytes | null;
  readonly error: string;
}

export interface ProducerFates {
  /** How many records send() has taken. */
  readonly sent: number;
  readonly acknowledged: Vec<Fate>;
  readonly acknowledgedCount: number;
  readonly failed: Vec<Fate>;
  readonly failedCount: number;
  readonly unsent: Vec<Unsent>;
  /** Ids of the brokers that it has written to, ascending. */
  readonly brokers: readonly number[];
}

export interface RecordsHistory {
  readonly appends: Vec<Append>;
  /** By node; null for nodes that have produced nothing. */
  readonly producers: Vec<ProducerFates | null>;
  /** By partition. */
  readonly acked: Vec<Vec<AckedRange>>;
}

const NOTHING: ProducerFates = {
  sent: 0,
  acknowledged: emptyVec(),
  acknowledgedCount: 0,
  failed: emptyVec(),
  failedCount: 0,
  unsent: emptyVec(),
  brokers: [],
};

/** How many appends before an acknowledgement its own may lie. An idempotent repeat is answered from the last five batches. */
const LOOK_BACK = 4096;
/** How many ranges back a neighbour is looked for: acknowledgements of several producers cross. */
const NEIGHBOURS = 8;

/** Appends, and the fates of records, as ranges per producer and partition. */
export const recordsFold: Fold<RecordsHistory> = {
  id: 'records',
  entries: ['RecordsAppended', 'RecordsBuffered', 'BatchSent', 'RecordsAcknowledged', 'RecordsFailed', 'SendFailed'],
  start: () => ({ appends: emptyVec(), producers: emptyVec(), acked: emptyVec() }),
  take(state, entry, world) {
    switch (entry.type) {
      case 'RecordsAppended':
        return { appends: vecPush(state.appends, appendOf(entry)), producers: state.producers, acked: state.acked };
      case 'RecordsBuffered':
        return change(state, entry.node, (fates) => ({ ...fates, sent: fates.sent + entry.args.count }));
      case 'BatchSent':
        return change(state, entry.node, (fates) => writesTo(fates, entry.args.broker));
      case 'RecordsAcknowledged':
        return acknowledge(state, entry, world);
      case 'RecordsFailed': {
        const { error } = entry.args;
        const fate = fateOf(entry.t, entry.seq, entry.args, {
          baseOffset: -1,
          leaderEpoch: -1,
          copies: 0,
          acks: 0,
          error,
        });
        return change(state, entry.node, (fates) => ({
          ...fates,
          failed: vecPush(fates.failed, fate),
          failedCount: fates.failedCount + fate.count,
        }));
      }
      case 'SendFailed': {
        const { topic, error, key, value } = entry.args;
        return change(state, entry.node, (fates) => ({
          ...fates,
          unsent: vecPush(fates.unsent, { t: entry.t, topic, key, value, error }),
          failedCount: fates.failedCount + 1,
        }));
      }
      default:
        return state;
    }
  },
};

/** What became of a producer's records; nothing for a node that has produced none. */
export function fatesOf(state: RecordsHistory, node: NodeId): ProducerFates {
  return vecGet(state.producers, node) ?? NOTHING;
}

function appendOf(entry: TraceEntry<'RecordsAppended'>): Append {
  const { partition, broker, leaderEpoch, from, to, producer, first } = entry.args;
  return { t: entry.t, seq: entry.seq, partition, broker, leaderEpoch, from, to, producer, first };
}

function fateOf(
  t: Micros,
  seq: Seq,
  args: {
    readonly partition: PartitionId;
    readonly first: number;
    readonly count: number;
    readonly batch: RecordBatch;
  },
  told: Pick<Fate, 'baseOffset' | 'leaderEpoch' | 'copies' | 'acks' | 'error'>,
): Fate {
  const { partition, first, count, batch } = args;
  const { records } = batch;
  const { baseOffset, leaderEpoch, copies, acks, error } = told;
  return { t, seq, partition, first, count, baseOffset, leaderEpoch, copies, acks, error, records };
}

function acknowledge(state: RecordsHistory, entry: TraceEntry<'RecordsAcknowledged'>, world: Glimpse): RecordsHistory {
  const { args } = entry;
  const { partition, baseOffset, acks } = args;
  const leaderEpoch = baseOffset < 0 ? -1 : epochOfAppend(state, entry.node, args);
  const copies = baseOffset < 0 ? 0 : copiesOf(world, partition, baseOffset + args.count - 1, leaderEpoch);
  const fate = fateOf(entry.t, entry.seq, args, { baseOffset, leaderEpoch, copies, acks, error: null });
  const next = change(state, entry.node, (fates) => ({
    ...fates,
    acknowledged: vecPush(fates.acknowledged, fate),
    acknowledgedCount: fates.acknowledgedCount + fate.count,
  }));
  if (baseOffset < 0) return next;
  const range = { leaderEpoch, from: baseOffset, to: baseOffset + args.count };
  return { appends: next.appends, producers: next.producers, acked: withAcked(next.acked, partition, range) };
}

/** The epoch of the append that an acknowledgement answers; producers are not told it. */
function epochOfAppend(state: RecordsHistory, node: NodeId, args: EntryArgs['RecordsAcknowledged']): number {
  const { appends } = state;
  for (let i = appends.length - 1; i >= 0 && i > appends.length - LOOK_BACK; i--) {
    const append = vecGet(appends, i) as Append;
    if (append.partition !== args.partition || append.producer !== node) continue;
    if (append.first <= args.first && args.baseOffset >= append.from && args.baseOffset < append.to)
      return append.leaderEpoch;
  }
  return -1;
}

/** In how many logs the record of that epoch stands at that offset; a dead broker's disk counts. */
function copiesOf(world: Glimpse, partition: PartitionId, offset: number, leaderEpoch: number): number {
  let copies = 0;
  for (const brokerId of world.setup.brokerIds) {
    const log = logOf(world, brokerId, partition);
    if (log !== null && log.logEndOffset > offset && epochAt(log, offset) === leaderEpoch) copies += 1;
  }
  return copies;
}

function withAcked(acked: Vec<Vec<AckedRange>>, partition: PartitionId, range: AckedRange): Vec<Vec<AckedRange>> {
  let grown = acked;
  while (grown.length <= partition) grown = vecPush(grown, emptyVec<AckedRange>());
  const ranges = vecGet(grown, partition) as Vec<AckedRange>;
  for (let i = ranges.length - 1; i >= 0 && i >= ranges.length - NEIGHBOURS; i--) {
    const last = vecGet(ranges, i) as AckedRange;
    if (last.leaderEpoch !== range.leaderEpoch || range.from > last.to || range.to < last.from) continue;
    const { leaderEpoch } = range;
    const joined = { leaderEpoch, from: Math.min(last.from, range.from), to: Math.max(last.to, range.to) };
    return vecSet(grown, partition, vecSet(ranges, i, joined));
  }
  return vecSet(grown, partition, vecPush(ranges, range));
}

function writesTo(fates: ProducerFates, broker: number): ProducerFates {
  if (fates.brokers.includes(broker)) return fates;
  return { ...fates, brokers: [...fates.brokers, broker].sort((a, b) => a - b) };
}

function change(state: RecordsHistory, node: NodeId, how: (fates: ProducerFates) => ProducerFates): RecordsHistory {
  let { producers } = state;
  while (producers.length <= node) producers = vecPush(producers, null);
  const before = vecGet(producers, node) ?? NOTHING;
  const after = how(before);
  if (after === before) return state;
  return { appends: state.appends, producers: vecSet(producers, node, after), acked: state.acked };
}

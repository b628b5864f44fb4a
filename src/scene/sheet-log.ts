import type { Replica } from '../sim/broker/state.ts';
import type { ReplicaLog } from '../sim/log/replica-log.ts';
import { allSegments, segmentEnd } from '../sim/log/segments.ts';
import { brokerView, type BrokerView } from '../sim/read/brokers.ts';
import { brokerState } from '../sim/read/nodes.ts';
import { partitionView, topicView } from '../sim/read/partitions.ts';
import { recordOn, replicaOf, replicasOf } from '../sim/read/replicas.ts';
import { textOf } from '../sim/read/text.ts';
import type { World } from '../sim/world.ts';
import { groupsPart } from './groups/part.ts';
import { isGone } from './partition-state.ts';
import { brokerList, durationText, fact } from './sheet-fact.ts';
import type { Sheet } from './sheet.ts';
import type { Thing } from './thing.ts';
import { visible } from './tile-text.ts';

/** A topic. */
export function topicSheet(world: World, thing: Extract<Thing, { kind: 'topic' }>): Sheet | null {
  const view = topicView(world, thing.topic);
  const config = Object.entries(view?.config ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    thing,
    title: visible(thing.topic),
    what: 'A topic is a name for a set of partitions. Each partition is a log of its own; order holds inside a partition.',
    state:
      view === null
        ? 'not created yet'
        : `${view.partitions.length} ${view.partitions.length === 1 ? 'partition' : 'partitions'}`,
    fault: false,
    facts: [
      fact('topic id', view?.topicId ?? 'none'),
      ...config.map(([name, value]) => fact(name, value)),
      ...(view?.partitions ?? []).slice(0, 12).map((id) => {
        const { name, leader, isr } = partitionView(world, id);
        return fact(name, `${leader < 0 ? 'no leader' : `leader ${leader}`}, in sync ${brokerList(isr)}`, {
          kind: 'partition',
          partition: id,
        });
      }),
    ],
    text: null,
  };
}

/** A partition. */
export function partitionSheet(world: World, thing: Extract<Thing, { kind: 'partition' }>): Sheet | null {
  const view = partitionView(world, thing.partition);
  const leader = replicaOf(world, view.leader, thing.partition);
  return {
    thing,
    title: view.name,
    what: 'A partition is one log, kept as a copy on each of its replicas. Its leader takes all writes and all reads.',
    state: view.leader < 0 ? 'no leader: nobody can write or read' : `led by broker ${view.leader}`,
    fault: false,
    facts: [
      fact(
        'leader',
        view.leader < 0 ? 'none' : `broker ${view.leader}`,
        view.leader < 0 ? null : { kind: 'replica', partition: view.id, broker: view.leader },
      ),
      fact('leader epoch', view.leaderEpoch),
      fact('replicas', brokerList(view.replicas)),
      fact('in-sync replicas', brokerList(view.isr)),
      fact('min.insync.replicas', view.minInsync),
      ...(leader === null
        ? []
        : [fact('high watermark', leader.log.highWatermark), fact('log end offset', leader.log.logEndOffset)]),
    ],
    text: null,
  };
}

const LEADS =
  'The leader’s copy. Records are written here first; a record is committed when every in-sync replica has it.';
const FOLLOWS =
  'A follower’s copy. It fetches from the leader, record for record, and takes over if it is in sync when the leader fails.';

/** ReplicaManager.checkpointHighWatermarks, and LogManager on the way up. */
export const FALLEN =
  'A broker knows its high watermarks from memory, which ends with the process: it starts again with those on its disk, in replication-offset-checkpoint (replica.high.watermark.checkpoint.interval.ms), and learns later ones from the leaders.';

/** One broker's copy. */
export function replicaSheet(world: World, thing: Extract<Thing, { kind: 'replica' }>): Sheet | null {
  const replica = replicaOf(world, thing.broker, thing.partition);
  const broker = brokerView(world, thing.broker);
  if (replica === null || broker === null) return null;
  const view = partitionView(world, thing.partition);
  const { log } = replica;
  const every = durationText(brokerState(world, thing.broker)?.config.highWatermarkCheckpointInterval ?? 0);
  const inSync = view.isr.includes(thing.broker);
  const leads = view.leader === thing.broker;
  const end = replicaOf(world, view.leader, thing.partition)?.log.logEndOffset ?? log.logEndOffset;
  return {
    thing,
    title: `${view.name} on broker ${thing.broker}`,
    what: `${leads ? LEADS : FOLLOWS}${fallenWords(every, replica, broker)}`,
    state:
      broker.status === 'down' || broker.status === 'off'
        ? `on the disk of a broker that is ${broker.condition}`
        : `${leads ? 'leader' : 'follower'}, ${inSync ? 'in sync' : 'out of sync'}`,
    fault: false,
    facts: [
      fact('log start offset', log.logStartOffset),
      fact(
        'log end offset',
        leads || end === log.logEndOffset
          ? log.logEndOffset
          : `${log.logEndOffset}, ${Math.abs(end - log.logEndOffset)} ${end > log.logEndOffset ? 'behind' : 'beyond'} the leader`,
      ),
      fact('high watermark', log.highWatermark),
      fact('high watermark on disk', `${log.checkpointedHighWatermark}, written every ${every}`),
      fact('not committed here', Math.max(0, log.logEndOffset - log.highWatermark)),
      fact('flushed up to', log.flushedOffset),
      fact('segments', segmentsText(log)),
      ...(log.cleanedUpTo < 0 ? [] : [fact('cleaned up to', log.cleanedUpTo)]),
      fact(
        'leader epochs',
        log.epochs.length === 0
          ? 'none'
          : log.epochs
              .slice(-4)
              .map(({ epoch, startOffset }) => `${epoch} from ${startOffset}`)
              .join(', '),
      ),
      fact('believes in', replica.leader < 0 ? 'no leader' : `leader ${replica.leader}, epoch ${replica.leaderEpoch}`),
      fact('broker', `broker ${thing.broker}`, { kind: 'broker', broker: thing.broker }),
      fact('partition', view.name, { kind: 'partition', partition: view.id }),
    ],
    text: null,
  };
}

/** Why a copy's high watermark may stand lower than it did; empty where the process knows better. */
function fallenWords(every: string, { role }: Replica, { condition }: BrokerView): string {
  const gone = isGone(condition) && condition !== 'not started';
  return gone || role === 'offline'
    ? ` ${FALLEN} Here it is the one last written there, which is done every ${every}.`
    : '';
}

/** Segments listed one by one; of more, the oldest are only counted. */
const LISTED_SEGMENTS = 4;

/** `0 to 11 (480 B), 12 and on (active, 80 B)`; offsets that compaction took are within. */
function segmentsText(log: ReplicaLog): string {
  const segments = allSegments(log);
  const first = Math.max(0, segments.length - LISTED_SEGMENTS);
  const listed = segments.slice(first).map(({ baseOffset, sizeInBytes }, at) => {
    const index = first + at;
    if (index === segments.length - 1) return `${baseOffset} and on (active, ${sizeInBytes} B)`;
    return `${baseOffset} to ${segmentEnd(log, index) - 1} (${sizeInBytes} B)`;
  });
  return `${first === 0 ? '' : `${first} older, `}${listed.join(', ')}`;
}

/** Longer values than this are cut, with a word about it. */
const MOST_BYTES = 20_000;

/** One record in one copy. */
export function recordSheet(world: World, thing: Extract<Thing, { kind: 'record' }>): Sheet | null {
  const found = recordOn(world, thing.broker, thing.partition, thing.offset);
  if (found === null) return null;
  const view = partitionView(world, thing.partition);
  const copies = replicasOf(world, thing.partition).filter(
    ({ log }) => thing.offset >= log.logStartOffset && thing.offset < log.logEndOffset,
  );
  const committed = thing.offset < (replicaOf(world, thing.broker, thing.partition)?.log.highWatermark ?? 0);
  const { record, batch } = found;
  const meaning = view.topic === '__consumer_offsets' ? (groupsPart()?.recordMeaning(record) ?? null) : null;
  return {
    thing,
    title: `${view.name}, offset ${thing.offset}`,
    what: 'A record never changes and never moves. Its offset says where in the partition it stands.',
    state: committed ? 'committed: below this copy’s high watermark' : 'not committed yet, as far as this copy knows',
    fault: false,
    facts: [
      ...(meaning === null ? [] : [fact('type', meaning.type), fact('says', `${meaning.key}: ${meaning.says}`)]),
      fact('key', record.key === null ? 'none' : visible(textOf(record.key, 400))),
      fact('leader epoch', found.leaderEpoch),
      fact('offset reached on', brokerList(copies.map(({ brokerId }) => brokerId))),
      fact('batch', batch.records.length === 1 ? 'alone' : `offsets ${batch.baseOffset} to ${batch.lastOffset}`),
      fact('timestamp', `${record.timestamp} ms`),
      ...record.headers
        .slice(0, 8)
        .map(({ key, value }) =>
          fact(`header ${visible(key.slice(0, 60))}`, value === null ? 'null' : visible(textOf(value, 200))),
        ),
      fact('copy', `broker ${thing.broker}`, { kind: 'replica', partition: thing.partition, broker: thing.broker }),
    ],
    meaning,
    text:
      record.value === null
        ? { label: 'value', text: 'null', bytes: 0 }
        : { label: 'value', text: textOf(record.value, MOST_BYTES), bytes: record.value.length },
  };
}

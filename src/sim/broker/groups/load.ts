import { vecGet } from '../../../lib/vec.ts';
import { classicLoaded, classicUnloaded, replayClassic } from '../../group/classic/index.ts';
import { isNewCoordinator } from '../../group/classic/era.ts';
import { newClassicGroup } from '../../group/classic/state.ts';
import { decodeRecord } from '../../group/codec.ts';
import { consumerProtocol } from '../../group/modern/part.ts';
import type { CoordinatorRecord } from '../../group/records.ts';
import { batchIndex } from '../../log/read.ts';
import type { KafkaRecord, RecordBatch } from '../../protocol/record-batch.ts';
import { MS, type Micros } from '../../time.ts';
import type { Seq } from '../../world.ts';
import type { BrokerDraft } from '../draft.ts';
import type { Replica } from '../state.ts';
import { GROUP_LOADS } from '../timer-slots.ts';
import { commitOffsets } from './committed.ts';
import { failed } from './error-answer.ts';
import { arm, armCommits, armTimers, ShardWork } from './shard-work.ts';
import type { Shard } from './state.ts';
import { offsetChanges } from './write.ts';

/** How many batches are read at a time, and how long that takes: ours; Kafka reads offsets.load.buffer.size at a time on its own thread. */
const BATCHES_AT_A_TIME = 500;
const READ_TIME: Micros = 5 * MS;

/**
 * The broker leads a partition of __consumer_offsets: what is in it is read, and until then it answers COORDINATOR_LOAD_IN_PROGRESS
 * (CoordinatorRuntime.scheduleLoadOperation). A shard that is there already goes on as it is.
 */
export function elected(d: BrokerDraft, replica: Replica, number: number, cause: Seq): void {
  const { groups } = d.base;
  const { partition, leaderEpoch, log } = replica;
  const known = groups.shards.find((shard) => shard.number === number);
  const others = groups.shards.filter((shard) => shard.number !== number);
  const loadFrom = log.logStartOffset;
  const empty = loadFrom >= log.logEndOffset;
  const shard: Shard =
    known === undefined
      ? {
          number,
          partition,
          leaderEpoch,
          state: empty ? 'ACTIVE' : 'LOADING',
          loadFrom,
          loadAt: d.turn.now + READ_TIME,
        }
      : { ...known, leaderEpoch };
  const shards = [...others, shard].sort((a, b) => a.number - b.number);
  d.set({ groups: { ...groups, shards } });
  if (known !== undefined || empty) return;
  const { brokerId: broker } = d.base;
  const loading = d.turn.emit('CoordinatorLoading', { partition, broker, from: loadFrom, to: log.logEndOffset }, [
    cause,
  ]);
  armLoads(d, loading);
}

/**
 * The broker does not lead the shard's partition any more: who waits is told NOT_COORDINATOR, and all of it is forgotten
 * (CoordinatorRuntime.scheduleUnloadOperation).
 */
export function resigned(d: BrokerDraft, shard: Shard, cause: Seq): void {
  const { turn } = d;
  const { cause: before } = turn;
  turn.cause = cause;
  d.latest = cause;
  const work = new ShardWork(d, shard);
  const own = idsOf(work, shard);
  if (own.length > 0) {
    const args = { partition: shard.partition, broker: d.base.brokerId, groups: own };
    d.latest = turn.emit('CoordinatorResigned', args);
  }
  for (const { groupId, shard: number, group } of work.groups) {
    if (number === shard.number && group?.protocol === 'classic') classicUnloaded(work, groupId);
  }
  for (const { shard: number, after } of work.pending) {
    if (number !== shard.number) continue;
    for (const one of after) if (one.type === 'respond') work.respond(one.to, failed(one.response, 'NOT_COORDINATOR'));
  }
  const { shards } = d.base.groups;
  d.set({
    groups: {
      shards: shards.filter(({ number }) => number !== shard.number),
      groups: work.groups.filter(({ shard: number }) => number !== shard.number),
      pending: work.pending.filter(({ shard: number }) => number !== shard.number),
    },
  });
  armTimers(d);
  armCommits(d);
  armLoads(d);
  turn.cause = before;
}

function armLoads(d: BrokerDraft, cause: Seq = d.turn.cause): void {
  let first: Micros | null = null;
  for (const { state, loadAt } of d.base.groups.shards) {
    if (state === 'LOADING' && (first === null || loadAt < first)) first = loadAt;
  }
  arm(d, GROUP_LOADS, first, cause);
}

/** The next part of those partitions is read whose time it is. */
export function loadDue(d: BrokerDraft): void {
  for (const shard of d.base.groups.shards) {
    if (shard.state === 'LOADING' && shard.loadAt <= d.turn.now) loadPart(d, shard);
  }
  armLoads(d);
}

function loadPart(d: BrokerDraft, shard: Shard): void {
  const replica = d.replica(shard.partition) as Replica;
  const { log } = replica;
  const work = new ShardWork(d, shard);
  let loadFrom = shard.loadFrom;
  const start = batchIndex(log, loadFrom);
  const end = Math.min(log.batches.length, start + BATCHES_AT_A_TIME);
  for (let at = start; at < end; at++) {
    const batch = vecGet(log.batches, at) as RecordBatch;
    replayBatch(work, batch, log.highWatermark);
    loadFrom = batch.lastOffset + 1;
  }
  if (end < log.batches.length) {
    work.finish();
    replaceShard(d, { ...shard, loadFrom, loadAt: d.turn.now + READ_TIME });
    return;
  }
  const groups = idsOf(work, shard);
  d.latest = d.turn.emit('CoordinatorLoaded', { partition: shard.partition, broker: d.base.brokerId, groups });
  for (const { groupId, shard: number, group } of work.groups) {
    if (number !== shard.number || group === null) continue;
    if (group.protocol === 'classic') classicLoaded(work, groupId);
    else consumerProtocol().modernLoaded(work, groupId);
  }
  work.finish();
  replaceShard(d, { ...shard, state: 'ACTIVE', loadFrom: log.logEndOffset });
}

/** The groups of a shard, by id. */
function idsOf(work: ShardWork, shard: Shard): readonly string[] {
  return work.groups.filter((entry) => entry.shard === shard.number).map(({ groupId }) => groupId);
}

function replaceShard(d: BrokerDraft, shard: Shard): void {
  const { groups } = d.base;
  const shards = groups.shards.map((other) => (other.number === shard.number ? shard : other));
  d.set({ groups: { ...groups, shards } });
}

/**
 * A batch that was read (CoordinatorLoaderImpl). Up to 3.9 all that it says counts at once (GroupMetadataManager); the coordinator of
 * 4.0 tells no offset that may still be cut off.
 */
function replayBatch(work: ShardWork, batch: RecordBatch, highWatermark: number): void {
  if (batch.control !== null) return;
  const records = batch.records.map((record: KafkaRecord) => decodeRecord(record));
  for (const record of records) replay(work, record);
  const offsets = offsetChanges(records);
  const requiredOffset = batch.lastOffset + 1;
  if (requiredOffset <= highWatermark || !isNewCoordinator(work.turn.setup)) commitOffsets(work, offsets);
  else work.pending = [...work.pending, { shard: work.shard, requiredOffset, deadline: null, offsets, after: [] }];
}

function replay(work: ShardWork, record: CoordinatorRecord): void {
  if (record.type === 'GroupMetadata') replayClassic(work, record);
  else if (record.type !== 'OffsetCommit') consumerProtocol().replayModern(work, record);
  else if (record.value !== null && work.group(record.key.group) === null) {
    // A group that nobody ever joined has no record of its own (OffsetMetadataManager.replay).
    work.setGroup(newClassicGroup(record.key.group, work.turn.now));
  }
}

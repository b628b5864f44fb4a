import { vecForEach, vecGet } from '../../lib/vec.ts';
import type { Bytes } from '../intervention.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import { eachOfBatch, eachRecord, epochAt, type LoggedRecord } from '../read/log.ts';
import { CLUSTER_METADATA, metadataCopy } from '../read/metadata-log.ts';
import { brokerNode, nodeNamed, partitionIdOf } from '../read/nodes.ts';
import { leaderOf, partitionView } from '../read/partitions.ts';
import { logOf, replicaOf } from '../read/replicas.ts';
import { bytesOf, textOf } from '../read/text.ts';
import type { NodeId, NodeKind, PartitionId, World } from '../world.ts';
import type { PartitionRef, RecordRef } from './args.ts';
import { remembered, type Run } from './fact.ts';
import { recordsFold } from './folds/records.ts';

/** A record that a question is about, found. */
export interface FoundRecord {
  readonly partition: PartitionId;
  readonly offset: number;
  readonly leaderEpoch: number;
}

/** The dense index of a partition; -1 where nobody has named it yet. */
export function idOf(world: World, ref: PartitionRef): PartitionId {
  return partitionIdOf(world, ref.topic, ref.partition);
}

/** `orders-0`. */
export function nameOf(ref: PartitionRef): string {
  return `${ref.topic}-${ref.partition}`;
}

/** `orders-0` for a dense index. */
export function partitionText(world: World, id: PartitionId): string {
  const named = world.names.partitions[id];
  return named === undefined ? '' : nameOf(named);
}

/** The index of the node of that name and kind; -1 where there is none. */
export function nodeIdOf(world: World, name: string, ...kinds: readonly NodeKind[]): NodeId {
  const node = nodeNamed(world, name);
  return node !== null && kinds.includes(node.kind) ? node.id : -1;
}

/** The log of the leader that the metadata names, if its process lives and leads; null otherwise. */
export function leaderLog(world: World, id: PartitionId): ReplicaLog | null {
  const leader = leaderOf(world, id);
  const status = brokerNode(world, leader)?.status;
  if (status !== 'running' && status !== 'frozen') return null;
  const replica = replicaOf(world, leader, id);
  return replica?.role === 'leader' ? replica.log : null;
}

/**
 * The log of a broker, dead or alive, or of the leader where no broker is named; null where there is none. Of __cluster_metadata-0 it is
 * that of a member of the quorum.
 */
export function logAt(world: World, ref: PartitionRef, broker: number | null): ReplicaLog | null {
  if (ref.topic === CLUSTER_METADATA) return ref.partition === 0 ? metadataCopy(world, broker) : null;
  const id = idOf(world, ref);
  if (id < 0) return null;
  return broker === null ? leaderLog(world, id) : logOf(world, broker, id);
}

/**
 * Logs that will decide what remains of a partition: the leader's while it lives, else those of the leader and of the in-sync
 * replicas, one of which leads next.
 */
export function decidingLogs(world: World, id: PartitionId): readonly ReplicaLog[] {
  const { leader, isr } = partitionView(world, id);
  const status = brokerNode(world, leader)?.status;
  const brokers = status === 'running' || status === 'frozen' ? [leader] : [leader, ...isr];
  const logs: ReplicaLog[] = [];
  for (const broker of brokers) {
    const log = logOf(world, broker, id);
    if (log !== null && !logs.includes(log)) logs.push(log);
  }
  return logs;
}

/** A record as an answer shows it, bytes as text. */
export type ShownRecord = {
  readonly partition: string;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
};

/** A record as an answer shows it. */
export function shownRecord(world: World, id: PartitionId, logged: LoggedRecord): ShownRecord {
  const { key, value } = logged.record;
  return { partition: partitionText(world, id), offset: logged.offset, key: shown(key), value: shown(value) };
}

/** Bytes as text; null stays null. */
export function shown(bytes: Bytes | null): string | null {
  return bytes === null ? null : textOf(bytes);
}

/**
 * The record that a reference means: by its place as the leader has it (or had it acknowledged, or any replica has it); by
 * its value the first that was acknowledged with it, else the first in a log. Null where there is none.
 */
export function findRecord(run: Run, ref: RecordRef): FoundRecord | null {
  return ref.by === 'place' ? recordAtPlace(run.world, ref) : recordOfValue(run, bytesOf(ref.value));
}

function recordAtPlace(world: World, ref: PartitionRef & { readonly offset: number }): FoundRecord | null {
  const partition = idOf(world, ref);
  if (partition < 0) return null;
  for (const log of [leaderLog(world, partition), ...decidingLogs(world, partition), ...allLogs(world, partition)]) {
    if (log === null) continue;
    const leaderEpoch = epochAt(log, ref.offset);
    if (leaderEpoch >= 0) return { partition, offset: ref.offset, leaderEpoch };
  }
  return null;
}

function recordOfValue(run: Run, value: Bytes): FoundRecord | null {
  return (run.history === null ? null : acknowledgedWith(run, value)) ?? loggedWith(run.world, value);
}

function acknowledgedWith(run: Run, value: Bytes): FoundRecord | null {
  let found: (FoundRecord & { readonly seq: number }) | null = null;
  vecForEach(remembered(run, recordsFold).producers, (fates) => {
    if (fates === null) return;
    for (let i = 0; i < fates.acknowledged.length; i++) {
      const fate = vecGet(fates.acknowledged, i);
      if (fate === undefined || (found !== null && fate.seq > found.seq)) return;
      const index = fate.records.findIndex((record) => record.value === value);
      if (index < 0 || fate.baseOffset < 0) continue;
      const { partition, leaderEpoch, seq } = fate;
      found = { partition, offset: fate.baseOffset + index, leaderEpoch, seq };
      return;
    }
  });
  return found;
}

function loggedWith(world: World, value: Bytes): FoundRecord | null {
  let found: FoundRecord | null = null;
  world.names.partitions.forEach((_, partition) => {
    for (const log of allLogs(world, partition)) {
      if (found !== null) return;
      eachRecord(log, log.logStartOffset, log.logEndOffset, ({ offset, leaderEpoch, record }) => {
        if (found === null && record.value === value) found = { partition, offset, leaderEpoch };
      });
    }
  });
  return found;
}

/** Every log of a partition, by broker id. */
export function allLogs(world: World, id: PartitionId): readonly ReplicaLog[] {
  const logs: ReplicaLog[] = [];
  for (const broker of world.setup.brokerIds) {
    const log = logOf(world, broker, id);
    if (log !== null) logs.push(log);
  }
  return logs;
}

/** Calls `visit` for each record of these batches in [from, to). */
export function eachOfBatches(
  batches: readonly Parameters<typeof eachOfBatch>[0][],
  from: number,
  to: number,
  visit: (logged: LoggedRecord) => void,
): void {
  for (const batch of batches) eachOfBatch(batch, from, to, visit);
}

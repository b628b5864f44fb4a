import type { Json } from '../lib/json.ts';
import { vecToArray, type Vec } from '../lib/vec.ts';
import type { History } from '../sim/facts/fold.ts';
import { foldIndexOf } from '../sim/facts/folds.ts';
import { printedBy, printedFold, type ConsumerHistory } from '../sim/facts/folds/printed.ts';
import { fatesOf, recordsFold, type RecordsHistory } from '../sim/facts/folds/records.ts';
import type { ReplicaLog } from '../sim/log/replica-log.ts';
import { brokersOf } from '../sim/read/brokers.ts';
import { consumersOf, producersOf } from '../sim/read/clients.ts';
import { eachOfBatch, recordsOf } from '../sim/read/log.ts';
import { METADATA_PARTITION, metadataCopies, metadataCopy } from '../sim/read/metadata-log.ts';
import { quorumOf } from '../sim/read/quorum.ts';
import { partitionView, topicsOf } from '../sim/read/partitions.ts';
import { logOf } from '../sim/read/replicas.ts';
import { committedBy, groupsOf, type GroupView } from '../sim/read/groups.ts';
import { controllerNow } from '../sim/read/controller.ts';
import { partitionLabel, readableBytes } from '../sim/trace/readable-args.ts';
import type { NodeId, PartitionId, World } from '../sim/world.ts';

type JsonMap = { readonly [key: string]: Json };

/** What became of a cluster and of its clients' records, for programs that read it. */
export function factsJson(world: World, history: History): JsonMap {
  const printed = history[foldIndexOf(printedFold)] as Vec<ConsumerHistory | null>;
  const records = history[foldIndexOf(recordsFold)] as RecordsHistory;
  const controller = controllerNow(world);
  const partitions = topicsOf(world).flatMap((topic) => topic.partitions);
  return {
    partitions: {
      ...mapOf(partitions, (id) => [partitionLabel(world, id), partitionJson(world, id)]),
      ...metadataJson(world),
    },
    consumers: mapOf(consumersOf(world), (consumer) => {
      const known = consumer.positions.filter(({ position }) => position !== null);
      const positions = mapOf(known, ({ partition, position }) => [partitionLabel(world, partition), position]);
      return [consumer.name, { positions, printed: printedJson(world, printed, consumer.node) }];
    }),
    producers: mapOf(producersOf(world), ({ name, node }) => [name, fatesJson(world, records, node)]),
    controller: controller.id,
    controllerEpoch: controller.epoch,
    brokers: mapOf(brokersOf(world), ({ brokerId, condition }) => [String(brokerId), condition]),
    groups: mapOf(groupsOf(world), (group) => [group.groupId, groupJson(world, group)]),
  };
}

function mapOf<T>(list: readonly T[], entry: (item: T) => readonly [string, Json]): JsonMap {
  return Object.fromEntries(list.map(entry));
}

/** Leader, epoch and ISR are what ZooKeeper holds; offsets are the leader's, or those of the replica that may lead next. */
function partitionJson(world: World, id: PartitionId): Json {
  const { leader, leaderEpoch, isr, replicas } = partitionView(world, id);
  const holders = [leader, ...isr, ...replicas];
  const speaks = holders.map((broker) => logOf(world, broker, id)).find((log) => log !== null) ?? null;
  const logs = replicas.filter((broker) => logOf(world, broker, id) !== null);
  return {
    leader,
    leaderEpoch,
    isr,
    replicas,
    logStartOffset: speaks?.logStartOffset ?? 0,
    logEndOffset: speaks?.logEndOffset ?? 0,
    highWatermark: speaks?.highWatermark ?? 0,
    logs: mapOf(logs, (broker) => [String(broker), logJson(logOf(world, broker, id) as ReplicaLog)]),
  };
}

/** In KRaft mode the log of the quorum: every voter is a replica, and a majority of them, whoever they are, commits. */
function metadataJson(world: World): JsonMap {
  const quorum = quorumOf(world);
  if (quorum === null) return {};
  const copies = metadataCopies(world);
  const voters = quorum.voters.map(({ id }) => id);
  const best = copies.reduce((one, other) => (other.log.highWatermark > one.log.highWatermark ? other : one)).log;
  const speaks = metadataCopy(world, null) ?? best;
  return {
    [METADATA_PARTITION]: {
      leader: quorum.leaderId,
      leaderEpoch: quorum.epoch,
      isr: voters,
      replicas: voters,
      logStartOffset: speaks.logStartOffset,
      logEndOffset: speaks.logEndOffset,
      highWatermark: speaks.highWatermark,
      logs: mapOf(copies, ({ id, log }) => [String(id), logJson(log)]),
    },
  };
}

/** A group as its coordinator has it, and what it has committed: the offset of the next record, never of the last. */
function groupJson(world: World, { groupId, coordinator, state, generation, members }: GroupView): Json {
  return {
    coordinator,
    state,
    generation,
    members: members.map(({ memberId, clientId, assigned }) => ({
      memberId,
      clientId,
      partitions: assigned.flatMap(({ topic, partitions }) => partitions.map((number) => `${topic}-${number}`)),
    })),
    committed: mapOf(committedBy(world, groupId), ({ partition, offset }) => [
      partitionLabel(world, partition),
      offset,
    ]),
  };
}

function logJson(log: ReplicaLog): Json {
  return recordsOf(log).map(({ offset, leaderEpoch, record }) => ({
    offset,
    leaderEpoch,
    key: readableBytes(record.key),
    value: readableBytes(record.value),
  }));
}

function printedJson(world: World, printed: Vec<ConsumerHistory | null>, node: NodeId): Json {
  const all: Json[] = [];
  for (const { partition, from, to, batches } of vecToArray(printedBy(printed, node).printed)) {
    const label = partitionLabel(world, partition);
    for (const batch of batches) {
      eachOfBatch(batch, from, to, ({ offset, record }) => {
        all.push({ partition: label, offset, key: readableBytes(record.key), value: readableBytes(record.value) });
      });
    }
  }
  return all;
}

function fatesJson(world: World, records: RecordsHistory, node: NodeId): Json {
  const { acknowledged, failed, unsent } = fatesOf(records, node);
  return {
    acknowledged: vecToArray(acknowledged).flatMap((fate) =>
      fate.records.map((record, index) => ({
        partition: partitionLabel(world, fate.partition),
        offset: fate.baseOffset < 0 ? -1 : fate.baseOffset + index,
        value: readableBytes(record.value),
      })),
    ),
    failed: [
      ...vecToArray(failed).flatMap(({ t, error, records: failedRecords }) =>
        failedRecords.map(({ value }) => ({ t, value, error })),
      ),
      ...vecToArray(unsent).map(({ t, value, error }) => ({ t, value, error })),
    ]
      .sort((a, b) => a.t - b.t)
      .map(({ value, error }) => ({ value: readableBytes(value), error })),
  };
}

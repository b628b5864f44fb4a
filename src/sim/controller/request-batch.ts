import type { PartitionId } from '../world.ts';

/**
 * What an event has to tell the brokers, gathered and then sent at once (kafka.controller.ControllerBrokerRequestBatch). Only names
 * are gathered; the state told is that of the moment of sending.
 */
export interface RequestBatch {
  readonly leaderAndIsr: readonly Recipient[];
  readonly stopReplica: readonly Recipient[];
  /** UpdateMetadata goes to all live brokers, or to these. */
  readonly metadataToAll: boolean;
  readonly metadataTo: readonly number[];
  readonly metadataOf: readonly PartitionId[];
}

export interface Recipient {
  readonly broker: number;
  readonly partition: PartitionId;
  /** The replica is new: a broker that has lost a disk must not make another (LeaderAndIsr only). */
  readonly isNew: boolean;
  /** The copy is to be deleted (StopReplica only). */
  readonly deletes?: boolean;
}

/** A batch that is being filled; lives for one turn only. */
export interface OpenBatch {
  leaderAndIsr: Recipient[];
  stopReplica: Recipient[];
  metadataToAll: boolean;
  metadataTo: number[];
  metadataOf: PartitionId[];
}

/** An empty batch. */
export function newBatch(): OpenBatch {
  return { leaderAndIsr: [], stopReplica: [], metadataToAll: false, metadataTo: [], metadataOf: [] };
}

/** A kept batch, to be filled on. */
export function reopened(batch: RequestBatch): OpenBatch {
  return {
    leaderAndIsr: batch.leaderAndIsr.slice(),
    stopReplica: batch.stopReplica.slice(),
    metadataToAll: batch.metadataToAll,
    metadataTo: batch.metadataTo.slice(),
    metadataOf: batch.metadataOf.slice(),
  };
}

/** Tells brokers of a partition's leader and ISR, and everybody of its metadata. */
export function addLeaderAndIsr(
  batch: OpenBatch,
  brokers: readonly number[],
  partition: PartitionId,
  isNew: boolean,
): void {
  for (const broker of brokers) if (broker >= 0) batch.leaderAndIsr.push({ broker, partition, isNew });
  batch.metadataToAll = true;
  batch.metadataOf.push(partition);
}

/** Tells a broker to stop following a partition, and perhaps to delete its copy. */
export function addStopReplica(batch: OpenBatch, broker: number, partition: PartitionId, deletes = false): void {
  batch.stopReplica.push({ broker, partition, isNew: false, deletes });
}

/** Tells brokers (`all`: every live one) who is alive, and of these partitions. */
export function addMetadata(
  batch: OpenBatch,
  brokers: readonly number[] | 'all',
  partitions: readonly PartitionId[],
): void {
  if (brokers === 'all') batch.metadataToAll = true;
  else batch.metadataTo.push(...brokers);
  for (const partition of partitions) batch.metadataOf.push(partition);
}

/** Each number once, ascending. */
export function ascending(numbers: readonly number[]): readonly number[] {
  const sorted = numbers.slice().sort((a, b) => a - b);
  return sorted.filter((number, at) => at === 0 || sorted[at - 1] !== number);
}

/** For each broker, ascending, its partitions, ascending and each once; new if it was ever called so. */
export function byBroker(recipients: readonly Recipient[]): readonly (readonly Recipient[])[] {
  const sorted = recipients.slice().sort((a, b) => a.broker - b.broker || a.partition - b.partition);
  const brokers: Recipient[][] = [];
  let mine: Recipient[] = [];
  let last: Recipient | null = null;
  for (const recipient of sorted) {
    if (last === null || last.broker !== recipient.broker) {
      mine = [];
      brokers.push(mine);
    } else if (last.partition === recipient.partition) {
      mine.pop();
    }
    const twice: boolean =
      last !== null && last.broker === recipient.broker && last.partition === recipient.partition && last.isNew;
    last = twice && !recipient.isNew ? { ...recipient, isNew: true } : recipient;
    mine.push(last);
  }
  return brokers;
}

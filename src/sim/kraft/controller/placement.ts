import type { ErrorCode } from '../../protocol/errors.ts';
import { brokerIn, isActive } from '../image/lookups.ts';
import type { PartitionRecord } from '../records.ts';
import type { Decision } from './decision.ts';
import { placeStriped, type UsableBroker } from './striped-placement.ts';

/** Why something cannot be done, for one topic or partition. */
export interface Refusal {
  readonly error: ErrorCode;
  readonly message: string;
}

export type Placed = readonly (readonly number[])[] | Refusal;

/** Brokers that may get replicas: fenced ones too, but none on its way out (BrokerHeartbeatManager.usableBrokers). */
function usableBrokers({ active, image }: Decision): readonly UsableBroker[] {
  return active.heartbeats
    .filter((broker) => broker.controlledShutdownOffset < 0)
    .map(({ id, fenced }) => ({ id, fenced, rack: brokerIn(image, id)?.rack ?? null }));
}

/** Places new partitions where the controller likes. */
export function place(
  decision: Decision,
  partitions: number,
  replicationFactor: number,
  draw: (bound: number) => number,
): Placed {
  const brokers = usableBrokers(decision);
  const failed = (why: string): Refusal => ({
    error: 'INVALID_REPLICATION_FACTOR',
    message: `${replicationFactor} replicas cannot be placed; ${why}`,
  });
  if (brokers.every((broker) => broker.fenced)) return failed('all brokers are fenced');
  if (replicationFactor > brokers.length) return failed(`${brokers.length} brokers are registered`);
  const placed = placeStriped(brokers, partitions, replicationFactor, draw);
  if (placed.some((replicas) => !replicas.some((id) => isActive(decision.image, id))))
    return failed('all brokers are fenced or about to stop');
  return placed;
}

/**
 * Is an assignment given by hand possible (validateManualPartitionAssignment)? Its brokers are registered, each once, as many as the
 * topic's other partitions have.
 * @param replicationFactor null: any
 */
export function assignmentRefusal(
  { image }: Decision,
  replicas: readonly number[],
  replicationFactor: number | null,
): Refusal | null {
  const failed = (message: string): Refusal => ({ error: 'INVALID_REPLICA_ASSIGNMENT', message });
  if (replicas.length === 0) return failed('partition must have a replica');
  const unknown = replicas.find((id) => brokerIn(image, id) === null);
  if (unknown !== undefined) return failed(`broker ${unknown} is not registered`);
  const twice = replicas.find((id, at) => replicas.indexOf(id) !== at);
  if (twice !== undefined) return failed(`broker ${twice} must not have two replicas of a partition`);
  if (replicationFactor !== null && replicas.length !== replicationFactor)
    return failed(`partition has ${replicas.length} replicas; the topic's others have ${replicationFactor}`);
  return null;
}

/** Those of an assignment given by hand that can lead; none: a refusal. */
export function liveReplicasRefusal({ image }: Decision, replicas: readonly number[], number: number): Refusal | null {
  return replicas.some((id) => isActive(image, id))
    ? null
    : {
        error: 'INVALID_REPLICA_ASSIGNMENT',
        message: `brokers of partition ${number} are all fenced or about to stop`,
      };
}

/** The record of a new partition: all replicas that live are in sync, the first of them leads. */
export function newPartition(
  { image }: Decision,
  topic: string,
  partitionId: number,
  replicas: readonly number[],
): PartitionRecord {
  const isr = replicas.filter((id) => isActive(image, id));
  return {
    type: 'PartitionRecord',
    topic,
    partitionId,
    replicas,
    isr,
    removingReplicas: [],
    addingReplicas: [],
    leader: isr[0] ?? -1,
    leaderRecoveryState: 'RECOVERED',
    leaderEpoch: 0,
    partitionEpoch: 0,
    eligibleLeaderReplicas: [],
    lastKnownElr: [],
  };
}

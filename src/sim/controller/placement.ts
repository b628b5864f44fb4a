import type { ErrorCode } from '../protocol/errors.ts';

/** A broker that may get replicas. */
export interface PlaceableBroker {
  readonly id: number;
  readonly rack: string | null;
}

export interface PlacementRefusal {
  readonly error: ErrorCode;
  readonly message: string;
}

export interface PlacementRequest {
  /** By id, ascending. */
  readonly brokers: readonly PlaceableBroker[];
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Index of the broker that leads partition 0, in the list of brokers (of alternating racks, if they have racks). */
  readonly startIndex: number;
  readonly startReplicaShift: number;
  /** Number of the first partition to place: how many the topic has already. */
  readonly startPartitionId: number;
}

/** Can replicas be placed at all? A start need not be drawn when they cannot. */
export function placementRefusal(
  brokers: readonly PlaceableBroker[],
  partitions: number,
  replicationFactor: number,
): PlacementRefusal | null {
  if (partitions <= 0)
    return {
      error: 'INVALID_PARTITIONS',
      message: `number of partitions must be above 0; ${partitions} were asked for`,
    };
  if (replicationFactor <= 0)
    return {
      error: 'INVALID_REPLICATION_FACTOR',
      message: `replication factor must be above 0; ${replicationFactor} was asked for`,
    };
  if (replicationFactor > brokers.length) {
    return {
      error: 'INVALID_REPLICATION_FACTOR',
      message: `replication factor ${replicationFactor} is too large; ${brokers.length} brokers are available`,
    };
  }
  const racked = brokers.filter((broker) => broker.rack !== null).length;
  if (racked > 0 && racked < brokers.length)
    return {
      error: 'UNKNOWN_SERVER_ERROR',
      message: 'racks must be known of all brokers or of none; some have no broker.rack',
    };
  return null;
}

/**
 * Places replicas as Kafka does without KRaft (org.apache.kafka.admin.AdminUtils.assignReplicasToBrokers): leaders round robin from
 * a start, followers at a shift that grows each time all brokers have led; with racks, over alternating racks.
 * @returns the replicas of each new partition, preferred leader first
 */
export function placeReplicas(request: PlacementRequest): readonly (readonly number[])[] {
  const racked = request.brokers.some((broker) => broker.rack !== null);
  const brokers = racked ? alternatingRacks(request.brokers) : request.brokers;
  const count = brokers.length;
  const assignment: (readonly number[])[] = [];
  let shift = request.startReplicaShift;
  for (let i = 0; i < request.partitions; i++) {
    const partition = request.startPartitionId + i;
    if (partition > 0 && partition % count === 0) shift += 1;
    const first = (partition + request.startIndex) % count;
    assignment.push(
      racked
        ? overRacks(brokers, request.replicationFactor, first, shift)
        : plainly(brokers, request.replicationFactor, first, shift),
    );
  }
  return assignment;
}

function followerIndex(first: number, shift: number, follower: number, count: number): number {
  return (first + 1 + ((shift + follower) % (count - 1))) % count;
}

function brokerAt(brokers: readonly PlaceableBroker[], index: number): PlaceableBroker {
  return brokers[index] as PlaceableBroker;
}

function plainly(
  brokers: readonly PlaceableBroker[],
  replicationFactor: number,
  first: number,
  shift: number,
): readonly number[] {
  const replicas = [brokerAt(brokers, first).id];
  for (let follower = 0; follower < replicationFactor - 1; follower++)
    replicas.push(brokerAt(brokers, followerIndex(first, shift, follower, brokers.length)).id);
  return replicas;
}

/** A rack gets a second replica only when every rack has one, a broker never two. */
function overRacks(
  brokers: readonly PlaceableBroker[],
  replicationFactor: number,
  first: number,
  shift: number,
): readonly number[] {
  const racks = countRacks(brokers);
  const chosen = [brokerAt(brokers, first)];
  for (let candidate = 0; chosen.length < replicationFactor; candidate++) {
    const broker = brokerAt(brokers, followerIndex(first, shift * racks, candidate, brokers.length));
    const rackIsFree = !chosen.some((other) => other.rack === broker.rack) || countRacks(chosen) === racks;
    if (rackIsFree && !chosen.includes(broker)) chosen.push(broker);
  }
  return chosen.map((broker) => broker.id);
}

function racksOf(brokers: readonly PlaceableBroker[]): readonly string[] {
  const racks: string[] = [];
  for (const { rack } of brokers) if (rack !== null && !racks.includes(rack)) racks.push(rack);
  return racks.sort();
}

function countRacks(brokers: readonly PlaceableBroker[]): number {
  return racksOf(brokers).length;
}

/** The first broker of each rack, then the second of each, and so on (AdminUtils.getRackAlternatedBrokerList). */
function alternatingRacks(brokers: readonly PlaceableBroker[]): readonly PlaceableBroker[] {
  const perRack = racksOf(brokers).map((rack) => brokers.filter((broker) => broker.rack === rack));
  const longest = Math.max(...perRack.map((members) => members.length));
  const arranged: PlaceableBroker[] = [];
  for (let round = 0; round < longest; round++)
    for (const members of perRack) if (members[round] !== undefined) arranged.push(members[round] as PlaceableBroker);
  return arranged;
}

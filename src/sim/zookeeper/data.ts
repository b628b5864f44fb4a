import type { Json } from '../../lib/json.ts';
import type { Config } from '../scenario.ts';
import { toMs, type Micros } from '../time.ts';
import type { Era } from '../world.ts';

/* What Kafka writes into its znodes, field by field (kafka.zk.ZkData). Numbers that Kafka writes as text stay text. */

type Fields = { readonly [name: string]: Json };

function fieldsOf(data: Json): Fields {
  return data !== null && typeof data === 'object' && !Array.isArray(data) ? (data as Fields) : {};
}

/** /controller; the last field tells a controller of a KRaft migration apart and came with it (3.4). */
export function controllerData(brokerId: number, now: Micros, era: Era): Json {
  const common = { brokerid: brokerId, timestamp: String(toMs(now)) };
  return era === '2.8' ? { version: 1, ...common } : { version: 2, ...common, kraftControllerEpoch: -1 };
}

/** The broker id in /controller; -1 when the znode is not there. */
export function controllerIn(data: Json): number {
  const { brokerid } = fieldsOf(data);
  return typeof brokerid === 'number' ? brokerid : -1;
}

/** /brokers/ids/N, version 5 (since 2.7). */
export function brokerData(host: string, rack: string | null, now: Micros): Json {
  return {
    version: 5,
    host,
    port: 9092,
    jmx_port: -1,
    timestamp: String(toMs(now)),
    endpoints: [`PLAINTEXT://${host}:9092`],
    ...(rack === null ? {} : { rack }),
    listener_security_protocol_map: { PLAINTEXT: 'PLAINTEXT' },
    features: {},
  };
}

/** The rack in /brokers/ids/N; null when it has none. */
export function rackIn(data: Json): string | null {
  const { rack } = fieldsOf(data);
  return typeof rack === 'string' ? rack : null;
}

/** Replicas of a partition that a reassignment adds and takes away (KIP-455). */
export interface ReassignmentData {
  readonly adding: readonly number[];
  readonly removing: readonly number[];
}

const NO_REASSIGNMENT: ReassignmentData = { adding: [], removing: [] };

/** /brokers/topics/T: the replicas of each partition, preferred leader first, and what is being done about them. */
export function topicData(
  topicId: string,
  assignment: readonly (readonly number[])[],
  reassignments: readonly ReassignmentData[] = [],
): Json {
  const partitions: Record<string, Json> = {};
  const adding: Record<string, Json> = {};
  const removing: Record<string, Json> = {};
  assignment.forEach((replicas, partition) => {
    partitions[String(partition)] = replicas;
    const change = reassignments[partition] ?? NO_REASSIGNMENT;
    if (change.adding.length > 0) adding[String(partition)] = change.adding;
    if (change.removing.length > 0) removing[String(partition)] = change.removing;
  });
  return { version: 3, topic_id: topicId, partitions, adding_replicas: adding, removing_replicas: removing };
}

/** The id of the topic in /brokers/topics/T; empty where none is written. */
export function topicIdIn(data: Json): string {
  const { topic_id: topicId } = fieldsOf(data);
  return typeof topicId === 'string' ? topicId : '';
}

/** What is being done about the replicas of a partition, in /brokers/topics/T. */
export function reassignmentIn(data: Json, partition: number): ReassignmentData {
  const fields = fieldsOf(data);
  const adding = fieldsOf(fields['adding_replicas'] ?? null)[String(partition)];
  const removing = fieldsOf(fields['removing_replicas'] ?? null)[String(partition)];
  return {
    adding: Array.isArray(adding) ? (adding as readonly number[]) : [],
    removing: Array.isArray(removing) ? (removing as readonly number[]) : [],
  };
}

/** Replicas of each partition in /brokers/topics/T; empty when the znode is not there. */
export function assignmentIn(data: Json): readonly (readonly number[])[] {
  const partitions = fieldsOf(fieldsOf(data)['partitions'] ?? null);
  const assignment: (readonly number[])[] = [];
  for (let partition = 0; ; partition++) {
    const replicas = partitions[String(partition)];
    if (!Array.isArray(replicas)) return assignment;
    assignment.push(replicas as readonly number[]);
  }
}

/** Who leads a partition and who is in sync (LeaderIsrAndControllerEpoch); `partitionEpoch` is the znode's version. */
export interface PartitionStateData {
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly controllerEpoch: number;
  readonly isr: readonly number[];
  readonly leaderRecoveryState: 'RECOVERED' | 'RECOVERING';
}

/** /brokers/topics/T/partitions/P/state. `leader_recovery_state` is written only while recovering (KIP-704). */
export function partitionStateData(state: PartitionStateData): Json {
  return {
    version: 1,
    leader: state.leader,
    leader_epoch: state.leaderEpoch,
    controller_epoch: state.controllerEpoch,
    isr: state.isr,
    ...(state.leaderRecoveryState === 'RECOVERED' ? {} : { leader_recovery_state: 1 }),
  };
}

/** The state of a partition in its znode; null when there is none. */
export function partitionStateIn(data: Json): PartitionStateData | null {
  const {
    leader,
    leader_epoch: leaderEpoch,
    controller_epoch: controllerEpoch,
    isr,
    leader_recovery_state: recovery,
  } = fieldsOf(data);
  if (
    typeof leader !== 'number' ||
    typeof leaderEpoch !== 'number' ||
    typeof controllerEpoch !== 'number' ||
    !Array.isArray(isr)
  )
    return null;
  return {
    leader,
    leaderEpoch,
    controllerEpoch,
    isr: isr as readonly number[],
    leaderRecoveryState: recovery === 1 ? 'RECOVERING' : 'RECOVERED',
  };
}

/** /config/topics/T and /config/brokers/N. */
export function configData(config: Config): Json {
  return { version: 1, config };
}

/** The settings in a configuration's znode; none when it is not there. */
export function configIn(data: Json): Config {
  const config: Record<string, string> = {};
  for (const [name, value] of Object.entries(fieldsOf(fieldsOf(data)['config'] ?? null)))
    if (typeof value === 'string') config[name] = value;
  return config;
}

/** /config/changes/config_change_N: whose settings were changed, such as `topics/orders`. */
export function configChangeData(entityPath: string): Json {
  return { version: 2, entity_path: entityPath };
}

/** Whose settings a notification tells of: `topics` or another kind, and the name; null when it cannot be read. */
export function entityIn(data: Json): { readonly kind: string; readonly name: string } | null {
  const { entity_path: path } = fieldsOf(data);
  if (typeof path !== 'string') return null;
  const at = path.indexOf('/');
  return at < 0 ? null : { kind: path.slice(0, at), name: path.slice(at + 1) };
}

/** /latest_producer_id_block. */
export function producerIdBlockData(broker: number, first: number, last: number): Json {
  return { version: 1, broker, block_start: String(first), block_end: String(last) };
}

/** The last producer id of the block in the znode; -1 before there is one. */
export function lastProducerIdIn(data: Json): number {
  const { block_end: last } = fieldsOf(data);
  return typeof last === 'string' ? Number(last) : -1;
}

/** /feature: no features are finalised here. Version 2 since inter-broker protocol 3.3. */
export function featureData(era: Era): Json {
  return { version: era === '2.8' ? 1 : 2, status: 1, features: {} };
}

/** /cluster/id. */
export function clusterIdData(id: string): Json {
  return { version: '1', id };
}

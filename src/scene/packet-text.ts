import type { Body } from '../sim/protocol/body.ts';
import type { FetchRequest, FetchResponse, ProduceResponse } from '../sim/protocol/client.ts';
import type { ZkOp } from '../sim/protocol/zookeeper.ts';
import { carriedBy } from '../sim/read/carried.ts';
import type { PacketView } from '../sim/read/in-flight.ts';
import { partitionIdOf } from '../sim/read/nodes.ts';
import type { PartitionId, World } from '../sim/world.ts';
import type { TokenLook } from './marks.ts';
import { nameOfRecord } from './tile-text.ts';

/** What a token says and looks like. */
export interface PacketWords {
  readonly shape: TokenLook['shape'];
  /** What it says, the fullest first: the first that fits is taken. */
  readonly texts: readonly string[];
  /** The one partition it is about; null: none, or more than one. */
  readonly partition: PartitionId | null;
  /** Does it carry records of that partition? */
  readonly carries: boolean;
  /** For those who hear it. */
  readonly label: string;
}

/** A quiet exchange that says only that both are alive: heartbeats of members without news, in KRaft mode heartbeats of brokers, and fetches of the metadata log that bring nothing. */
export function isPing({ body }: PacketView): boolean {
  switch (body?.type) {
    case 'ZkPingRequest':
    case 'ZkPingResponse':
    case 'BrokerHeartbeatRequest':
    case 'BrokerHeartbeatResponse':
    case 'BeginQuorumEpochRequest':
    case 'BeginQuorumEpochResponse':
      return true;
    case 'HeartbeatRequest':
      return true;
    case 'HeartbeatResponse':
      return body.errorCode === 'NONE';
    case 'ConsumerGroupHeartbeatRequest':
      return body.memberEpoch > 0 && body.topicPartitions === null && body.subscribedTopicNames === null;
    case 'ConsumerGroupHeartbeatResponse':
      return body.errorCode === 'NONE' && body.assignment === null;
    case 'FetchRequest':
      return body.topics[0]?.topic === METADATA_TOPIC;
    case 'FetchResponse':
      return metadataRecords(body) === 0;
    default:
      return false;
  }
}

const METADATA_TOPIC = '__cluster_metadata';

/** How many records of the metadata log an answer brings; null: it is about something else. */
function metadataRecords(body: FetchResponse): number | null {
  const one = body.responses[0];
  if (one?.topic !== METADATA_TOPIC) return null;
  return one.partitions.reduce(
    (sum, { records }) => sum + records.reduce((n, batch) => n + batch.records.length, 0),
    0,
  );
}

/** What a packet says. */
export function wordsOf(world: World, packet: PacketView, label: 'value' | 'key'): PacketWords {
  const { body, kind } = packet;
  if (body === null)
    return { shape: 'sign', texts: [kind, ''], partition: null, carries: false, label: `connection: ${kind}` };
  const shape = kind === 'request' ? 'request' : 'response';
  const name = apiName(body);
  const metadata = body.type === 'FetchResponse' ? metadataRecords(body) : null;
  if (metadata !== null) {
    const what = `${metadata} metadata ${metadata === 1 ? 'record' : 'records'}`;
    return {
      shape,
      texts: [what, `metadata ${metadata}`, 'meta'],
      partition: null,
      carries: false,
      label: `${name} response with ${what}`,
    };
  }
  const carried = carriedBy(world, body);
  if (carried.length > 0) {
    const count = carried.reduce((sum, one) => sum + one.count, 0);
    const only = carried.length === 1 ? carried[0] : undefined;
    const first = only?.batches[0]?.records[0];
    const texts =
      only === undefined || first === undefined
        ? [`${count} records`, String(count)]
        : recordTexts(nameOfRecord(first, label), count);
    return {
      shape,
      texts,
      partition: only?.partition ?? null,
      carries: only !== undefined,
      label: `${name} ${shape} with ${count} ${count === 1 ? 'record' : 'records'}`,
    };
  }
  const { texts, partition } = plainWords(world, body, name);
  return { shape, texts, partition, carries: false, label: `${name} ${shape}` };
}

function recordTexts(name: string, count: number): string[] {
  return count === 1 ? [name, '1'] : [`${name} +${count - 1}`, `×${count}`];
}

/** A body's name in Kafka's message definitions, without its direction; ZooKeeper's by their own. */
export function apiName(body: Body): string {
  return body.type.replace(/(Request|Response|Event)$/, '');
}

interface Plain {
  readonly texts: readonly string[];
  readonly partition: PartitionId | null;
}

function plainWords(world: World, body: Body, name: string): Plain {
  switch (body.type) {
    case 'FetchRequest':
      return fetchRequest(world, body);
    case 'FetchResponse':
      return fetchResponse(world, body);
    case 'ProduceResponse':
      return produceResponse(world, body);
    case 'AlterPartitionRequest': {
      const only = body.topics.length === 1 && body.topics[0]?.partitions.length === 1 ? body.topics[0] : undefined;
      const proposed = only?.partitions[0];
      if (only === undefined || proposed === undefined) return { texts: ['new ISRs', 'ISR'], partition: null };
      return {
        texts: [`ISR ${proposed.newIsr.join(' ')}`, 'ISR'],
        partition: partitionIdOf(world, only.topicName, proposed.partitionIndex),
      };
    }
    case 'LeaderAndIsrRequest':
    case 'LeaderAndIsrResponse':
    case 'UpdateMetadataRequest':
    case 'UpdateMetadataResponse':
      return { texts: [name, name.startsWith('Leader') ? 'Leader' : 'Update'], partition: null };
    case 'ZkRequest':
      return { texts: operationTexts(body.ops), partition: null };
    case 'ZkResponse':
      return {
        texts: [
          body.error === 'Ok' ? (body.results.find(({ error }) => error !== 'Ok')?.error ?? 'ok') : body.error,
          'ok',
        ],
        partition: null,
      };
    case 'ZkWatcherEvent':
      return { texts: [`${body.event} ${body.path}`, body.event, 'watch'], partition: null };
    case 'ZkConnectRequest':
    case 'ZkConnectResponse':
      return { texts: ['session'], partition: null };
    case 'ZkPingRequest':
    case 'ZkPingResponse':
      return { texts: ['ping'], partition: null };
    case 'OffsetCommitRequest': {
      const all = body.topics.flatMap(({ partitions }) => partitions);
      const only = all.length === 1 ? all[0]?.committedOffset : undefined;
      return { texts: [`commit ${only ?? `×${all.length}`}`, 'commit'], partition: null };
    }
    case 'OffsetCommitResponse': {
      const errors = body.topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode));
      const error = errors.find((code) => code !== 'NONE');
      return { texts: error === undefined ? ['committed', 'ok'] : [error, 'refused'], partition: null };
    }
    case 'JoinGroupResponse':
    case 'SyncGroupResponse':
    case 'HeartbeatResponse':
    case 'LeaveGroupResponse':
    case 'OffsetFetchResponse':
    case 'ConsumerGroupHeartbeatResponse':
      if (body.errorCode !== 'NONE') return { texts: [body.errorCode, 'refused'], partition: null };
      return shortName(name);
    default:
      return shortName(name);
  }
}

/** `OffsetCommit`, or `Offset`, where there is less room; never half a word. */
function shortName(name: string): Plain {
  // Whose heartbeat it is, is seen where it comes from.
  if (name.endsWith('Heartbeat')) return { texts: [...new Set([name, 'Heartbeat', 'beat'])], partition: null };
  return { texts: [name, /^[A-Z][a-z]+/.exec(name)?.[0] ?? name.slice(0, 4)], partition: null };
}

function operationTexts(ops: readonly ZkOp[]): string[] {
  const first = ops[0];
  if (first === undefined) return ['request'];
  // A multi is told by the last thing it does: before that it checks that the controller is still the controller.
  const told = first.op === 'multi' ? first.ops.at(-1) : first;
  if (told === undefined) return ['multi'];
  const more = ops.length > 1 ? ` +${ops.length - 1}` : '';
  return [`${told.op} ${told.path}${more}`, `${told.op} ${told.path.split('/').at(-1) ?? ''}${more}`, told.op];
}

function fetchRequest(world: World, body: FetchRequest): Plain {
  const one = body.topics.length === 1 && body.topics[0]?.partitions.length === 1 ? body.topics[0] : undefined;
  const asked = one?.partitions[0];
  if (one === undefined || asked === undefined) return { texts: ['Fetch'], partition: null };
  return {
    texts: [`Fetch ${asked.fetchOffset}`, 'Fetch'],
    partition: partitionIdOf(world, one.topic, asked.partition),
  };
}

function fetchResponse(world: World, body: FetchResponse): Plain {
  if (body.errorCode !== 'NONE') return { texts: [body.errorCode, 'refused'], partition: null };
  const one = body.responses.length === 1 && body.responses[0]?.partitions.length === 1 ? body.responses[0] : undefined;
  const told = one?.partitions[0];
  if (one === undefined || told === undefined)
    return { texts: body.responses.length === 0 ? ['nothing new', 'nothing', '∅'] : ['Fetch'], partition: null };
  const partition = partitionIdOf(world, one.topic, told.partitionIndex);
  if (told.errorCode !== 'NONE') return { texts: [told.errorCode, 'refused'], partition };
  if (told.divergingEpoch !== null)
    return { texts: [`diverges ${told.divergingEpoch.endOffset}`, 'diverges'], partition };
  return { texts: [`HW ${told.highWatermark}`, 'HW'], partition };
}

function produceResponse(world: World, body: ProduceResponse): Plain {
  const one =
    body.responses.length === 1 && body.responses[0]?.partitionResponses.length === 1 ? body.responses[0] : undefined;
  const answer = one?.partitionResponses[0];
  const failed = body.responses
    .flatMap(({ partitionResponses }) => partitionResponses)
    .find(({ errorCode }) => errorCode !== 'NONE');
  const partition = one === undefined || answer === undefined ? null : partitionIdOf(world, one.name, answer.index);
  if (failed !== undefined) return { texts: [failed.errorCode, 'refused'], partition };
  return { texts: answer === undefined ? ['ack'] : [`ack ${answer.baseOffset}`, 'ack'], partition };
}

import type { LeaderAndIsrRequest, StopReplicaRequest, UpdateMetadataRequest } from '../protocol/cluster.ts';
import type { Turn } from '../turn.ts';
import type { ConnectionId } from '../world.ts';
import { readTopicConfigs } from '../zookeeper/configs.ts';
import { staleness } from './controller-epoch.ts';
import { BrokerDraft } from './draft.ts';
import { handleLeaderAndIsr } from './leader-and-isr.ts';
import type { Arrived } from './requests.ts';
import { settle } from './settle.ts';
import type { BrokerState } from './state.ts';
import { handleStopReplica } from './stop-replica.ts';
import { handleUpdateMetadata } from './update-metadata.ts';

/*
 * Requests of the controller, one after another (ReplicaManager.replicaStateChangeLock). A broker that is to host a partition reads
 * the topic's settings from ZooKeeper before it makes the log (LogManager.getOrCreateLog, ZkConfigRepository.topicConfig), and all
 * of them wait meanwhile: no record is taken under settings that are not the topic's.
 */

export type ControlBody = LeaderAndIsrRequest | UpdateMetadataRequest | StopReplicaRequest;

/** Serves a request of the controller, or keeps it until those before it are served. */
export function handleControl(d: BrokerDraft, request: Arrived, body: ControlBody): void {
  if (d.base.held.length === 0 && carryOut(d, request.connection, body)) return;
  const { connection, peer, correlationId, apiVersion } = request;
  d.set({ held: [...d.base.held, { connection, peer, correlationId, apiVersion, body, cause: d.turn.cause }] });
}

/** ZooKeeper has told the settings that the first of the kept requests waits for: it is served, and those behind it. */
export function topicConfigsRead(turn: Turn, broker: BrokerState): BrokerState {
  const d = new BrokerDraft(turn, broker);
  const { cause } = turn;
  let awaited = true;
  for (;;) {
    const first = d.base.held[0];
    if (first === undefined) break;
    turn.cause = awaited ? cause : first.cause;
    d.latest = turn.cause;
    const body = first.body as ControlBody;
    if (awaited) handleLeaderAndIsr(d, first.connection, body as LeaderAndIsrRequest);
    else if (!carryOut(d, first.connection, body)) break;
    awaited = false;
    d.set({ held: d.base.held.slice(1) });
  }
  turn.cause = cause;
  settle(d);
  return d.seal();
}

/** @returns false when settings must be read first, which has been asked for */
function carryOut(d: BrokerDraft, connection: ConnectionId, body: ControlBody): boolean {
  switch (body.type) {
    case 'UpdateMetadataRequest':
      handleUpdateMetadata(d, connection, body);
      return true;
    case 'StopReplicaRequest':
      handleStopReplica(d, connection, body);
      return true;
    case 'LeaderAndIsrRequest': {
      const topics = staleness(d, body) === 'NONE' ? newTopics(d, body) : [];
      if (topics.length > 0) d.hand((state) => readTopicConfigs(d.turn, state, topics));
      else handleLeaderAndIsr(d, connection, body);
      return topics.length === 0;
    }
  }
}

/** Topics of the request with a partition that this broker is to host and has no log of. */
function newTopics(d: BrokerDraft, { partitionStates }: LeaderAndIsrRequest): readonly string[] {
  const topics: string[] = [];
  for (const { topicName, partitionIndex, replicas } of partitionStates) {
    if (topics[topics.length - 1] === topicName || !replicas.includes(d.base.brokerId)) continue;
    const unknown = d.replica(d.turn.partitionId(topicName, partitionIndex)) === null;
    if (unknown && !topics.includes(topicName)) topics.push(topicName);
  }
  return topics;
}

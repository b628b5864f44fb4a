import { cachedPartition } from '../../broker/metadata-cache.ts';
import type { BrokerState } from '../../broker/state.ts';
import type { ElectLeadersRequest, ElectLeadersResponse } from '../../protocol/cluster.ts';
import { fromMs } from '../../time.ts';
import type { Turn } from '../../turn.ts';
import type { ConnectionId, PartitionId, Seq } from '../../world.ts';
import type { ControllerState } from '../state.ts';
import type { ElectionRefusal } from '../steps.ts';
import type { ElectLeadersTask } from './task.ts';
import { settle } from './admin.ts';

/** Keeps the answer to ElectLeaders back until this broker knows the leaders that were elected (DelayedElectLeader). */
export function awaitLeaders(
  turn: Turn,
  broker: BrokerState,
  controller: ControllerState,
  connection: ConnectionId,
  request: ElectLeadersRequest,
  refused: readonly ElectionRefusal[],
  expected: readonly { readonly partition: PartitionId; readonly leader: number }[],
  cause: Seq,
): ControllerState {
  const id = controller.nextAdminTask;
  const task: ElectLeadersTask = {
    kind: 'electLeaders',
    id,
    connection,
    cause,
    deadline: turn.now + fromMs(request.timeoutMs),
    request,
    stage: 'waiting',
    refused,
    expected,
  };
  return settle(turn, broker, { ...controller, admin: [...controller.admin, task], nextAdminTask: id + 1 });
}

/** Does this broker know all leaders that were elected? */
export function leadersAreKnown(broker: BrokerState, task: ElectLeadersTask): boolean {
  return task.expected.every(({ partition, leader }) => cachedPartition(broker.metadata, partition)?.leader === leader);
}

export function answerElectLeaders(turn: Turn, broker: BrokerState, task: ElectLeadersTask): void {
  const results: {
    topic: string;
    partitionResult: ElectLeadersResponse['replicaElectionResults'][number]['partitionResult'][number][];
  }[] = [];
  const add = (
    topic: string,
    partitionId: number,
    errorCode: ElectionRefusal['error'],
    errorMessage: string | null,
  ): void => {
    let entry = results.find((each) => each.topic === topic);
    if (entry === undefined) {
      entry = { topic, partitionResult: [] };
      results.push(entry);
    }
    entry.partitionResult.push({ partitionId, errorCode, errorMessage });
  };
  for (const { topic, partition, error, message } of task.refused) add(topic, partition, error, message);
  for (const { partition: id, leader } of task.expected) {
    const { topic, partition } = turn.partitionName(id);
    add(topic, partition, cachedPartition(broker.metadata, id)?.leader === leader ? 'NONE' : 'REQUEST_TIMED_OUT', null);
  }
  turn.respond(task.connection, { type: 'ElectLeadersResponse', errorCode: 'NONE', replicaElectionResults: results });
}

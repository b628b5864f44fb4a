import type { StopReplicaRequest, StopReplicaResponse } from '../protocol/cluster.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { ConnectionId } from '../world.ts';
import { isStale, obey } from './controller-epoch.ts';
import type { BrokerDraft } from './draft.ts';
import { removeFromFetchers, shutDownIdleFetchers } from './fetchers.ts';
import { tellWatchers } from './watch.ts';

/** LeaderAndIsr.EpochDuringDelete and NoEpoch: no comparison of epochs. */
const EPOCH_DURING_DELETE = -2;
const NO_EPOCH = -1;

/** The controller says to stop fetching partitions, and perhaps to delete them (ReplicaManager.stopReplicas). */
export function handleStopReplica(d: BrokerDraft, connection: ConnectionId, request: StopReplicaRequest): void {
  const refusal = isStale(d, request);
  if (refusal !== 'NONE') {
    d.turn.respond(connection, { type: 'StopReplicaResponse', errorCode: refusal, partitionErrors: [] });
    return;
  }
  obey(d, request.controllerEpoch);
  const partitionErrors = request.partitionStates.map((state) => ({
    topicName: state.topicName,
    partitionIndex: state.partitionIndex,
    errorCode: stop(d, state),
  }));
  shutDownIdleFetchers(d);
  const response: StopReplicaResponse = { type: 'StopReplicaResponse', errorCode: 'NONE', partitionErrors };
  d.turn.respond(connection, response);
}

function stop(d: BrokerDraft, state: StopReplicaRequest['partitionStates'][number]): ErrorCode {
  const id = d.turn.partitionId(state.topicName, state.partitionIndex);
  const replica = d.replica(id);
  if (replica === null) return 'NONE';
  const anyEpoch = state.leaderEpoch === EPOCH_DURING_DELETE || state.leaderEpoch === NO_EPOCH;
  if (!anyEpoch && state.leaderEpoch < replica.leaderEpoch) return 'FENCED_LEADER_EPOCH';
  removeFromFetchers(d, id);
  for (const slot of replica.duties?.waitingProduces ?? []) d.wake(slot, d.turn.cause);
  const told = tellWatchers(d, replica, 'state', d.turn.cause);
  if (state.deletePartition) d.dropReplica(id);
  else d.setReplica(told);
  return 'NONE';
}

import type { ZkOp, ZkResult, ZkWriteOp } from '../protocol/zookeeper.ts';
import { CONTROLLER_EPOCH_PATH } from '../zookeeper/paths.ts';
import { partitionStateData, partitionStateIn, type PartitionStateData } from '../zookeeper/data.ts';
import type { Json } from '../../lib/json.ts';

/** A partition's state as its znode has it, with the znode's version (kafka.api.LeaderAndIsr). */
export interface LeaderAndIsr extends PartitionStateData {
  readonly partitionEpoch: number;
}

/** The state in an answer to getData; null when there is none. */
export function leaderAndIsrIn(result: ZkResult): LeaderAndIsr | null {
  const state = result.error === 'Ok' ? partitionStateIn(result.data) : null;
  return state === null || result.stat === null ? null : { ...state, partitionEpoch: result.stat.version };
}

/** What the znode of this state holds. */
export function dataOf(state: LeaderAndIsr): Json {
  return partitionStateData(state);
}

/** The next state, written by the controller of `controllerEpoch`: the leader epoch grows by one whatever else changed (LeaderAndIsr.newLeaderAndIsr), unless that rule is switched off. */
export function newLeaderAndIsr(
  state: LeaderAndIsr,
  leader: number,
  isr: readonly number[],
  controllerEpoch: number,
  keepsEpoch = false,
): LeaderAndIsr {
  return {
    leader,
    isr,
    leaderEpoch: state.leaderEpoch + (keepsEpoch ? 0 : 1),
    controllerEpoch,
    leaderRecoveryState: state.leaderRecoveryState,
    partitionEpoch: state.partitionEpoch,
  };
}

/** A write that is only done while its author is still the controller (KIP-320's predecessor: the check of /controller_epoch's version). */
export function fenced(epochZkVersion: number, op: ZkWriteOp): ZkOp {
  return { op: 'multi', ops: [{ op: 'check', path: CONTROLLER_EPOCH_PATH, version: epochZkVersion }, op] };
}

/** The result of the write behind the fence; null when another controller has taken over (ControllerMovedException). */
export function unfenced(result: ZkResult): ZkResult | null {
  const [check, written] = result.results ?? [];
  if (check !== undefined && check.error !== 'Ok') return null;
  return written ?? result;
}

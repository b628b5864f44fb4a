import { afterCrash } from '../../log/crash.ts';
import { emptyLog } from '../../log/replica-log.ts';
import type { CrashKind } from '../../intervention.ts';
import type { Config } from '../../scenario.ts';
import type { Setup } from '../../world.ts';
import { UNATTACHED } from './role-machine.ts';
import { raftSettings } from './settings.ts';
import type { RaftState } from './state.ts';

/** What is in memory only, of a process that has just begun. */
const NO_MEMORY = {
  role: UNATTACHED,
  highWatermark: 0,
  stopping: false,
  electionDeadline: -1,
  election: null,
  leading: null,
  resignation: null,
  hasFetchedFromLeader: false,
  peers: [],
  parked: [],
} as const;

/**
 * A member of the quorum that has never been started: epoch 0, no leader, an empty log.
 * @param nodeId Kafka's node.id
 * @param isVoter false: an observer, which only fetches
 * @param config what was set of `controller.quorum.*`
 */
export function newRaft(setup: Setup, nodeId: number, isVoter: boolean, config: Config): RaftState {
  return {
    ...NO_MEMORY,
    nodeId,
    isVoter,
    voters: setup.voters.map((voter) => voter.id),
    settings: raftSettings(setup.era, config),
    epoch: 0,
    leaderId: -1,
    votedFor: -1,
    log: emptyLog(),
  };
}

/**
 * What is on the disk after the end of the process: the quorum-state file (epoch, leader, vote) and the log, which is flushed at
 * every append (KafkaRaftClient.appendAsFollower, flushLeaderLog); nothing at all when the disk is lost. What is committed has to
 * be learned anew from the leader.
 */
export function crashRaft(raft: RaftState, kind: CrashKind | 'clean'): RaftState {
  const kept = { ...raft, ...NO_MEMORY, log: afterCrash(raft.log, kind) };
  return kind === 'disk' ? { ...kept, epoch: 0, leaderId: -1, votedFor: -1 } : kept;
}

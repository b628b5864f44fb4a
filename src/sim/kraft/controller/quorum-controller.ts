import { brokerConfig } from '../../config/broker-config.ts';
import type { Config } from '../../scenario.ts';
import type { Stimulus, Turn } from '../../turn.ts';
import type { Setup } from '../../world.ts';
import { EMPTY_IMAGE } from '../image/image.ts';
import type { RaftState } from '../raft/state.ts';
import { catchUp, claim, mayClaim, renounce } from './activation.ts';
import { refuse } from './not-controller.ts';
import { finish } from './pending.ts';
import { timeUp } from './periodic.ts';
import type { Quorum } from './quorum.ts';
import { answerTo } from './requests.ts';
import { isQuorumControllerSlot } from './slots.ts';
import type { QuorumControllerState } from './state.ts';
import { write } from './write.ts';

export type { Quorum } from './quorum.ts';

/**
 * A controller whose process has just begun.
 * @param config the scenario's settings for this process, Kafka's own names and strings
 */
export function newQuorumController(setup: Setup, config: Config): QuorumControllerState {
  const nothing = { image: EMPTY_IMAGE, nextOffset: 0 };
  return { config: brokerConfig(setup.era, config), ...nothing, committed: nothing, active: null };
}

/** What is left of a controller when its process ends: its settings. All else is read from the log again. */
export function crashQuorumController({ config }: QuorumControllerState): QuorumControllerState {
  const nothing = { image: EMPTY_IMAGE, nextOffset: 0 };
  return { config, ...nothing, committed: nothing, active: null };
}

/**
 * Requests for the controller, and its timers (slots 32 to 63).
 * @returns null when the stimulus is not the controller's
 */
export function handleQuorumController(
  turn: Turn,
  state: QuorumControllerState,
  raft: RaftState,
  stimulus: Stimulus,
): Quorum | null {
  switch (stimulus.type) {
    case 'request': {
      const { connection, body: request } = stimulus;
      const decide = answerTo(turn, raft.nodeId, request);
      if (decide === null) return null;
      if (state.active !== null) return write(turn, { state, raft }, { connection, request }, decide);
      refuse(turn, connection, request);
      return { state, raft };
    }
    case 'timer': {
      if (!isQuorumControllerSlot(stimulus.slot)) return null;
      const decide = timeUp(stimulus.slot);
      return state.active === null || decide === null ? { state, raft } : write(turn, { state, raft }, null, decide);
    }
    default:
      return null;
  }
}

/**
 * To be called after anything that Raft did: records may have been committed, the leadership won or lost.
 * @param before the state of Raft before that
 */
export function raftChanged(turn: Turn, before: RaftState, quorum: Quorum): Quorum {
  const { raft } = quorum;
  if (raft === before) return quorum;
  const { active } = quorum.state;
  const lost = active !== null && (raft.role.value !== 'Leader' || raft.epoch !== active.epoch);
  const { state } = lost ? renounce(turn, quorum, active) : quorum;
  if (state.active !== null) return finish(turn, { state, raft });
  const caughtUp = catchUp(state, raft);
  const next = caughtUp === quorum.state ? quorum : { state: caughtUp, raft };
  return mayClaim(caughtUp, raft) ? claim(turn, next) : next;
}

import type { Config } from '../../scenario.ts';
import { SECOND } from '../../time.ts';
import type { Behaviour, Stimulus, Turn } from '../../turn.ts';
import type { Setup } from '../../world.ts';
import {
  crashQuorumController,
  handleQuorumController,
  newQuorumController,
  raftChanged,
} from '../controller/quorum-controller.ts';
import { crashRaft, handleRaft, mayEnd, newRaft, resignRaft, startRaft } from '../raft/raft.ts';
import type { RaftState } from '../raft/state.ts';
import type { ControllerNodeState } from './state.ts';

/** When a process that is asked to end does so, whether or not another leads by then (KafkaRaftManager.shutdown: 5 s). */
const SHUTDOWN_TIMER = 0;
const SHUTDOWN_TIMEOUT = 5 * SECOND;

/** A controller that has never been started. */
export function newControllerState(setup: Setup, nodeId: number, config: Config): ControllerNodeState {
  return { nodeId, raft: newRaft(setup, nodeId, true, config), controller: newQuorumController(setup, config) };
}

/** kafka.server.ControllerServer, with the raft client of its SharedServer. */
export const controllerBehaviour: Behaviour<ControllerNodeState> = {
  handle(turn, state, stimulus) {
    const next = react(turn, state, stimulus);
    if (mayEnd(next.raft)) turn.exit();
    return next;
  },
  crash: (state, kind) => ({
    nodeId: state.nodeId,
    raft: crashRaft(state.raft, kind),
    controller: crashQuorumController(state.controller),
  }),
};

function react(turn: Turn, state: ControllerNodeState, stimulus: Stimulus): ControllerNodeState {
  const { raft, controller } = state;
  if (stimulus.type === 'start') return settle(turn, state, startRaft(turn, raft));
  if (stimulus.type === 'stop') {
    turn.setTimer(SHUTDOWN_TIMER, turn.now + SHUTDOWN_TIMEOUT);
    return settle(turn, state, resignRaft(turn, raft));
  }
  if (stimulus.type === 'timer' && stimulus.slot === SHUTDOWN_TIMER) {
    turn.exit();
    return state;
  }
  if (stimulus.type === 'request' && stimulus.body.type === 'ApiVersionsRequest') {
    turn.respond(stimulus.connection, { type: 'ApiVersionsResponse', errorCode: 'NONE' });
    return state;
  }
  const moved = handleRaft(turn, raft, stimulus);
  if (moved !== null) return settle(turn, state, moved);
  const asked = handleQuorumController(turn, controller, raft, stimulus);
  return asked === null ? state : settle(turn, { ...state, controller: asked.state }, asked.raft);
}

/** The controller learns what became of the log. It may write in turn, and a single voter commits that at once. */
function settle(turn: Turn, state: ControllerNodeState, moved: RaftState): ControllerNodeState {
  let before = state.raft;
  let raft = moved;
  let { controller } = state;
  while (raft !== before) {
    const told = raftChanged(turn, before, { state: controller, raft });
    before = raft;
    raft = told.raft;
    controller = told.state;
  }
  return { nodeId: state.nodeId, raft, controller };
}

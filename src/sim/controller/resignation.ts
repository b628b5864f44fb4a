import { emptyVec } from '../../lib/vec.ts';
import type { BrokerState } from '../broker/state.ts';
import type { Turn } from '../turn.ts';
import type { Seq } from '../world.ts';
import { failAsking } from './admin/admin.ts';
import { closeChannels } from './channels.ts';
import { isActive } from './context.ts';
import { refuse } from './not-controller.ts';
import { nextPhase } from './phase-machine.ts';
import type { ControllerState } from './state.ts';
import { CONTROLLER_SLOTS } from './timers.ts';

/** The module after it has ceased to be the controller (KafkaController.onControllerResignation): its connections close, what it knew is forgotten. */
export function resigned(turn: Turn, broker: BrokerState, controller: ControllerState, cause: Seq): ControllerState {
  turn.emit('ControllerResigned', { broker: broker.brokerId, controllerEpoch: controller.epoch }, [cause]);
  turn.clearTimer(CONTROLLER_SLOTS.rebalance);
  return {
    ...closeChannels(turn, controller),
    phase: nextPhase(controller.phase, 'resign'),
    epoch: 0,
    epochZkVersion: 0,
    liveBrokers: [],
    shuttingDown: [],
    partitions: emptyVec(),
    topics: [],
    deletions: [],
  };
}

/**
 * The session with ZooKeeper has ended, or is about to: a controller resigns; what its thread was doing and had before it is given
 * up, and who waits for an answer is refused (ControllerEventManager.clearAndPut(Expire)).
 */
export function sessionLost(turn: Turn, broker: BrokerState): BrokerState {
  const { controller } = broker;
  if (controller === null) return broker;
  if (controller.current !== null) refuse(turn, controller.current.event);
  for (const { event } of controller.queue) refuse(turn, event);
  const idle: ControllerState = { ...failAsking(turn, controller), queue: [], current: null };
  if (isActive(idle)) return { ...broker, controller: resigned(turn, broker, idle, turn.cause) };
  return {
    ...broker,
    controller: idle.phase.value === 'ELECTING' ? { ...idle, phase: nextPhase(idle.phase, 'resign') } : idle,
  };
}

import { vecGet } from '../../lib/vec.ts';
import type { BrokerState } from '../broker/state.ts';
import { lookInterval, tracksSessions } from '../kraft/controller/sessions.ts';
import { QUORUM_CONTROLLER_SLOTS as SLOTS } from '../kraft/controller/slots.ts';
import type { ControllerNodeState } from '../kraft/node/state.ts';
import type { Micros } from '../time.ts';
import type { NodeId, World } from '../world.ts';
import { nodeOf } from './nodes.ts';
import { quorumOf } from './quorum.ts';

/** KRaft mode: how long the active controller still counts a broker as alive, if it hears nothing. */
export interface BrokerSessionView {
  readonly broker: number;
  /** The active controller's. */
  readonly controller: NodeId;
  /** When the controller fences it: in 3.9 when its session is over, in 4.0 at its next look at sessions after that. */
  readonly expiresAt: Micros;
  readonly timeout: Micros;
}

/** The sessions of brokers that are not fenced, by id; none in ZooKeeper mode, or while no controller is active. */
export function brokerSessions(world: World): readonly BrokerSessionView[] {
  const quorum = quorumOf(world);
  const leader = quorum?.voters.find(({ id }) => id === quorum.leaderId);
  if (leader === undefined) return [];
  const node = nodeOf(world, leader.node);
  const state = node.kind === 'broker' ? (node.state as BrokerState).kraft : (node.state as ControllerNodeState);
  const controller = state?.controller ?? null;
  if (controller === null || controller.active === null) return [];
  const timeout = controller.config.brokerSessionTimeout;
  const look = tracksSessions(world.setup) ? (vecGet(node.timers, SLOTS.sessions)?.deadline ?? null) : null;
  return controller.active.heartbeats
    .filter(({ fenced }) => !fenced)
    .map(({ id, lastContact }) => ({
      broker: id,
      controller: leader.node,
      expiresAt: look === null ? lastContact + timeout : firstLookAfter(lastContact + timeout, look, timeout),
      timeout,
    }));
}

/** The first of the looks, of which the next is at `look`, that comes after an instant. */
function firstLookAfter(instant: Micros, look: Micros, timeout: Micros): Micros {
  if (look > instant) return look;
  const period = lookInterval(timeout);
  return look + (Math.floor((instant - look) / period) + 1) * period;
}

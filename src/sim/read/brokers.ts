import type { BrokerLifecycle } from '../broker/state.ts';
import type { NodeId, ProcessStatus, World } from '../world.ts';
import { brokerState, nodeOf } from './nodes.ts';
import { controllerNow, registrationOf, type RegistrationState } from './controller.ts';

/** A broker as someone who watches sees it. */
export interface BrokerView {
  readonly brokerId: number;
  readonly node: NodeId;
  readonly name: string;
  readonly rack: string | null;
  readonly status: ProcessStatus;
  readonly lifecycle: BrokerLifecycle;
  /** One word for status and lifecycle together. */
  readonly condition: BrokerCondition;
  /** What a starting broker waits for, in words; null when it waits for nothing. */
  readonly waitingFor: string | null;
  /** Does the cluster count it as alive? A dead broker is until its session ends: then its znode goes, or it is fenced. */
  readonly registered: boolean;
  /** See `registrationOf`. */
  readonly registration: RegistrationState;
  /** Does ZooKeeper's /controller name it, or, with combined roles, does its voter lead the quorum? */
  readonly isController: boolean;
  /** The controller epoch (the quorum's), where it is the controller; else -1. */
  readonly controllerEpoch: number;
}

/** `crashed` and `stopped` differ by the marker that a clean stop leaves; `unpowered`: its machine has no power. */
export type BrokerCondition =
  'not started' | 'starting' | 'running' | 'stopping' | 'stopped' | 'crashed' | 'unpowered' | 'frozen';

/** Every broker of the cluster, by ascending id. */
export function brokersOf(world: World): readonly BrokerView[] {
  const controller = controllerNow(world);
  return world.setup.brokerIds.map((brokerId) => viewOf(world, brokerId, controller));
}

/** One broker; null when the cluster has none of that id. */
export function brokerView(world: World, brokerId: number): BrokerView | null {
  if (!world.setup.brokerIds.includes(brokerId)) return null;
  return viewOf(world, brokerId, controllerNow(world));
}

function viewOf(
  world: World,
  brokerId: number,
  controller: { readonly id: number; readonly epoch: number },
): BrokerView {
  const node = nodeOf(world, world.setup.nodeOfBroker[brokerId] ?? -1);
  const state = brokerState(world, brokerId);
  const lifecycle = state?.lifecycle.value ?? 'NOT_RUNNING';
  const isController = controller.id === brokerId;
  const registration = registrationOf(world, brokerId);
  return {
    brokerId,
    node: node.id,
    name: node.name,
    rack: state?.rack ?? null,
    status: node.status,
    lifecycle,
    condition: conditionOf(node.status, lifecycle, node.incarnation > 0, state?.cleanShutdown === true),
    waitingFor: state?.waitingFor ?? null,
    registered: registration === 'active' || registration === 'shutting down',
    registration,
    isController,
    controllerEpoch: isController ? controller.epoch : -1,
  };
}

function conditionOf(
  status: ProcessStatus,
  lifecycle: BrokerLifecycle,
  everStarted: boolean,
  cleanShutdown: boolean,
): BrokerCondition {
  switch (status) {
    case 'off':
      return 'unpowered';
    case 'frozen':
      return 'frozen';
    case 'down':
      return !everStarted ? 'not started' : cleanShutdown ? 'stopped' : 'crashed';
    case 'running':
      if (lifecycle === 'RUNNING') return 'running';
      return lifecycle === 'PENDING_CONTROLLED_SHUTDOWN' || lifecycle === 'SHUTTING_DOWN' ? 'stopping' : 'starting';
  }
}

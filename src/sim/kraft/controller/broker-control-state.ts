import type { BrokerHeartbeatRequest } from '../../protocol/kraft.ts';
import { lowestActiveOffset } from './heartbeats.ts';
import type { ActiveController, BrokerHeartbeat } from './state.ts';

/** org.apache.kafka.controller.BrokerControlState. */
export type BrokerControlState = 'FENCED' | 'UNFENCED' | 'CONTROLLED_SHUTDOWN' | 'SHUTDOWN_NOW';

/** What a broker is, as its heartbeats have it (BrokerHeartbeatManager.currentBrokerState). */
export function currentState(broker: BrokerHeartbeat): BrokerControlState {
  if (broker.controlledShutdownOffset >= 0) return 'CONTROLLED_SHUTDOWN';
  return broker.fenced ? 'FENCED' : 'UNFENCED';
}

/** Does a broker in this state count as fenced? */
export function countsAsFenced(state: BrokerControlState): boolean {
  return state === 'FENCED' || state === 'SHUTDOWN_NOW';
}

/**
 * What a heartbeat makes of a broker (BrokerHeartbeatManager.calculateNextBrokerState).
 * @param registeredAt offset of the record that registered it
 * @param hasLeaderships does it lead a partition? Asked only when it matters
 */
export function nextState(
  active: ActiveController,
  broker: BrokerHeartbeat,
  { wantFence, wantShutDown, currentMetadataOffset }: BrokerHeartbeatRequest,
  registeredAt: number,
  hasLeaderships: () => boolean,
): BrokerControlState {
  switch (currentState(broker)) {
    case 'FENCED':
      if (wantShutDown) return 'SHUTDOWN_NOW';
      return !wantFence && currentMetadataOffset >= registeredAt ? 'UNFENCED' : 'FENCED';
    case 'UNFENCED':
      if (wantFence) return wantShutDown ? 'SHUTDOWN_NOW' : 'FENCED';
      if (!wantShutDown) return 'UNFENCED';
      return hasLeaderships() ? 'CONTROLLED_SHUTDOWN' : 'SHUTDOWN_NOW';
    case 'CONTROLLED_SHUTDOWN':
      if (hasLeaderships()) return 'CONTROLLED_SHUTDOWN';
      return broker.controlledShutdownOffset <= lowestActiveOffset(active) ? 'SHUTDOWN_NOW' : 'CONTROLLED_SHUTDOWN';
    case 'SHUTDOWN_NOW':
      return 'SHUTDOWN_NOW';
  }
}

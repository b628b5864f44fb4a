import type { CrashKind } from '../../intervention.ts';
import type { BrokerHeartbeatResponse, BrokerRegistrationResponse } from '../../protocol/kraft.ts';
import type { Config } from '../../scenario.ts';
import type { Stimulus } from '../../turn.ts';
import type { Setup } from '../../world.ts';
import type { BrokerDraft } from '../draft.ts';
import type { Arrived } from '../requests.ts';
import type { BrokerState } from '../state.ts';
import type { BrokerKRaft } from './state.ts';

/**
 * Where a broker's code parts from ZooKeeper mode: loaded with the rest of KRaft, and called only where `BrokerState.kraft` is
 * not null.
 */
export interface KRaftBroker {
  /**
   * What a broker that has never been started has of KRaft.
   * @param config the scenario's settings for all brokers, and over them the broker's own
   */
  readonly newState: (setup: Setup, brokerId: number, config: Config) => BrokerKRaft;
  /** What is left of it when the process has ended. */
  readonly afterCrash: (broker: BrokerState, kraft: BrokerKRaft, kind: CrashKind | 'clean') => BrokerKRaft;
  /** Reacts to what KRaft mode alone knows, or does in its own way; false: it is like in ZooKeeper mode. */
  readonly take: (d: BrokerDraft, stimulus: Stimulus) => boolean;
  /** A client's request that brokers do not serve: for the active controller, or for nobody. */
  readonly forward: (d: BrokerDraft, request: Arrived) => void;
  /** The active controller has answered a registration or a heartbeat. */
  readonly lifecycleAnswered: (d: BrokerDraft, response: BrokerRegistrationResponse | BrokerHeartbeatResponse) => void;
  /** May a follower that fetched in this broker epoch join an ISR? */
  readonly mayJoinIsr: (kraft: BrokerKRaft, brokerId: number, brokerEpoch: number) => boolean;
}

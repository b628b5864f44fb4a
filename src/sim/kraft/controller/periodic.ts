import { present } from '../../../lib/assert.ts';
import { MS, SECOND, type Micros } from '../../time.ts';
import { isOff } from '../../safety.ts';
import type { Turn } from '../../turn.ts';
import { forEachPartition } from '../image/lookups.ts';
import { fenceOneStaleBroker } from './broker-heartbeat.ts';
import { addChange, electionOf, type Decision } from './decision.ts';
import { nextSessionEnd } from './heartbeats.ts';
import { QUORUM_CONTROLLER_SLOTS as SLOTS } from './slots.ts';
import { lookInterval, tracksSessions } from './sessions.ts';
import type { ActiveController, QuorumControllerState } from './state.ts';
import type { Result } from './write.ts';

/** QuorumController.Builder.uncleanLeaderElectionCheckIntervalMs. */
const UNCLEAN_CHECK_INTERVAL: Micros = 300 * SECOND;
/** A look that found something is followed by another so soon (PeriodicTaskControlManager.nextDelayTimeNs). */
const SOON: Micros = 10 * MS;

/** Sets the timers that follow from what the controller knows now (rescheduleMaybeFenceStaleBrokers and its like). */
export function schedule(turn: Turn, state: QuorumControllerState): QuorumControllerState {
  const active = present(state.active, 'only the active controller plans');
  const { image, config } = state;
  if (tracksSessions(turn.setup)) return keepTime(turn, state, active);
  const end = nextSessionEnd(active, config.brokerSessionTimeout);
  if (end === null || isOff(turn.setup, 'sessionExpiry')) turn.clearTimer(SLOTS.sessions);
  else turn.setTimer(SLOTS.sessions, Math.max(end, turn.now));
  let { balance, uncleanElections } = active;
  const { enable, interval } = config.autoLeaderRebalance;
  if (balance === 'deferred' && enable && image.imbalanced > 0) {
    balance = 'scheduled';
    // An interval of 0 would have time stand still.
    turn.setTimer(SLOTS.balance, turn.now + Math.max(interval, MS));
  }
  if (uncleanElections === 'deferred' && image.leaderless > 0) {
    uncleanElections = 'scheduled';
    turn.setTimer(SLOTS.uncleanElections, turn.now + UNCLEAN_CHECK_INTERVAL);
  }
  if (balance === active.balance && uncleanElections === active.uncleanElections) return state;
  return { ...state, active: { ...active, balance, uncleanElections } };
}

/**
 * From 4.0 on each of these has a beat of its own, from the moment at which the controller becomes the active one
 * (PeriodicTaskControlManager).
 */
function keepTime(turn: Turn, state: QuorumControllerState, active: ActiveController): QuorumControllerState {
  const { brokerSessionTimeout, autoLeaderRebalance } = state.config;
  const beats: readonly (readonly [slot: number, after: Micros])[] = [
    ...(isOff(turn.setup, 'sessionExpiry')
      ? []
      : [[SLOTS.sessions, active.lookAgain ? SOON : lookInterval(brokerSessionTimeout)] as const]),
    ...(autoLeaderRebalance.enable ? [[SLOTS.balance, Math.max(MS, autoLeaderRebalance.interval)] as const] : []),
    [SLOTS.uncleanElections, UNCLEAN_CHECK_INTERVAL],
  ];
  for (const [slot, after] of beats) if (turn.deadline(slot) === null) turn.setTimer(slot, turn.now + after);
  return active.lookAgain ? { ...state, active: { ...active, lookAgain: false } } : state;
}

/** Nothing is planned any more: another controller is active. */
export function unschedule(turn: Turn): void {
  turn.clearTimer(SLOTS.sessions);
  turn.clearTimer(SLOTS.balance);
  turn.clearTimer(SLOTS.uncleanElections);
}

/** What is to be decided when a timer fires; null: nothing. */
export function timeUp(slot: number): ((decision: Decision) => Result | null) | null {
  if (slot === SLOTS.sessions) return fence;
  if (slot === SLOTS.balance) return balanceLeaders;
  return slot === SLOTS.uncleanElections ? electUncleanLeaders : null;
}

function fence(decision: Decision): null {
  fenceOneStaleBroker(decision);
  return null;
}

/** Every partition whose first replica can lead is led by it again; nobody counts percentages (maybeBalancePartitionLeaders). */
function balanceLeaders(decision: Decision): Result | null {
  decision.active = { ...decision.active, balance: 'deferred' };
  forEachPartition(decision.image, (partition, topic, number) => {
    if (partition.leader === partition.replicas[0]) return;
    addChange(decision, topic, number, partition, {}, { election: 'PREFERRED' });
  });
  return { body: null, occasion: { election: 'preferred', by: 'controller', fencing: 'session' } };
}

/** Partitions without a leader whose topic allows it get any live replica (maybeElectUncleanLeaders). */
function electUncleanLeaders(decision: Decision): null {
  decision.active = { ...decision.active, uncleanElections: 'deferred' };
  forEachPartition(decision.image, (partition, topic, number) => {
    if (partition.leader < 0 && electionOf(decision, topic) === 'UNCLEAN')
      addChange(decision, topic, number, partition, {}, { election: 'UNCLEAN' });
  });
  return null;
}

import type { KRaftControllerEntries } from '../../sim/trace/kraft-controller.ts';
import type { Catalogue } from './sentence.ts';

/** What the active controller of KRaft mode writes of brokers, in words. */
export const kraftControllerWords: Catalogue<KRaftControllerEntries> = {
  BrokerRegistered: ({ broker, brokerEpoch }, who) =>
    `${who} registers broker ${broker} with broker epoch ${brokerEpoch}; it stays fenced until it has caught up`,
  BrokerRegistrationRefused: ({ broker, error }, who) => `${who} does not register broker ${broker}: ${error}`,
  BrokerFenced: ({ broker, reason }, who) =>
    `${who} fences broker ${broker}${FENCED[reason]}; it leaves every set of in-sync replicas`,
  BrokerUnfenced: ({ broker }, who) => `${who} unfences broker ${broker}; it may lead and be in sync`,
  ControlledShutdownBegun: ({ broker }, who) =>
    `${who} moves leaderships away from broker ${broker}, which wants to stop`,
};

const FENCED = {
  session: ', which has not been heard of for the length of its session',
  wish: ', as it wishes',
  shutdown: ', which may stop now',
} as const;

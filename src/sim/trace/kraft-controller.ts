import type { Interest } from './entry.ts';

/** Entries that the active controller of KRaft mode writes beside those of `controller.ts`. `controller` is its node.id. */
export interface KRaftControllerEntries {
  /** A process that starts anew is registered, and fenced until it has read as far as its registration. */
  BrokerRegistered: { readonly controller: number; readonly broker: number; readonly brokerEpoch: number };
  BrokerRegistrationRefused: { readonly controller: number; readonly broker: number; readonly error: string };
  /** It leads nothing any more and is in no ISR. `session`: not heard of for broker.session.timeout.ms. */
  BrokerFenced: {
    readonly controller: number;
    readonly broker: number;
    readonly reason: 'session' | 'wish' | 'shutdown';
  };
  BrokerUnfenced: { readonly controller: number; readonly broker: number };
  /** It hands its leaderships over before it stops. */
  ControlledShutdownBegun: { readonly controller: number; readonly broker: number };
}

export const kraftControllerInterest: { readonly [T in keyof KRaftControllerEntries]: Interest } = {
  BrokerRegistered: 'beat',
  BrokerRegistrationRefused: 'detail',
  BrokerFenced: 'beat',
  BrokerUnfenced: 'beat',
  ControlledShutdownBegun: 'beat',
};

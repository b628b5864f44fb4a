import type { Bench } from './bench.ts';

/** The broker whose part a peer plays: a leader that feeds logs, in ZooKeeper mode the controller too. */
export const OUTSIDE = 9;
export const OUTSIDE_NAME = `broker-${OUTSIDE}`;

/** What a broker is told of partition 0 of a topic. */
export interface Part {
  readonly topicName: string;
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

/** What a leader proposes. */
export interface Proposal {
  readonly newIsr: readonly number[];
}

/** The controller's part, which a test plays: real brokers do as it says. */
export interface Control {
  /** Tells one broker who leads and who follows; afterwards it does. */
  tell(broker: number, part: Part): void;
  /** Lets a broker tell its clients the same. */
  publish(broker: number, part: Part): void;
  /** Tells a broker that others are not alive. */
  without(broker: number, dead: readonly number[]): void;
  /** What a leader proposes and has had no answer to; null: nothing. */
  proposed(): Proposal | null;
  /** Accepts it, if there is anything. */
  accept(): void;
  /** The epoch in which a follower fetches, as the leader knows it; -1: in this mode none is compared. */
  brokerEpoch(leader: number, follower: number): number;
  /** The same on a bench that goes its own way from here. */
  on(bench: Bench): Control;
}

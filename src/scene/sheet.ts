import type { History } from '../sim/facts/fold.ts';
import type { Micros } from '../sim/time.ts';
import type { World } from '../sim/world.ts';
import { brokerSheet, sessionSheet, zooKeeperSheet } from './sheet-cluster.ts';
import { controllerSheet, metadataSheet } from './sheet-quorum.ts';
import type { RecordMeaning } from './metadata/part.ts';
import type { RebalanceView } from './rebalance.ts';
import { adminSheet, consumerSheet, producerSheet } from './sheet-clients.ts';
import { groupSheet } from './sheet-groups.ts';
import { partitionSheet, recordSheet, replicaSheet, topicSheet } from './sheet-log.ts';
import { linkSheet, packetSheet } from './sheet-network.ts';
import { isThere } from './there.ts';
import type { Thing } from './thing.ts';

/** What the inspector says about a thing. */
export interface Sheet {
  readonly thing: Thing;
  readonly title: string;
  /** What such a thing is, in one sentence. */
  readonly what: string;
  /** Its state now, in a few words; `fault`: it is the cause of trouble. */
  readonly state: string;
  readonly fault: boolean;
  readonly facts: readonly FactLine[];
  /** A text of the user's, as long as it may be (a record's value); null: none. */
  readonly text: { readonly label: string; readonly text: string; readonly bytes: number } | null;
  /** A record of Kafka's own logs: what it says. */
  readonly meaning?: RecordMeaning | null;
  /** A group's: the rebalance under way, or the last one. */
  readonly rebalance?: RebalanceView | null;
}

export interface FactLine {
  readonly name: string;
  readonly value: string;
  /** What it leads to. */
  readonly thing: Thing | null;
}

/**
 * What is to be said about a thing in this World; null when it is not there (any more).
 * @param history what facts remember of the past; missing: nothing
 * @param at the instant that is shown: timers run out between steps too
 */
export function sheetOf(world: World, thing: Thing, history?: History, at: Micros = world.now): Sheet | null {
  if (!isThere(world, thing)) return null;
  switch (thing.kind) {
    case 'broker':
      return brokerSheet(world, thing);
    case 'session':
      return sessionSheet(world, thing);
    case 'zookeeper':
      return zooKeeperSheet(world, thing);
    case 'controller':
      return controllerSheet(world, thing);
    case 'producer':
      return producerSheet(world, thing);
    case 'consumer':
      return consumerSheet(world, thing, at);
    case 'group':
      return groupSheet(world, thing, history, at);
    case 'admin':
      return adminSheet(thing);
    case 'topic':
      return topicSheet(world, thing);
    case 'partition':
      return partitionSheet(world, thing);
    case 'replica':
      return replicaSheet(world, thing);
    case 'record':
      return recordSheet(world, thing);
    case 'metadata':
      return metadataSheet(world, thing);
    case 'link':
      return linkSheet(world, thing);
    case 'packet':
      return packetSheet(world, thing);
  }
}

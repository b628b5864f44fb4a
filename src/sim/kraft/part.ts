import { present } from '../../lib/assert.ts';
import type { KRaftBroker } from '../broker/kraft/seam.ts';
import type { KRaftRead } from '../read/kraft-seam.ts';
import type { Config } from '../scenario.ts';
import type { Behaviour } from '../turn.ts';
import type { Setup } from '../world.ts';

/** node.id of the first controller with a process of its own; the next ones follow. */
export const FIRST_CONTROLLER_ID = 101;

/**
 * What KRaft mode adds to the simulator. It is loaded only for a scenario that needs it (`load.ts`), so that ZooKeeper mode
 * never pays for it: nothing outside this folder imports more of it than this file and types.
 */
export interface KRaftPart {
  /** What a node of the kind `controller` does. */
  readonly controller: Behaviour<never>;
  /**
   * The first state of a controller that has never been started.
   * @param nodeId Kafka's node.id
   * @param config the scenario's settings for all brokers and controllers
   */
  readonly newController: (setup: Setup, nodeId: number, config: Config) => unknown;
  /** What brokers do in their own way. */
  readonly broker: KRaftBroker;
  /** How its metadata is read from outside. */
  readonly read: KRaftRead;
}

let loaded: KRaftPart | null = null;

/** Makes KRaft mode known; to be called once, before the first World of that mode is made. */
export function useKRaft(part: KRaftPart): void {
  loaded = part;
}

/** KRaft mode's part, which must have been loaded. */
export function kraftPart(): KRaftPart {
  return present(loaded, 'KRaft mode must be loaded before it is used');
}

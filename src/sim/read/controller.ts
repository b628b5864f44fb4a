import { kraftPart } from '../kraft/part.ts';
import type { World } from '../world.ts';
import { controllerOf, registeredBrokers, zooKeeperState } from './znodes.ts';

/**
 * Who is the controller now, and in which epoch. In ZooKeeper mode the broker in /controller; in KRaft mode the voter that leads the
 * quorum, by its node.id, in the quorum's epoch: with separate roles it is no broker.
 * @returns id -1 when there is none
 */
export function controllerNow(world: World): { readonly id: number; readonly epoch: number } {
  if (world.setup.mode === 'kraft') return kraftPart().read.controller(world);
  const { broker, epoch } = controllerOf(world);
  return { id: broker, epoch };
}

/** How the cluster's metadata has a broker. `fenced`: registered, but it may not lead and clients are not told of it (KRaft mode). */
export type RegistrationState = 'none' | 'fenced' | 'active' | 'shutting down';

/** A broker's registration: its znode under /brokers/ids, or what is committed in the metadata log. */
export function registrationOf(world: World, brokerId: number): RegistrationState {
  if (world.setup.mode === 'zookeeper') return registeredBrokers(world).includes(brokerId) ? 'active' : 'none';
  const registration = kraftPart().read.registration(world, brokerId);
  if (registration === null) return 'none';
  if (registration.fenced) return 'fenced';
  return registration.inControlledShutdown ? 'shutting down' : 'active';
}

/** The cluster's metadata as a whole: the same object while nothing of it has changed, so that what was read from it still holds. */
export function metadataOf(world: World): object | null {
  return world.setup.mode === 'kraft' ? kraftPart().read.metadata(world) : (zooKeeperState(world)?.root ?? null);
}

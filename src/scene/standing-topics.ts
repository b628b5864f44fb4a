import { metadataOf } from '../sim/read/controller.ts';
import { brokersOf } from '../sim/read/brokers.ts';
import { topicView } from '../sim/read/partitions.ts';
import { znodeAt } from '../sim/read/znodes.ts';
import { DELETE_TOPICS_PATH } from '../sim/zookeeper/paths.ts';
import type { World } from '../sim/world.ts';
import { remembered } from './kept.ts';
import { replicaAt } from './partition-state.ts';

/**
 * A topic that has rows. `deleting`: it shall go, and waits for every broker that has a copy (ZooKeeper mode: kafka.controller.TopicDeletionManager);
 * `deleted`: the cluster's metadata has forgotten it, and a broker that is away still has its log.
 */
export interface StandingTopic {
  readonly name: string;
  readonly state: 'lives' | 'deleting' | 'deleted';
}

/** The topics that there are, by when they were first named; the last list again while it would be the same. */
export function standingTopics(): (world: World) => readonly StandingTopic[] {
  const metadata = remembered<readonly (StandingTopic | string)[]>();
  let last: readonly StandingTopic[] = [];
  return (world) => {
    const known = metadata([metadataOf(world), world.names], () =>
      world.names.topics.map(({ name }) => inMetadata(world, name)),
    );
    const now = known.flatMap((one): StandingTopic[] => {
      if (typeof one !== 'string') return [one];
      return isLeftBehind(world, one) ? [{ name: one, state: 'deleted' }] : [];
    });
    const same =
      now.length === last.length &&
      now.every(({ name, state }, i) => name === last[i]?.name && state === last[i]?.state);
    if (!same) last = now;
    return last;
  };
}

/** The topic as the metadata has it; its name alone where it has it no more, or not yet. */
function inMetadata(world: World, name: string): StandingTopic | string {
  if (topicView(world, name) === null) return name;
  const deleting = world.setup.mode === 'zookeeper' && znodeAt(world, `${DELETE_TOPICS_PATH}/${name}`) !== null;
  return { name, state: deleting ? 'deleting' : 'lives' };
}

function isLeftBehind(world: World, name: string): boolean {
  const ids = world.names.index[name] ?? [];
  return ids.length > 0 && brokersOf(world).some((broker) => ids.some((id) => replicaAt(world, broker, id) !== null));
}

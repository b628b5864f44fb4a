import type { World } from '../world.ts';
import type { PartitionId } from '../world.ts';
import type { PartitionView, TopicView } from './partitions.ts';

/** What the readers of a World know of KRaft mode: loaded with the rest of it, and asked only when a World is of that mode. */
export interface KRaftRead {
  /** See `topicsOf`. */
  readonly topics: (world: World) => readonly TopicView[];
  /** See `topicView`. */
  readonly topic: (world: World, name: string) => TopicView | null;
  /** See `partitionView`. */
  readonly partition: (world: World, id: PartitionId) => PartitionView;
  /** See `leaderOf`. */
  readonly leader: (world: World, id: PartitionId) => number;
  /** See `topicConfigOf`. */
  readonly topicConfig: (world: World, topic: string) => { readonly [name: string]: string };
  /** The active controller's node.id, -1: there is none; and the quorum's epoch. */
  readonly controller: (world: World) => { readonly id: number; readonly epoch: number };
  /** A broker's registration; null: it has none. */
  readonly registration: (
    world: World,
    brokerId: number,
  ) => { readonly fenced: boolean; readonly inControlledShutdown: boolean } | null;
  /** The same object as long as topics and partitions are as they were: to know when to look again. */
  readonly metadata: (world: World) => object;
}

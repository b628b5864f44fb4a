import type { NodeId, PartitionId } from '../sim/world.ts';
import type { Box, Point } from './box.ts';
import type { Metrics } from './metrics.ts';
import type { StandingTopic } from './standing-topics.ts';
import type { Viewport } from './viewport.ts';

/**
 * How much of a partition a cell shows, by the pixels it has: tiles with their offsets, epochs and named lines; compact tiles, which
 * show values and a role; dense ones, one line of values with the triangles below it; a bar; or one heat cell.
 */
export type Level = 'tiles' | 'compact' | 'dense' | 'bars' | 'heat';

/** Does a cell show records one by one? */
export function hasTiles(level: Level): boolean {
  return level === 'tiles' || level === 'compact' || level === 'dense';
}

/** Where everything stands: it depends on the shape of the cluster, the viewport and the choice, never on the state. */
export interface Frame {
  readonly viewport: Viewport;
  readonly metrics: Metrics;
  /** What the picture needs; the viewport's size unless the layout is narrow. */
  readonly width: number;
  readonly height: number;
  /** As far down as there is anything. */
  readonly used: number;
  readonly columns: readonly ColumnFrame[];
  readonly rows: readonly RowFrame[];
  readonly topics: readonly TopicFrame[];
  readonly zookeeper: Box | null;
  /** KRaft mode: where ZooKeeper stands else, with a box for each voter. */
  readonly quorum: QuorumFrame | null;
  readonly producers: BandFrame;
  /** Those without a group. */
  readonly consumers: BandFrame;
  readonly groups: readonly GroupFrame[];
  readonly moreGroups: BandFrame['more'];
  /** Middle of the corridors above and below the brokers, and how high each is. */
  readonly corridors: { readonly top: number; readonly bottom: number; readonly height: number };
  /** Middle of each gutter: left of the first column, between columns, right of the last. Narrow: one lane. */
  readonly gutters: readonly { readonly x: number; readonly width: number }[];
  /** Is there room for words on what is under way, or only for dots? */
  readonly words: boolean;
  /** Where each node stands, by NodeId. */
  readonly places: readonly (Place | null)[];
}

export interface QuorumFrame {
  readonly box: Box;
  readonly voters: readonly { readonly id: number; readonly node: NodeId; readonly box: Box }[];
}

export interface ColumnFrame {
  readonly broker: number;
  readonly node: NodeId;
  readonly box: Box;
}

export interface RowFrame {
  readonly partition: PartitionId;
  readonly topic: string;
  readonly state: StandingTopic['state'];
  readonly level: Level;
  /** Where the row's header is written. */
  readonly header: Box;
  /** One box for each column, in their order. */
  readonly cells: readonly Box[];
  /** How many tiles stand side by side; 0 for bars and heat cells. */
  readonly slots: number;
}

/** Where a topic is named: beside the brokers' names, on a line above its rows, or, folded, below the columns. */
export type TopicPlace = 'beside' | 'line' | 'outside';

export interface TopicFrame {
  readonly topic: string;
  readonly box: Box;
  readonly place: TopicPlace;
  readonly state: StandingTopic['state'];
  readonly folded: boolean;
  readonly pinned: boolean;
  readonly partitions: number;
  /** Partitions of it for which there is no room. */
  readonly hidden: number;
  readonly internal: boolean;
}

/** Clients side by side; those for which there is no room are counted. */
export interface BandFrame {
  readonly label: Point;
  readonly boxes: readonly { readonly node: NodeId; readonly box: Box }[];
  readonly more: { readonly count: number; readonly box: Box } | null;
}

/** The first lines of a group's box, which say what it is. */
export interface GroupHead {
  readonly lines: 1 | 2 | 3;
  readonly height: number;
}

/** A consumer group with its members side by side; those for which there is no room are counted. */
export interface GroupFrame {
  readonly group: string;
  readonly box: Box;
  readonly head: GroupHead;
  readonly members: readonly { readonly node: NodeId; readonly box: Box }[];
  readonly more: { readonly count: number; readonly box: Box } | null;
  /** Members have room for their name and their partitions alone. */
  readonly slim: boolean;
}

/** How the gutters reach a node. */
export interface Place {
  readonly box: Box;
  readonly side: 'above' | 'below' | 'column' | 'lane';
  /** Index of the column; -1 for clients, ZooKeeper and controllers. */
  readonly column: number;
}

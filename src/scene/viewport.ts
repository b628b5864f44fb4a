import type { PartitionId } from '../sim/world.ts';

/**
 * How the picture is laid out: `page` beside or above prose, `stage` for a projector at 1920 x 1080 (labels of 22 px),
 * `narrow` below 700 px: one partition, a card for each broker.
 */
export type Layout = 'page' | 'stage' | 'narrow';

/** The room for the picture in CSS pixels. In the narrow layout the height does not matter: the picture is as high as it needs. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly layout: Layout;
}

/** Below this width columns become cards. */
export const NARROW_BELOW = 700;

/** What the student has chosen to see. It changes nothing in the World. */
export interface Choice {
  /** Topics folded to one line. */
  readonly folded: readonly string[];
  /** Topics that keep their tiles when there is not room for the tiles of all. */
  readonly pinned: readonly string[];
  /** Are internal topics (names that begin with two underscores) unfolded? */
  readonly internal: boolean;
  /** The partition that the narrow layout shows; null: the first. */
  readonly partition: PartitionId | null;
  /** Rows whose window is held at an offset; the others follow the end of the log. */
  readonly scrolled: readonly { readonly partition: PartitionId; readonly from: number }[];
  /** What stands large on a tile. */
  readonly label: 'value' | 'key';
  /** Are ZooKeeper's pings drawn? */
  readonly pings: boolean;
}

export const DEFAULT_CHOICE: Choice = {
  folded: [],
  pinned: [],
  internal: false,
  partition: null,
  scrolled: [],
  label: 'value',
  pings: false,
};

/** The choice with the topic folded, or unfolded if it was. Internal topics are folded until asked for. */
export function toggleTopic(choice: Choice, topic: string): Choice {
  const folded = choice.folded.includes(topic)
    ? choice.folded.filter((name) => name !== topic)
    : [...choice.folded, topic];
  return { ...choice, folded };
}

/** The choice with the topic pinned, or let go if it was. */
export function togglePin(choice: Choice, topic: string): Choice {
  const pinned = choice.pinned.includes(topic)
    ? choice.pinned.filter((name) => name !== topic)
    : [...choice.pinned, topic];
  return { ...choice, pinned };
}

/** The choice with the partition's window held at `from`; null lets it follow the end of the log again. */
export function scrollRow(choice: Choice, partition: PartitionId, from: number | null): Choice {
  const others = choice.scrolled.filter((row) => row.partition !== partition);
  return { ...choice, scrolled: from === null ? others : [...others, { partition, from }] };
}

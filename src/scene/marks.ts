import type { BrokerCondition } from '../sim/read/brokers.ts';
import type { NodeId, PartitionId } from '../sim/world.ts';
import type { Box, Point } from './box.ts';
import type { Frame, Level, TopicPlace } from './frame.ts';
import type { GroupMark } from './marks-groups.ts';
import type { QuorumMark, SessionMark, ZooKeeperMark } from './marks-keepers.ts';
import type { Thing } from './thing.ts';

export type { GroupMark } from './marks-groups.ts';
export type {
  QuorumMark,
  SessionMark,
  VoterLogMark,
  VoterMark,
  ZooKeeperMark,
  ZooKeeperServerMark,
} from './marks-keepers.ts';

/** Everything that is drawn at one instant. JSON only. Parts that did not change since the last scene are the same objects. */
export interface Scene {
  readonly frame: Frame;
  /** The state of the cluster in a few sentences, for those who hear the picture. */
  readonly summary: string;
  readonly columns: readonly ColumnMark[];
  readonly rows: readonly RowMark[];
  readonly topics: readonly TopicMark[];
  readonly cells: readonly CellMark[];
  /** Which offsets each row shows, and which its logs have. */
  readonly windows: readonly WindowMark[];
  readonly positions: readonly PositionMark[];
  readonly zookeeper: ZooKeeperMark | null;
  /** KRaft mode: the voters, where ZooKeeper stands else. */
  readonly quorum: QuorumMark | null;
  readonly sessions: readonly SessionMark[];
  /** Followers that fall behind, batches that may not be delivered in time. */
  readonly timers: readonly TimerMark[];
  readonly clients: readonly ClientMark[];
  /** Consumer groups; their members are among the clients. */
  readonly groups: readonly GroupMark[];
  readonly more: readonly MoreMark[];
  readonly links: readonly LinkMark[];
  readonly waiting: readonly WaitingMark[];
  readonly routes: readonly RouteMark[];
  readonly tokens: readonly TokenMark[];
  /** All partitions, for the narrow layout, which shows one of them. */
  readonly partitions: readonly { readonly partition: PartitionId; readonly name: string }[];
  /** Keys of the things that the entries given to the scene are about: what the last step changed. */
  readonly changed: readonly string[];
  /** Everything that can be selected, in reading order, with the sentence that names it. */
  readonly stops: readonly Stop[];
}

/** Something that takes the keyboard's focus. */
export interface Stop {
  readonly key: string;
  readonly thing: Thing;
  readonly box: Box;
  readonly label: string;
}

/** A row's window: it shows offsets from `from` on; its logs hold some of `[start, end)`. */
export interface WindowMark {
  readonly partition: PartitionId;
  readonly from: number;
  readonly start: number;
  readonly end: number;
}

/** A broker: the column of its copies. */
export interface ColumnMark extends Stop {
  readonly broker: number;
  readonly title: string;
  readonly condition: BrokerCondition;
  /** Words for the condition; empty where there is no room and nothing to say. */
  readonly state: string;
  /** What a starting broker waits for; a second line. */
  readonly note: string;
  /** Where the words begin; they end at the column's right. */
  readonly stateX: number;
  /** The column's ground: hatched when the process is gone. */
  readonly look: 'running' | 'uncertain' | 'gone';
  /** Is the broker's trouble a failure of its own (red), not something that follows from another? */
  readonly fault: boolean;
  readonly controller: boolean;
  readonly badge: Box | null;
}

/** A partition's name and the facts about it. */
export interface RowMark extends Stop {
  readonly partition: PartitionId;
  readonly hue: number;
  readonly level: Level;
  readonly title: string;
  readonly lines: readonly { readonly text: string; readonly strong: boolean }[];
}

export interface TopicMark extends Stop {
  readonly topic: string;
  readonly name: string;
  readonly note: string;
  readonly place: TopicPlace;
  readonly folded: boolean;
  readonly pinned: boolean;
}

/** One broker's copy of one partition. */
export interface CellMark extends Stop {
  readonly level: Level;
  readonly hue: number;
  /** Leader: strong border and full hue; follower: pale; outOfSync and none: no hue. */
  readonly role: 'leader' | 'follower' | 'outOfSync' | 'none';
  /** Empty where the star alone says it. */
  readonly roleText: string;
  /** The middle of its line. */
  readonly roleY: number;
  readonly dead: boolean;
  /** What lies before the window, in words; in a row that does not follow the end of its logs, also what lies after it. */
  readonly older: string;
  readonly newer: string;
  /** Where the sign stands that the tiles before it are older than the window: they are not in line with those of other copies. Null: they are. */
  readonly apart: Point | null;
  readonly tiles: readonly TileMark[];
  readonly bands: readonly BandMark[];
  readonly lines: readonly BoundaryMark[];
  readonly bar: BarMark | null;
}

export interface TileMark extends Stop {
  readonly offset: number;
  readonly offsetText: string;
  readonly text: string;
  /** Large where it fits, else the floor of the type. */
  readonly large: boolean;
  readonly committed: boolean;
  /** Was cut off in the last step: it is in neither World alone. */
  readonly gone: boolean;
}

/** A run of tiles of one leader epoch. */
export interface BandMark {
  readonly epoch: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Where the line begins, after the number. */
  readonly from: number;
}

/** A named line on the boundary between two tiles. */
export interface BoundaryMark {
  readonly kind: 'highWatermark' | 'logEnd' | 'logStart';
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  /** Empty where another line's name at the same boundary says it too. */
  readonly name: string;
  readonly nameAt: Point;
}

export interface BarMark {
  readonly track: Box;
  readonly committed: Box;
  readonly uncommitted: Box;
  /** Where the bar begins, the log has more. */
  readonly cut: boolean;
  /** Null: nobody knows it. */
  readonly highWatermark: number | null;
  readonly text: string;
  readonly textAt: Point;
  readonly signAt: Point;
}

/** Where a reader stands: before the next record it will read. */
export interface PositionMark {
  readonly key: string;
  readonly consumer: NodeId;
  readonly reader: number;
  readonly partition: PartitionId;
  readonly offset: number;
  readonly committed: boolean;
  /** A position at which its group has committed too. */
  readonly both: boolean;
  readonly at: Point;
  /** The triangle's side, in pixels. */
  readonly size: number;
  /** Outside the window: the triangle points that way. */
  readonly off: 'before' | 'after' | null;
  /** Whose it is, where more than one reads. */
  readonly name: string;
}

export interface ClientMark extends Stop {
  readonly kind: 'producer' | 'consumer' | 'member' | 'admin';
  readonly name: string;
  readonly note: string;
  /** Where the note ends. */
  readonly noteEnd: number;
  readonly look: 'running' | 'uncertain' | 'gone';
  readonly fault: boolean;
  readonly lines: readonly string[];
  readonly chips: readonly ChipMark[];
  /** Consumers: the hue of their triangles; members have their group's. */
  readonly reader: number;
  /** At the end of the last line. */
  readonly aside: string;
}

/** A partition in a client's box: records that wait to be sent, or how far a reader is. */
export interface ChipMark {
  readonly key: string;
  readonly hue: number;
  readonly box: Box;
  readonly text: string;
  readonly after: string;
  readonly filled: boolean;
  /** It is being given up. */
  readonly struck?: boolean;
}

export interface MoreMark {
  readonly key: string;
  readonly box: Box;
  readonly text: string;
}

/** A link that is not as it should be. */
export interface LinkMark extends Stop {
  readonly state: 'slow' | 'cut';
  readonly path: string;
  /** Where the cross stands, on the line. */
  readonly at: Point;
  /** Beside it, in the middle of their ground; empty and null where there is no room. */
  readonly text: string;
  readonly ground: Box | null;
  readonly width: number;
}

/** Requests that have arrived and wait at a broker for records or for the high watermark. */
export interface WaitingMark extends Stop {
  readonly text: string;
  /** Which side of the box touches the column. */
  readonly side: 'left' | 'right';
}

/** A timer that runs out: what is left of it, as an arc. */
export interface TimerMark {
  readonly key: string;
  readonly at: Point;
  readonly radius: number;
  /** SVG path around `at`. */
  readonly arc: string;
  /** Seconds left. */
  readonly text: string;
  readonly label: string;
}

/** The line of the gutter that something travels along. */
export interface RouteMark {
  readonly key: string;
  readonly path: string;
  /** The tip of the arrow at its end, and its turn in degrees from pointing right. */
  readonly tip: Point;
  readonly turn: number;
}

/** Something under way, where it is at the instant. */
export interface TokenMark {
  readonly at: Point;
  /** All else: the same object from frame to frame while nothing in it changes, so that what moves is only moved. */
  readonly look: TokenLook;
}

export interface TokenLook {
  readonly key: string;
  readonly thing: Thing;
  readonly shape: 'request' | 'response' | 'sign';
  readonly width: number;
  readonly height: number;
  readonly text: string;
  /** The partition whose records it carries; null: none. */
  readonly hue: number | null;
  readonly carries: boolean;
  /** How many travel in this one place. */
  readonly count: number;
  readonly fate: 'moving' | 'held' | 'lost';
  readonly label: string;
}

import type { Micros } from '../../sim/time.ts';
import type { History } from '../../sim/facts/fold.ts';
import type { GroupSides } from '../../sim/read/group-sides.ts';
import type { KafkaRecord } from '../../sim/protocol/record-batch.ts';
import type { NodeId, NodeRecord, World } from '../../sim/world.ts';
import type { Box } from '../box.ts';
import type { Frame, GroupFrame } from '../frame.ts';
import type { ClientMark, GroupMark, TimerMark } from '../marks.ts';
import type { RecordMeaning } from '../metadata/part.ts';
import type { Metrics } from '../metrics.ts';
import type { ClusterState } from '../partition-state.ts';
import type { GroupShape } from '../shape.ts';

/** Where groups stand below the matrix. */
export interface GroupBand {
  readonly height: number;
  /** Where the room beside them begins. */
  readonly right: number;
  /** The groups, and a place for the count of those that have none, at that height of the picture. */
  readonly placed: (y: number) => Pick<Frame, 'groups' | 'moreGroups'>;
}

/** What groups look like at one instant. */
export interface GroupMarks {
  readonly groups: readonly GroupMark[];
  readonly members: readonly ClientMark[];
  readonly timers: readonly TimerMark[];
}

/**
 * What consumer groups add to the picture. It comes with the simulator (`load.ts`), not with the first picture of the page, which has
 * none: until then consumers stand by themselves.
 */
export interface GroupsPart {
  readonly groupIdOf: (node: NodeRecord) => string | null;
  /**
   * @param alone consumers without a group, which stand beside the groups
   * @param most so many lines at most for what a group says of itself
   */
  readonly band: (
    groups: readonly GroupShape[],
    alone: number,
    left: number,
    right: number,
    metrics: Metrics,
    most?: number,
  ) => GroupBand;
  /** The narrow layout: one below the other. @param take gives a box of that width and the height that it is asked for */
  readonly stack: (
    groups: readonly GroupShape[],
    width: number,
    take: (height: number) => Box,
    metrics: Metrics,
  ) => GroupFrame[];
  /** The groups of a World; the last ones again while nothing that they are made of has changed. */
  readonly reader: () => (world: World) => readonly GroupSides[];
  readonly marks: (
    frame: Frame,
    state: ClusterState,
    groups: readonly GroupSides[],
    history: History | undefined,
    at: Micros,
  ) => GroupMarks;
  /** What a record of __consumer_offsets is called on its tile; null: it is none. */
  readonly recordName: (record: KafkaRecord) => string | null;
  /** What such a record says, key and value; null: it is none. */
  readonly recordMeaning: (record: KafkaRecord) => RecordMeaning | null;
  /** Whose a member id is or has been, as far as a history remembers; -1: nobody knows. */
  readonly ownerOfMember: (history: History | undefined, memberId: string) => NodeId;
  /** The groups in a sentence each. */
  readonly sentences: (world: World, groups?: readonly GroupSides[]) => readonly string[];
}

let loaded: GroupsPart | null = null;

/** Makes groups known; to be called once. */
export function useGroups(part: GroupsPart): void {
  loaded = part;
}

/** What draws groups; null: it has not been loaded. */
export function groupsPart(): GroupsPart | null {
  return loaded;
}

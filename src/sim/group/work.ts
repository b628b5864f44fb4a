import type { GroupResponse } from '../protocol/group.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { Micros } from '../time.ts';
import type { Turn } from '../turn.ts';
import type { ConnectionId, NodeId } from '../world.ts';
import type { MemberProtocol } from './classic/state.ts';
import type { Group } from './group.ts';
import type { GroupSettings } from './settings.ts';
import type { CoordinatorRecord } from './records.ts';

/** Who waits for an answer: a broker answers one request of a connection at a time, so the connection is enough. */
export interface Asker {
  readonly connection: ConnectionId;
  readonly peer: NodeId;
}

/** What happens when records are committed, that is: below the high watermark of the coordinator's partition. */
export type AfterCommit =
  | { readonly type: 'respond'; readonly to: Asker; readonly response: GroupResponse }
  /** A classic group's leader has sent the assignment of this generation, and it is stored. */
  | { readonly type: 'assignmentStored'; readonly groupId: string; readonly generation: number }
  /** A classic group's static member has come back under another member id, which is stored. */
  | {
      readonly type: 'replacementStored';
      readonly to: Asker;
      readonly groupId: string;
      readonly replacement: Replacement;
    };

/** A static member's new member id, and what it was before, in case the new one cannot be stored. */
export interface Replacement {
  readonly memberId: string;
  readonly previousId: string;
  /** Of the group, before. */
  readonly leaderId: string | null;
  readonly protocols: readonly MemberProtocol[];
  readonly rebalanceTimeout: Micros;
  readonly sessionTimeout: Micros;
  /** Does the client know `skipAssignment` (KIP-814)? */
  readonly skips: boolean;
}

/**
 * One shard of the group coordinator (one partition of __consumer_offsets that this broker leads, all of it read) while it handles one
 * stimulus: what the protocols of groups may know and do. Groups are plain JSON values; whoever changes one sets it.
 */
export interface GroupWork {
  readonly turn: Turn;
  readonly settings: GroupSettings;
  /** The shard's partition of __consumer_offsets. */
  readonly shard: number;
  /** How many partitions a topic has, as this broker's metadata has it; 0: there is no such topic. */
  partitionCount(topic: string): number;
  /** The group; null when this shard has none of that id. */
  group(groupId: string): Group | null;
  setGroup(group: Group): void;
  dropGroup(groupId: string): void;
  /** Has the group offsets that are committed? */
  hasOffsets(groupId: string): boolean;
  /**
   * Writes records to the shard's log, as one batch, all or none (CoordinatorRuntime's write operations; acks=all). The state of groups is
   * the caller's to change: before it knows that the records are committed, as Kafka does. `after` happens when they are; if the broker loses
   * its leadership first, those who wait are answered NOT_COORDINATOR and the whole shard, with what was changed, is forgotten.
   * No records: nothing is written, and `after` happens when all that was written before is committed, at once if it is already (an answer
   * must not tell what may still be lost: CoordinatorRuntime.CoordinatorWriteEvent.run).
   * @returns NONE, or why nothing was written: NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE
   */
  append(records: readonly CoordinatorRecord[], after: readonly AfterCommit[]): ErrorCode;
  /** Answers at once. */
  respond(to: Asker, response: GroupResponse): void;
  /** Sets a timer of a group under a name of the caller's choice (`session-<member>`, `join`); it replaces an earlier one of that name. */
  schedule(groupId: string, name: string, at: Micros): void;
  cancel(groupId: string, name: string): void;
  /** When it will fire; null: not set. */
  scheduledAt(groupId: string, name: string): Micros | null;
  /** A member id as the coordinator makes it: the client id (or the instance id) and a UUID from the broker's random stream; '': the UUID alone. */
  newMemberId(prefix: string): string;
}

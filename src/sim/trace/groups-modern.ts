import type { TopicPartitions } from '../protocol/group.ts';
import type { Interest } from './entry.ts';

/** Entries that a coordinator writes about groups of the consumer protocol (KIP-848), beside those of `groups.ts`. */
export interface ModernGroupEntries {
  /** There will be a new target. `why` is a word of GROUP_WHY (src/scene/words). */
  GroupEpochBumped: { readonly group: string; readonly epoch: number; readonly why: string };
  /** The coordinator has decided where everybody is to arrive; `changes` are of those whose target is another than before. */
  TargetAssigned: {
    readonly group: string;
    readonly epoch: number;
    readonly assignor: string;
    readonly changes: readonly { readonly member: string; readonly partitions: readonly TopicPartitions[] }[];
  };
  /** One step of a member towards its target: what it may read by now, and what it has to give back. `from` is '' for a new member. */
  MemberReconciled: {
    readonly group: string;
    readonly member: string;
    readonly epoch: number;
    readonly from: string;
    readonly to: string;
    readonly assigned: readonly TopicPartitions[];
    readonly revoking: readonly TopicPartitions[];
  };
  /** A static member has said that it will be back: its partitions stay its own for its session. */
  StaticMemberAway: { readonly group: string; readonly member: string; readonly instance: string };
}

export const modernGroupInterest: { readonly [T in keyof ModernGroupEntries]: Interest } = {
  GroupEpochBumped: 'detail',
  TargetAssigned: 'beat',
  MemberReconciled: 'beat',
  StaticMemberAway: 'beat',
};

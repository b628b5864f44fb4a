import type { TopicPartitions } from '../protocol/group.ts';
import type { Interest } from './entry.ts';

/** Entries that a group's coordinator writes about the group: of both protocols, where it says nothing else. */
export interface GroupEntries {
  /** `generation` is the group epoch with the consumer protocol. `why` is a short cause, such as `joined`. */
  GroupStateChanged: {
    readonly group: string;
    readonly from: string;
    readonly to: string;
    readonly generation: number;
    readonly why: string;
  };
  /** A member id was made and sent back: the client shall join again with it (KIP-394). */
  MemberIdGiven: { readonly group: string; readonly member: string };
  /** It was not in the group before; `instance` is group.instance.id, null for a dynamic member. */
  MemberJoined: {
    readonly group: string;
    readonly member: string;
    readonly instance: string | null;
    readonly members: number;
  };
  /** A static member came back under a new member id: the old one is fenced (KIP-345). */
  StaticMemberReplaced: {
    readonly group: string;
    readonly instance: string;
    readonly member: string;
    readonly previous: string;
  };
  MemberRemoved: {
    readonly group: string;
    readonly member: string;
    readonly why: 'left' | 'session' | 'rebalance' | 'revocation' | 'sync' | 'pending' | 'fenced';
    readonly members: number;
  };
  /** The join phase is complete: a generation begins. */
  GenerationBegun: {
    readonly group: string;
    readonly generation: number;
    readonly assignor: string;
    readonly leader: string;
    readonly members: readonly string[];
  };
  /** What a generation's leader decided is stored: this is who reads what. */
  AssignmentStored: {
    readonly group: string;
    readonly generation: number;
    readonly assignment: readonly { readonly member: string; readonly partitions: readonly TopicPartitions[] }[];
  };
  GroupRequestRefused: {
    readonly group: string;
    readonly member: string;
    readonly api: string;
    readonly error: string;
  };
}

export const groupInterest: { readonly [T in keyof GroupEntries]: Interest } = {
  GroupStateChanged: 'beat',
  MemberIdGiven: 'detail',
  MemberJoined: 'beat',
  StaticMemberReplaced: 'beat',
  MemberRemoved: 'beat',
  GenerationBegun: 'beat',
  AssignmentStored: 'beat',
  GroupRequestRefused: 'detail',
};

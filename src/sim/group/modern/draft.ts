import { nextGroupState } from './group-state.ts';
import type { ConsumerGroup, ConsumerGroupMember, PartitionsByTopic } from './state.ts';

type Table = 'members' | 'staticMembers' | 'subscribedTopicNames' | 'targetAssignment' | 'partitionEpochs';
type Entries<T extends Table> = Record<string, ConsumerGroup[T][string]>;

/** A group while records are replayed onto it: each table is copied when it is first written to, so that many records cost one copy. */
export class GroupDraft {
  private group: ConsumerGroup;
  /** Names of tables, and of single lists in them, that are the draft's own by now. */
  private readonly copied: Record<string, true> = {};

  constructor(group: ConsumerGroup) {
    this.group = group;
  }

  get members(): ConsumerGroup['members'] {
    return this.group.members;
  }

  /** The group as it is now, with the state that it amounts to. */
  finish(): ConsumerGroup {
    const state = nextGroupState(this.group);
    return state === this.group.state ? this.group : { ...this.group, state };
  }

  set(change: Partial<Pick<ConsumerGroup, 'groupEpoch' | 'targetAssignmentEpoch' | 'subscriptionMetadata'>>): void {
    this.group = { ...this.group, ...change };
  }

  setTarget(memberId: string, partitions: PartitionsByTopic | null): void {
    if (partitions !== null) this.table('targetAssignment')[memberId] = partitions;
    else this.remove('targetAssignment', memberId);
  }

  /** ConsumerGroup.updateMember */
  setMember(member: ConsumerGroupMember): void {
    const old = this.group.members[member.memberId];
    this.table('members')[member.memberId] = member;
    this.countTopics(old, member);
    this.replaceEpochs(old, member);
    if (member.instanceId !== null) this.table('staticMembers')[member.instanceId] = member.memberId;
  }

  /** ConsumerGroup.removeMember */
  removeMember(member: ConsumerGroupMember): void {
    this.remove('members', member.memberId);
    this.countTopics(member, undefined);
    this.replaceEpochs(member, undefined);
    if (member.instanceId !== null) this.remove('staticMembers', member.instanceId);
  }

  private countTopics(old: ConsumerGroupMember | undefined, member: ConsumerGroupMember | undefined): void {
    if (old?.subscribedTopicNames === member?.subscribedTopicNames) return;
    const counts = this.table('subscribedTopicNames');
    for (const topic of member?.subscribedTopicNames ?? []) counts[topic] = (counts[topic] ?? 0) + 1;
    for (const topic of old?.subscribedTopicNames ?? []) {
      const left = (counts[topic] ?? 0) - 1;
      if (left > 0) this.table('subscribedTopicNames')[topic] = left;
      else this.remove('subscribedTopicNames', topic);
    }
  }

  /** ConsumerGroup.maybeUpdatePartitionEpoch: what a member has, or has yet to give back, is its own. */
  private replaceEpochs(old: ConsumerGroupMember | undefined, member: ConsumerGroupMember | undefined): void {
    const same =
      old?.memberEpoch === member?.memberEpoch &&
      old?.assignedPartitions === member?.assignedPartitions &&
      old?.partitionsPendingRevocation === member?.partitionsPendingRevocation;
    if (same) return;
    if (old !== undefined) {
      this.setEpochs(old.assignedPartitions, old.memberEpoch, -1);
      this.setEpochs(old.partitionsPendingRevocation, old.memberEpoch, -1);
    }
    if (member !== undefined) {
      this.setEpochs(member.assignedPartitions, null, member.memberEpoch);
      this.setEpochs(member.partitionsPendingRevocation, null, member.memberEpoch);
    }
  }

  /** @param expected only partitions of that epoch are changed: in a compacted log a later owner may come before; null: all */
  private setEpochs(partitions: PartitionsByTopic, expected: number | null, epoch: number): void {
    for (const topic of Object.keys(partitions)) {
      const epochs = this.epochsOf(topic);
      for (const partition of partitions[topic] ?? []) {
        while (epochs.length <= partition) epochs.push(-1);
        if (expected === null || epochs[partition] === expected) epochs[partition] = epoch;
      }
    }
  }

  private epochsOf(topic: string): number[] {
    const table = this.table('partitionEpochs') as Record<string, number[]>;
    const key = `partitionEpochs ${topic}`;
    if (this.copied[key] === undefined) {
      table[topic] = [...(table[topic] ?? [])];
      this.copied[key] = true;
    }
    return table[topic] as number[];
  }

  private table<T extends Table>(name: T): Entries<T> {
    if (this.copied[name] === undefined) {
      this.group = { ...this.group, [name]: { ...this.group[name] } };
      this.copied[name] = true;
    }
    return this.group[name] as Entries<T>;
  }

  private remove(name: Table, key: string): void {
    if (!Object.hasOwn(this.group[name], key)) return;
    const { [key]: gone, ...left } = this.group[name] as Record<string, unknown>;
    void gone;
    this.group = { ...this.group, [name]: left };
    this.copied[name] = true;
  }
}

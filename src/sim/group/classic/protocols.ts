import { assert } from '../../../lib/assert.ts';
import { javaHash } from '../../../lib/java-hash.ts';
import type { ConsumerProtocolSubscription, TopicPartitions } from '../../protocol/group.ts';
import type { ClassicGroup, ClassicMember, MemberProtocol } from './state.ts';

/** ConsumerProtocol.PROTOCOL_TYPE. */
export const CONSUMER_PROTOCOL_TYPE = 'consumer';

/** ClassicGroup.supportsProtocols: of the group's type, and at least one assignor that every member has. */
export function supportsProtocols(
  group: ClassicGroup,
  protocolType: string,
  protocols: readonly MemberProtocol[],
): boolean {
  if (group.state === 'Empty') return protocolType !== '' && protocols.length > 0;
  if (group.protocolType !== protocolType) return false;
  return protocols.some(({ name }) => supporters(group, name) === group.members.length);
}

function supporters(group: ClassicGroup, name: string): number {
  let count = 0;
  for (const member of group.members) if (member.protocols.some((protocol) => protocol.name === name)) count++;
  return count;
}

/** ClassicGroup.selectProtocol: of the assignors that all members have each member votes for its own first; most votes win. */
export function selectProtocol(group: ClassicGroup): string {
  const votes: { name: string; count: number }[] = [];
  const candidates = (group.members[0]?.protocols ?? [])
    .map(({ name }) => name)
    .filter((name) => supporters(group, name) === group.members.length);
  for (const member of group.members) {
    const vote = member.protocols.find(({ name }) => candidates.includes(name));
    assert(vote !== undefined, () => `${member.memberId} supports none of the assignors of ${group.groupId}`);
    const counted = votes.find(({ name }) => name === vote.name);
    if (counted === undefined) votes.push({ name: vote.name, count: 1 });
    else counted.count++;
  }
  // With as many votes Kafka takes the one that its HashMap has first: by hash, not by anybody's wish.
  votes.sort((a, b) => b.count - a.count || bucketOf(a.name) - bucketOf(b.name));
  const [first] = votes;
  assert(first !== undefined, () => `no assignor can be chosen for ${group.groupId}: it has no members`);
  return first.name;
}

/** Where a java.util.HashMap of up to twelve entries keeps a key. */
function bucketOf(key: string): number {
  const hash = javaHash(key);
  return (hash ^ (hash >>> 16)) & 15;
}

/** What the member says about itself to the assignor of that name. */
export function metadataFor(member: ClassicMember, protocol: string): ConsumerProtocolSubscription {
  const found = member.protocols.find(({ name }) => name === protocol);
  assert(found !== undefined, () => `${member.memberId} does not support ${protocol}`);
  return found.metadata;
}

/** ClassicGroupMember.matches: are they the same assignors, with the same bytes, in the same order? */
export function sameProtocols(one: readonly MemberProtocol[], other: readonly MemberProtocol[]): boolean {
  if (one.length !== other.length) return false;
  return one.every((protocol, index) => {
    const there = other[index];
    return there !== undefined && there.name === protocol.name && sameSubscription(there.metadata, protocol.metadata);
  });
}

function sameSubscription(one: ConsumerProtocolSubscription, other: ConsumerProtocolSubscription): boolean {
  return (
    one.generationId === other.generationId &&
    one.rackId === other.rackId &&
    sameList(one.topics, other.topics) &&
    one.ownedPartitions.length === other.ownedPartitions.length &&
    one.ownedPartitions.every((owned, index) => sameTopic(owned, other.ownedPartitions[index]))
  );
}

function sameTopic(one: TopicPartitions, other: TopicPartitions | undefined): boolean {
  return other !== undefined && one.topic === other.topic && sameList(one.partitions, other.partitions);
}

function sameList<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

/** ClassicGroup.computeSubscribedTopics: sorted, each once; null when the coordinator cannot know (not of type `consumer`). */
export function subscribedTopicsOf(group: ClassicGroup): readonly string[] | null {
  if (group.protocolType !== CONSUMER_PROTOCOL_TYPE) return null;
  if (group.members.length === 0) return [];
  const { protocolName } = group;
  if (protocolName === null) return null;
  const topics: string[] = [];
  for (const member of group.members) topics.push(...metadataFor(member, protocolName).topics);
  topics.sort();
  return topics.filter((topic, index) => topic !== topics[index - 1]);
}

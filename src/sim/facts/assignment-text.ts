import type { MemberView } from '../read/groups.ts';

/** A member, and what it may read. */
export type Share = Pick<MemberView, 'clientId' | 'assigned'>;

/**
 * Who reads what, as text: `a: 0, 1; b: 2; c: none`. Members go by their client ids, without the group's name before them; a partition is its
 * number alone where there is one topic.
 */
export function assignmentText(group: string, shares: readonly Share[]): string {
  const topics = shares.flatMap(({ assigned }) => assigned.map(({ topic }) => topic));
  const oneTopic = topics.every((topic) => topic === topics[0]);
  const name = (topic: string, number: number): string => (oneTopic ? String(number) : `${topic}-${number}`);
  return shares
    .map(({ clientId, assigned }) => ({
      member: clientId.startsWith(`${group}-`) ? clientId.slice(group.length + 1) : clientId,
      partitions: assigned.flatMap(({ topic, partitions }) => partitions.map((number) => name(topic, number))),
    }))
    .sort((a, b) => (a.member < b.member ? -1 : 1))
    .map(({ member, partitions }) => `${member}: ${partitions.length === 0 ? 'none' : partitions.join(', ')}`)
    .join('; ');
}

import type { TopicPartitions } from '../../sim/protocol/group.ts';
import type { ModernGroupEntries } from '../../sim/trace/groups-modern.ts';
import type { Catalogue } from './sentence.ts';
import { listed } from './phrases.ts';

const WHY: { readonly [why: string]: string } = {
  joined: 'a member joins',
  rejoined: 'a static member is back',
  'subscription changed': 'a member subscribes to other topics',
  'partitions changed': 'a topic has another number of partitions',
  left: 'a member leaves',
  'session expired': 'a member was silent for too long',
  'revocation timeout': 'a member did not give its partitions back in time',
};

function partitionsOf(topics: readonly TopicPartitions[]): string {
  return listed(
    topics.flatMap(({ topic, partitions }) => partitions.map((partition) => `${topic}-${partition}`)),
    'nothing',
  );
}

/** What the coordinators of groups of the consumer protocol do, in words. */
export const modernGroupWords: Catalogue<ModernGroupEntries> = {
  GroupEpochBumped: ({ group, epoch, why }) => `group ${group} goes to epoch ${epoch}: ${WHY[why] ?? why}`,
  TargetAssigned: ({ group, epoch, assignor, changes }, who, names) => {
    const targets = changes.map(
      ({ member, partitions }) => `${names.member(member)} is to read ${partitionsOf(partitions)}`,
    );
    const said = targets.length === 0 ? 'nothing moves' : targets.join('; ');
    return `${who} assigns group ${group} for epoch ${epoch} with ${assignor}: ${said}`;
  },
  MemberReconciled: ({ group, member, epoch, to, assigned, revoking }, _, names) => {
    const reads = `${names.member(member)} of group ${group} may read ${partitionsOf(assigned)} in epoch ${epoch}`;
    if (to === 'UNREVOKED_PARTITIONS') return `${reads} and must give back ${partitionsOf(revoking)} first`;
    return to === 'UNRELEASED_PARTITIONS' ? `${reads} and waits for what others have not given back` : reads;
  },
  StaticMemberAway: ({ group, member, instance }, _, names) =>
    `${names.member(member)} (${instance}) leaves group ${group} for a while: its partitions wait for it`,
};

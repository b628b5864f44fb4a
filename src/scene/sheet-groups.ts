import type { History } from '../sim/facts/fold.ts';
import { pastOf, type GroupPast, type Stop } from '../sim/facts/folds/rebalances.ts';
import { groupSides, type GroupSides, type MemberSides } from '../sim/read/group-sides.ts';
import { nameOfNode } from '../sim/read/nodes.ts';
import type { Micros } from '../sim/time.ts';
import type { World } from '../sim/world.ts';
import { heldBy, heldTexts, lagOf, lagOfMember } from './groups/chips.ts';
import { memberNowOf, stoppedFor, timerOf, timerWords } from './groups/member.ts';
import { groupPasts } from './groups/pasts.ts';
import { holdWords } from './groups/hold-words.ts';
import { memberWord, stateMeaning } from './groups/words.ts';
import { clusterState, type ClusterState } from './partition-state.ts';
import { partitionName } from './partition-name.ts';
import { rebalanceOf } from './rebalance.ts';
import { fact } from './sheet-fact.ts';
import type { FactLine, Sheet } from './sheet.ts';
import type { Thing } from './thing.ts';
import { visible } from './tile-text.ts';
import { duration } from './words/phrases.ts';

/** A consumer group. */
export function groupSheet(
  world: World,
  thing: Extract<Thing, { kind: 'group' }>,
  history: History | undefined,
  at: Micros,
): Sheet | null {
  const group = groupSides(world, thing.group);
  if (group === null) return null;
  const state = clusterState(world, null);
  const past = groupPasts(history);
  const whole = group.timers.filter(({ kind }) => kind === 'join' || kind === 'sync');
  const own = group.members.map((member): FactLine => {
    const held = heldBy(state, group, member);
    const now = memberNowOf(state, member, stoppedFor(past, group.groupId, member, at));
    const [word = ''] = memberWord(group, member, held, now).words;
    const partitions = heldTexts(held, (id) => partitionName(world, id));
    const lag = lagOfMember(state, group, held);
    const parts = [
      word,
      partitions.join(', ') || 'no partition',
      lag === null ? '' : `lag ${lag}`,
      member.leads ? 'leader: it assigns' : '',
    ];
    const name = visible(member.node < 0 ? `an earlier ${member.name}` : member.name);
    const value = parts.filter((part) => part !== '').join(' · ');
    return fact(name, value, member.node < 0 ? null : { kind: 'consumer', node: member.node });
  });
  return {
    thing,
    title: visible(group.groupId),
    what: 'Members of a group share the partitions: each is read by one of them. Where the group would go on, it commits to __consumer_offsets.',
    state: stateMeaning(group),
    fault: false,
    facts: [
      group.coordinator < 0
        ? fact('coordinator', 'none')
        : fact('coordinator', `broker ${group.coordinator}`, { kind: 'broker', broker: group.coordinator }),
      fact('protocol', protocolText(group)),
      ...(group.assignor === null ? [] : [fact('assignor', group.assignor)]),
      ...whole.map((timer) => fact(timer.kind === 'join' ? 'join phase' : 'sync phase', timerWords(timer, 'it', at))),
      ...stillFacts(world, past, group, at),
      ...own,
      ...committedFacts(state, group),
    ],
    text: null,
    rebalance: rebalanceOf(world, group, past, at),
  };
}

/** Why a partition stands still, after its last reader. */
const STOPS: { readonly [S in Stop]: string } = {
  revoked: 'gave it up',
  lost: 'lost it',
  died: 'died',
  froze: 'stands still itself',
};

/** Partitions that nobody reads, since when and why. */
function stillFacts(world: World, past: readonly GroupPast[], { groupId, state }: GroupSides, at: Micros): FactLine[] {
  const reads = state === '' || state === 'Empty' ? [] : (pastOf(past, groupId)?.reads ?? []);
  return reads.flatMap(({ partition, node, stoppedAt, why }) =>
    stoppedAt === null
      ? []
      : fact(
          `nobody reads ${partitionName(world, partition)}`,
          `for ${duration(Math.max(0, at - stoppedAt))}: ${visible(nameOfNode(world, node))} ${STOPS[why]}`,
          { kind: 'partition', partition },
        ),
  );
}

function protocolText({ protocol, members }: GroupSides): string {
  if (protocol === 'consumer') return 'consumer (KIP-848): the coordinator assigns, each member has its own epoch';
  if (protocol === 'classic') return 'classic: the leader assigns, all share a generation';
  return members.length === 0 ? 'none' : 'nobody has joined yet';
}

function committedFacts(state: ClusterState, group: GroupSides): FactLine[] {
  return group.committed.map(({ partition, offset }) => {
    const lag = lagOf(state, group, [partition]);
    const value = `offset ${offset}${lag === null ? '' : `, lag ${lag}`}`;
    return fact(`committed in ${partitionName(state.world, partition)}`, value, { kind: 'partition', partition });
  });
}

/** What a group adds to the sheet of a consumer in it: what it believes, and what its coordinator says of it. */
export function memberFacts(world: World, groupId: string, node: number, at: Micros): readonly FactLine[] {
  const group = groupSides(world, groupId);
  const member = group?.members.find((one) => one.node === node);
  if (group === null || member === undefined) return [];
  const state = clusterState(world, null);
  const held = heldBy(state, group, member);
  const timer = timerOf(group, member, at);
  return [
    fact('group', groupId, { kind: 'group', group: groupId }),
    ...(member.instanceId === null ? [] : [fact('group.instance.id', member.instanceId)]),
    fact('member id', member.memberId === '' ? 'none yet' : member.memberId),
    fact('it believes', believesText(group, member)),
    fact('the coordinator says', saysText(world, member)),
    ...held.map(({ partition, hold }) =>
      fact(holdWords[hold].replace(/,$/, ''), partitionName(world, partition), { kind: 'partition', partition }),
    ),
    ...(timer === null ? [] : [fact('timer', timerWords(timer, 'it', at))]),
  ];
}

function believesText({ protocol }: GroupSides, { believes, epoch, subscribed }: MemberSides): string {
  if (!subscribed) return 'assign(): it only commits in the group’s name';
  return `${believes === '' ? 'nothing' : believes}${epoch < 0 ? '' : `, ${protocol === 'consumer' ? 'epoch' : 'generation'} ${epoch}`}`;
}

function saysText(world: World, { counted, assigned, leads }: MemberSides): string {
  if (counted === null) return 'not a member';
  const waits = counted.waitsFor === 'join' ? 'waits for the others to join' : 'waits for its assignment';
  const parts = [
    counted.state ?? (counted.waitsFor === null ? 'member' : waits),
    counted.epoch >= 0 ? `epoch ${counted.epoch}` : '',
    leads ? 'leader' : '',
    assigned.length === 0
      ? 'no partition'
      : assigned.length > 4
        ? `${assigned.length} partitions`
        : assigned.map((id) => partitionName(world, id)).join(', '),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

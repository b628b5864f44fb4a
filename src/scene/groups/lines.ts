import type { GroupPast } from '../../sim/facts/folds/rebalances.ts';
import { groupSidesOf, type GroupSides, type MemberSides } from '../../sim/read/group-sides.ts';
import type { Micros } from '../../sim/time.ts';
import type { World } from '../../sim/world.ts';
import { clusterState, type ClusterState } from '../partition-state.ts';
import { partitionName } from '../partition-name.ts';
import { rebalanceOf, type RebalanceView } from '../rebalance.ts';
import type { Thing } from '../thing.ts';
import { heldBy, heldTexts, lagOf, lagOfMember } from './chips.ts';
import { memberNowOf, stoppedFor, timerOf, timerWords } from './member.ts';
import { memberWord, stateTexts } from './words.ts';

/** A group as a table: a line for each member. */
export interface GroupLines {
  readonly thing: Thing;
  readonly name: string;
  /** `Stable · generation 8, coordinator broker 2`. */
  readonly state: string;
  /** What runs out for the group as a whole; empty: nothing. */
  readonly timer: string;
  readonly members: readonly MemberLine[];
  /** One line for each partition that it has committed in or reads. */
  readonly offsets: readonly OffsetLine[];
  readonly rebalance: RebalanceView | null;
}

export interface MemberLine {
  /** Null: the coordinator counts it, and no process is it (any more). */
  readonly thing: Thing | null;
  readonly name: string;
  readonly state: string;
  readonly partitions: string;
  readonly lag: string;
}

export interface OffsetLine {
  readonly thing: Thing;
  readonly partition: string;
  readonly reader: string;
  readonly committed: string;
  readonly lag: string;
}

/** The groups of a World as tables. */
export function groupLines(world: World, past: readonly GroupPast[], at: Micros): readonly GroupLines[] {
  const groups = groupSidesOf(world);
  if (groups.length === 0) return [];
  const state = clusterState(world, null);
  return groups.map((group) => {
    const [text = ''] = stateTexts(group);
    const whole = group.timers.find(({ kind }) => kind === 'join' || kind === 'sync');
    return {
      thing: { kind: 'group', group: group.groupId },
      name: group.groupId,
      state: group.coordinator < 0 ? text : `${text}, coordinator broker ${group.coordinator}`,
      timer: whole === undefined ? '' : timerWords(whole, 'it', at),
      members: group.members.map((member) => memberLine(state, group, member, past, at)),
      offsets: offsetLines(state, group),
      rebalance: rebalanceOf(world, group, past, at),
    };
  });
}

function memberLine(
  state: ClusterState,
  group: GroupSides,
  member: MemberSides,
  past: readonly GroupPast[],
  at: Micros,
): MemberLine {
  const held = heldBy(state, group, member);
  const lag = lagOfMember(state, group, held);
  const timer = timerOf(group, member, at);
  const [word = ''] = memberWord(
    group,
    member,
    held,
    memberNowOf(state, member, stoppedFor(past, group.groupId, member, at)),
  ).words;
  const says = [word === '' ? 'running' : word, timer === null ? '' : timerWords(timer, 'it', at)];
  return {
    thing: member.node < 0 ? null : { kind: 'consumer', node: member.node },
    name: member.node < 0 ? `an earlier ${member.name}` : member.name,
    state: says.filter((part) => part !== '').join('; '),
    partitions: heldTexts(held, (id) => partitionName(state.world, id)).join('; ') || 'none',
    lag: lag === null ? '' : String(lag),
  };
}

function offsetLines(state: ClusterState, group: GroupSides): OffsetLine[] {
  const committed = group.committed.map(({ partition }) => partition);
  const read = group.members.flatMap(({ owned, assigned }) => [...owned, ...assigned]);
  const all = [...new Set([...committed, ...read])].sort((a, b) => a - b);
  return all.map((partition) => {
    const lag = lagOf(state, group, [partition]);
    const readers = group.members.filter((member) =>
      heldBy(state, group, member).some((one) => one.partition === partition && one.hold === 'reads'),
    );
    const offset = group.committed.find((one) => one.partition === partition)?.offset;
    return {
      thing: { kind: 'partition', partition },
      partition: partitionName(state.world, partition),
      reader: readers.map(({ name }) => name).join(', ') || 'nobody',
      committed: offset === undefined ? 'nothing' : String(offset),
      lag: lag === null ? 'unknown' : String(lag),
    };
  });
}

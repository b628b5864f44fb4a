import { groupView } from '../../read/groups.ts';
import { brokerNode, partitionIdOf } from '../../read/nodes.ts';
import { SECOND } from '../../time.ts';
import { assignmentText } from '../assignment-text.ts';
import { defineFact, remembered } from '../fact.ts';
import { groupLogFold, logOfGroup } from '../folds/group-log.ts';
import { pastOf, rebalancesFold, stoodStill as stillnessOf } from '../folds/rebalances.ts';
import { nameOf } from '../lookup.ts';
import { counted, listed } from '../say.ts';

/* What a rebalance does: how many there were, who decides, who stops and for how long. Several groups can be asked side by side. */

const g = { name: 'g', kind: 'text' } as const;
const groups = { name: 'groups', kind: 'text', rest: true } as const;

/** How often a group was shared out anew: its generations, or with the consumer protocol its targets. */
export const rebalances = defineFact({
  id: 'rebalances',
  args: [g],
  folds: [groupLogFold],
  ask: (run, group) => logOfGroup(remembered(run, groupLogFold), group).rebalances,
  say: (value, group) => `Group ${group} has had ${counted(value, 'rebalance')}.`,
});

/** Why the last member that a group lost was taken out, as its coordinator says: `left`, `session`, `rebalance` ...; null: it lost none. */
export const removedBecause = defineFact({
  id: 'removedBecause',
  args: [g],
  folds: [groupLogFold],
  ask: (run, group) => logOfGroup(remembered(run, groupLogFold), group).removed,
  say: (value, group) =>
    value === null ? `Group ${group} has lost no member.` : `Group ${group} lost its last member by: ${value}.`,
});

/** Who works out the assignment of each of these groups: the client id of its leader, or with the consumer protocol its coordinator. */
export const assignedBy = defineFact({
  id: 'assignedBy',
  args: [groups],
  ask: ({ world }, ids) =>
    ids.map((group) => {
      const view = groupView(world, group);
      if (view === null) return null;
      if (view.protocol === 'consumer') return brokerNode(world, view.coordinator)?.name ?? null;
      return view.members.find(({ memberId }) => memberId === view.leader)?.clientId ?? null;
    }),
  say: (value, ids) =>
    `${listed(
      ids.map((group, at) => `${group}: ${value[at] ?? 'nobody'}`),
      'Nobody',
    )}.`,
});

/** In how many partitions reading stopped in the last rebalance of each of these groups, or in the one under way. */
export const partitionsStopped = defineFact({
  id: 'partitionsStopped',
  args: [groups],
  folds: [rebalancesFold],
  ask: (run, ids) => {
    const past = remembered(run, rebalancesFold);
    return ids.map((group) => {
      const moves = pastOf(past, group)?.rebalance?.moves ?? [];
      return moves.filter((move) => stillnessOf(move, run.world.now) > 0).length;
    });
  },
  say: (value, ids) =>
    `${listed(
      ids.map((group, at) => `${group} stops ${counted(value[at] ?? 0, 'partition')}`),
      'No group is asked about',
    )}.`,
});

/** For how many whole seconds nobody read a partition in the last rebalance of each of these groups, or in the one under way. */
export const stoodStill = defineFact({
  id: 'stoodStill',
  args: [{ name: 'p', kind: 'partition' }, groups],
  folds: [rebalancesFold],
  ask: (run, p, ids) => {
    const past = remembered(run, rebalancesFold);
    const id = partitionIdOf(run.world, p.topic, p.partition);
    return ids.map((group) => {
      const move = pastOf(past, group)?.rebalance?.moves.find(({ partition }) => partition === id);
      return move === undefined ? 0 : Math.round(stillnessOf(move, run.world.now) / SECOND);
    });
  },
  say: (value, p, ids) =>
    `${listed(
      ids.map((group, at) => `in ${group} ${nameOf(p)} stands still for ${value[at] ?? 0} s`),
      'No group is asked about',
    )}.`,
});

/** Who reads what in a group, as text: `a: 0, 1; b: 2`. null: nobody knows the group. */
export const whoReadsWhat = defineFact({
  id: 'whoReadsWhat',
  args: [g],
  ask: ({ world }, group) => {
    const view = groupView(world, group);
    return view === null ? null : assignmentText(group, view.members);
  },
  say: (value, group) => (value === null ? `Nobody knows a group ${group}.` : `In group ${group}: ${value}.`),
});

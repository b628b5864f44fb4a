import { vecForEach, vecGet } from '../../src/lib/vec.ts';
import type { ConsumerState } from '../../src/sim/client/state.ts';
import { mayHaveForgotten } from '../../src/sim/invariants/group-losses.ts';
import type { Ledger } from '../../src/sim/invariants/ledger.ts';
import { coordinatorOf, groupView, lagOf } from '../../src/sim/read/groups.ts';
import { partitionView, topicsOf } from '../../src/sim/read/partitions.ts';
import type { PartitionId, World } from '../../src/sim/world.ts';

/**
 * After all has been healed: each group with live members is stable at its coordinator, every partition of its topics is read by exactly one
 * of them, the coordinator knows it so, and all that was written is committed as read.
 */
export function unconvergedGroups(world: World, ledger: Ledger): readonly string[] {
  const found: string[] = [];
  for (const [groupId, members] of liveMembers(world)) {
    const coordinator = coordinatorOf(world, groupId);
    // Its partition of __consumer_offsets may be one whose last in-sync replica lost its records.
    if (coordinator === null || coordinator < 0) continue;
    const view = groupView(world, groupId);
    if (view?.state !== 'Stable') found.push(`${groupId} is ${view?.state ?? 'unknown'} at broker ${coordinator}`);
    const topics = new Set(members.flatMap(({ topics: own }) => own));
    for (const { name, partitions } of topicsOf(world)) {
      if (!topics.has(name)) continue;
      for (const id of partitions) found.push(...wrongIn(world, ledger, groupId, members, name, id));
    }
  }
  return found;
}

function wrongIn(
  world: World,
  ledger: Ledger,
  groupId: string,
  members: readonly ConsumerState[],
  topic: string,
  id: PartitionId,
): readonly string[] {
  const { leader, partition } = partitionView(world, id);
  const owners = members.filter(({ assigned }) => assigned.some((own) => own.id === id)).map(({ name }) => name);
  if (owners.length === 0 && mayStayWithheld(world, groupId, members, topic, partition)) return [];
  if (owners.length !== 1) return [`${topic}-${partition} of ${groupId} is read by [${owners.join(',')}]`];
  if (leader < 0 || ledger.account(id).rewrittenEpoch >= 0 || mayHaveForgotten(ledger, offsetsOf(world, groupId)))
    return [];
  if (members.some(commitsEach)) return [];
  const lag = lagOf(world, groupId, topic, partition);
  return lag === 0 ? [] : [`${groupId} lags behind by ${lag} in ${topic}-${partition}`];
}

/**
 * In a cooperative rebalance a partition that moves is given to nobody at first; who gives it up asks for the next rebalance. A static member
 * that dies before it has heard of that comes back with nothing to give up, and nobody asks (ConsumerCoordinator.onJoinComplete).
 */
function mayStayWithheld(
  world: World,
  groupId: string,
  members: readonly ConsumerState[],
  topic: string,
  partition: number,
): boolean {
  const view = groupView(world, groupId);
  const isStatic = members.some(({ group }) => (group?.settings.instanceId ?? null) !== null);
  if (view?.protocol !== 'classic' || view.assignor !== 'cooperative-sticky' || !isStatic) return false;
  return view.members.every(({ assigned }) =>
    assigned.every((own) => own.topic !== topic || !own.partitions.includes(partition)),
  );
}

/** Does a consumer commit after each record? That takes a while: what was written meanwhile may be still ahead. */
export function isSlow(world: World, node: number): boolean {
  return commitsEach(vecGet(world.nodes, node)?.state as ConsumerState);
}

function commitsEach({ group }: ConsumerState): boolean {
  return group?.program.commit === 'each';
}

function offsetsOf(world: World, groupId: string): PartitionId {
  const shard = groupView(world, groupId)?.shard ?? 0;
  return topicsOf(world).find(({ name }) => name === '__consumer_offsets')?.partitions[shard] ?? 0;
}

function liveMembers(world: World): ReadonlyMap<string, readonly ConsumerState[]> {
  const groups = new Map<string, ConsumerState[]>();
  vecForEach(world.nodes, ({ kind, status, state }) => {
    if (kind !== 'consumer' || status !== 'running') return;
    const consumer = state as ConsumerState;
    const group = consumer.group?.subscribed === true ? consumer.group.settings.groupId : null;
    if (group !== null && consumer.failed === null) groups.set(group, [...(groups.get(group) ?? []), consumer]);
  });
  return groups;
}

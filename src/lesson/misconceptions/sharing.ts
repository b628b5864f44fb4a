import type { ConsumerState, ProducerState } from '../../sim/client/state.ts';
import { membersOf } from '../../sim/facts/group-members.ts';
import { nodesOfKind } from '../../sim/read/clients.ts';
import { nodeOf } from '../../sim/read/nodes.ts';
import { SECOND } from '../../sim/time.ts';
import type { World } from '../../sim/world.ts';
import { partitionCount } from './keys.ts';
import { nameArg, numberOf, partitionArg, written } from './look.ts';
import type { Asking } from './misconception.ts';

/* What beliefs about sharing look at: how many read a topic, how much is written to it, and how soon a death is noticed. */

/** How many running members of groups have subscribed to a topic, all groups together. */
export function subscribersOf(world: World, topic: string): number {
  return nodesOfKind(world, 'consumer').filter(({ status, state }) => {
    const { group, topics } = state as ConsumerState;
    return status === 'running' && group !== null && topics.includes(topic);
  }).length;
}

/** Records a second that the programs of running producers write to a topic. */
export function rateOf(world: World, topic: string): number {
  let rate = 0;
  for (const { status, state } of nodesOfKind(world, 'producer')) {
    const { program } = state as ProducerState;
    if (status === 'running' && program?.topic === topic) rate += (program.perTick * SECOND) / program.interval;
  }
  return rate;
}

/** A member of the group that a question is about, and the topic that it reads; null: there is none. */
export function aMember(asking: Asking): ConsumerState | null {
  const [first] = membersOf(asking.after.world, nameArg(asking));
  return first === undefined ? null : (nodeOf(asking.after.world, first).state as ConsumerState);
}

/**
 * The lag of the partition in question if its next reader came so long after the last one, where each partition gets its share
 * of what is written; undefined for any other question.
 */
export function lagAfter(asking: Asking, waitOf: (member: ConsumerState) => number): number | undefined {
  const ref = partitionArg(asking);
  const member = aMember(asking);
  if (asking.fact !== 'lag' || ref === null || member === null) return undefined;
  const { world } = asking.after;
  const before = numberOf(asking.before, `lag(${nameArg(asking)}, ${written(ref)})`) ?? 0;
  const rate = rateOf(world, ref.topic) / Math.max(1, partitionCount(world, ref.topic));
  return before + Math.round((rate * waitOf(member)) / SECOND);
}

import { assignmentText } from '../../sim/facts/assignment-text.ts';
import { groupView } from '../../sim/read/groups.ts';
import { nameArg } from './look.ts';
import type { Misconception } from './misconception.ts';
import { ownersIn, sharedOut } from './rebalancing.ts';

/** Every partition has a reader in each group that lives; some members have one more. */
export const m105: Misconception = {
  id: 'M105',
  belief: 'each member gets as many partitions as come out even, and nobody reads the rest',
  answer(asking) {
    if (asking.fact !== 'whoReadsWhat') return undefined;
    const group = nameArg(asking);
    const { world } = asking.after;
    const members = groupView(world, group)?.members ?? [];
    const [topic] = members.flatMap(({ assigned }) => assigned.map((one) => one.topic));
    if (topic === undefined) return undefined;
    const each = Math.floor(ownersIn(world, group).size / members.length);
    const names = members.map(({ clientId }) => clientId).sort();
    const numbers = (at: number): number[] => Array.from({ length: each }, (_, index) => at * each + index);
    return assignmentText(
      group,
      names.map((clientId, at) => ({ clientId, assigned: [{ topic, partitions: numbers(at) }] })),
    );
  },
  refutedBy: sharedOut,
};

import fc from 'fast-check';

import type { Intervention } from '../../src/sim/intervention.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import { memberOf, type DrawnGroup } from './draw-groups.ts';
import type { Fault, Length } from './plan.ts';

const KINDS = ['die', 'dieAndStart', 'leave', 'start', 'freeze', 'thaw', 'slow', 'join', 'cut', 'narrow'] as const;

interface Dice {
  readonly kind: (typeof KINDS)[number];
  readonly at: number;
  readonly a: number;
  readonly b: number;
}

/** Longer for a poll's forty records than max.poll.interval.ms. */
const TOO_SLOW = 300_000;

/** What happens to members of groups: they come, go, die, stand still, are too slow, or are not reached. */
export function drawMemberFaults(
  scenario: Scenario,
  groups: readonly DrawnGroup[],
  length: Length,
): fc.Arbitrary<readonly Fault[]> {
  return fc
    .subarray([...KINDS], { minLength: 2 })
    .chain((kinds) =>
      fc.array(
        fc.record({
          kind: fc.constantFrom(...kinds),
          at: fc.integer({ min: 4_000, max: length.faults / 1_000 }),
          a: fc.nat(1_000),
          b: fc.nat(1_000),
        }),
        { minLength: 1, maxLength: length.faults > 60_000_000 ? 20 : 8, size: 'max' },
      ),
    )
    .map((all) => all.flatMap((dice, index) => faultsFrom(dice, index, scenario, groups)));
}

function faultsFrom(
  { kind, at: ms, a, b }: Dice,
  index: number,
  scenario: Scenario,
  groups: readonly DrawnGroup[],
): readonly Fault[] {
  const at = ms * 1_000;
  const group = groups[a % groups.length] as DrawnGroup;
  const node = `${group.id}-m${b % group.members}`;
  const one = (intervention: Intervention): readonly Fault[] => [{ at, interventions: [intervention] }];
  switch (kind) {
    case 'die':
      return one({ type: 'crash', node, kind: 'process' });
    case 'dieAndStart':
      return [
        ...one({ type: 'crash', node, kind: 'process' }),
        { at: at + b * 5_000, interventions: [{ type: 'start', node }] },
      ];
    case 'leave':
      return one({ type: 'stop', node });
    case 'start':
    case 'freeze':
    case 'thaw':
      return one({ type: kind, node });
    case 'slow':
      return one({ type: 'setProcessing', node, processing: TOO_SLOW });
    case 'join':
      return one({ type: 'addConsumer', consumer: memberOf(group, `${group.id}-n${index}`, scenario) });
    case 'narrow':
      // A static member of a classic group that comes back with another subscription is given what it had: only the name of its assignor is
      // looked at (GroupCoordinator.updateStaticMemberAndRebalance). It would stay without the rest.
      if (group.isStatic && !group.modern) return [];
      return one({ type: 'subscribe', node, topics: [scenario.topics[0]?.name ?? 't0'] });
    case 'cut': {
      const broker = `broker-${scenario.brokers[b % scenario.brokers.length]?.id ?? 1}`;
      return [
        {
          at,
          interventions: [
            { type: 'cutLink', from: node, to: broker },
            { type: 'cutLink', from: broker, to: node },
          ],
        },
      ];
    }
  }
}

/** Everything that puts members right again, also those that came later. */
export function healingOfMembers(scenario: Scenario, faults: readonly Fault[]): readonly Intervention[] {
  const late = faults.flatMap(({ interventions }) =>
    interventions.flatMap((one) => (one.type === 'addConsumer' ? [one.consumer] : [])),
  );
  const members = [...scenario.consumers, ...late].filter(({ config }) => config['group.id'] !== undefined);
  const topics = scenario.topics.map(({ name }) => name);
  return members.flatMap(({ name: node, processing }): Intervention[] => [
    { type: 'thaw', node },
    { type: 'start', node },
    { type: 'setProcessing', node, processing },
    { type: 'subscribe', node, topics },
  ]);
}

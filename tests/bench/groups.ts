import { assignorNamed } from '../../src/sim/client/assignor/index.ts';
import type { NewConsumer } from '../../src/sim/intervention.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import { median3, takeSteps, cpuMs, warmed } from './measure.ts';
import { steadyLoad } from './scenarios.ts';

type Figure = readonly [name: string, figure: string, budget: string];

/** Groups of equal size that share the partitions of one topic each. */
function groupsScenario(groups: number, members: number, partitions: number): Scenario {
  const load = steadyLoad({
    brokers: 3,
    partitions: 3,
    replicationFactor: 3,
    producers: 1,
    interval: 100_000,
    perTick: 1,
  });
  const names = Array.from({ length: groups }, (_, g) => `topic-${g}`);
  const consumers = names.flatMap((topic, g) =>
    Array.from({ length: members }, (_, n): NewConsumer & { readonly startAt: number } => ({
      name: `m${g}-${n}`,
      client: 'java',
      config: { 'group.id': `group-${g}`, 'auto.offset.reset': 'earliest' },
      topics: [topic],
      assign: null,
      processing: 0,
      startAt: 2_000_000 + g * 1_000 + n * 50,
    })),
  );
  return {
    ...load,
    name: 'groups',
    topics: names.map((name) => ({
      name,
      partitions: Math.trunc(partitions / groups),
      replicationFactor: 3,
      assignment: null,
      config: {},
    })),
    producers: names.map((topic, g) => ({
      name: `p${g}`,
      client: 'java',
      config: { acks: 'all' },
      program: {
        topic,
        perTick: 1,
        interval: 20_000,
        count: null,
        keys: Array.from({ length: 64 }, (_, k) => `key-${k}`),
        values: ['0123456789abcdef'],
        partition: null,
      },
      startAt: 1_500_000 + g * 137,
    })),
    consumers,
  };
}

const STEPS = 60_000;

function microsPerStep(groups: number, members: number, partitions: number): number {
  const world = warmed(groupsScenario(groups, members, partitions), 12_000_000);
  takeSteps(world, STEPS / 3);
  return median3(() => (cpuMs(() => void takeSteps(world, STEPS)) / STEPS) * 1_000);
}

/** A member's subscription, without anything that it has already. */
function assignMs(assignor: string, topicsOf: (member: number) => readonly string[]): number {
  const counts = Object.fromEntries(Array.from({ length: 20 }, (_, t) => [`t${t}`, 100]));
  const members = Array.from({ length: 200 }, (_, n) => ({
    memberId: `member-${String(n).padStart(3, '0')}`,
    groupInstanceId: null,
    subscription: { topics: topicsOf(n), ownedPartitions: [], generationId: -1, rackId: null },
  }));
  return median3(() => cpuMs(() => void assignorNamed(assignor)?.assign(counts, members)));
}

/** Consumer groups: what many cost in a step, and what it takes to share out many partitions. */
export function* groupFigures(): Generator<Figure> {
  const one = microsPerStep(1, 3, 12);
  yield ['one group of three, 12 partitions', `${one.toFixed(1)} µs/step`, ''];
  const many = microsPerStep(20, 20, 1_000);
  yield ['20 groups of 20 members, 1,000 partitions', `${many.toFixed(1)} µs/step`, ''];
  yield ['  cost per step, many / one', (many / one).toFixed(2), 'budget: at most 3, aim 2'];
  const all = Array.from({ length: 20 }, (_, t) => `t${t}`);
  const names = ['range', 'roundrobin', 'sticky', 'cooperative-sticky'];
  const equal = names.map((name) => assignMs(name, () => all));
  // Each leaves one topic out.
  const unequal = names.map((name) => assignMs(name, (n) => all.filter((_, t) => t !== n % 20)));
  const told = (times: readonly number[]): string => times.map((time) => time.toFixed(1)).join(', ');
  yield ['2,000 partitions to 200 members, equal subscriptions', `${told(equal)} ms`, 'budget: 30 ms'];
  yield ['  unequal (range, roundrobin, sticky, cooperative)', `${told(unequal)} ms`, 'budget: 200 ms'];
}

import { assert } from '../lib/assert.ts';
import { vecToArray } from '../lib/vec.ts';
import { sayMistakes } from '../scenario/mistake.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { createWorld, run } from '../sim/cluster.ts';
import { askNamed } from '../sim/facts/ask.ts';
import { remembered } from '../sim/facts/fact.ts';
import { factFolds } from '../sim/facts/folds.ts';
import { fatesOf, recordsFold } from '../sim/facts/folds/records.ts';
import { nodeIdOf } from '../sim/facts/lookup.ts';
import type { ProducerLedger } from '../sim/facts/producer-ledger.ts';
import type { Scenario } from '../sim/scenario.ts';
import { SECOND } from '../sim/time.ts';

/**
 * A leader crashes: `in sync` with both followers in the ISR, a moment behind it; `alone` after both were cut off and left the
 * ISR, and then an unclean election makes one of them leader.
 */
export type LeaderCrash = 'in sync' | 'alone';

export interface AcksCell {
  readonly acks: '0' | '1' | 'all';
  readonly minInsync: 1 | 2 | 3;
  readonly crash: LeaderCrash;
}

export interface AcksOutcome extends AcksCell {
  /** What was run. */
  readonly scenario: Scenario;
  readonly ledger: ProducerLedger;
  /** What the program was told where a record failed, each error once. */
  readonly errors: readonly string[];
  /** With what leaders refused batches of it, each error once. */
  readonly refusals: readonly string[];
}

/** Everything is healed and has come to rest by then. */
export const ACKS_CELL_ENDS = 80 * SECOND;

/** Few: whoever plays a little at a time looks at the clock in between. */
const STEPS_AT_A_TIME = 4;

/** What the crash is in a script: times are such that ISRs, sessions and elections have come to rest in between. */
const SCRIPTS: { readonly [C in LeaderCrash]: string } = {
  'in sync': `script:
  - at: 6s
    do:
      - slow: { from: broker-1, to: broker-2, by: 200ms }
      - slow: { from: broker-1, to: broker-3, by: 200ms }
  - { at: 12s, crash: broker-1 }
  - { at: 40s, start: broker-1 }
`,
  alone: `script:
  - at: 6s
    do:
      - cut: { from: broker-1, to: broker-2 }
      - cut: { from: broker-1, to: broker-3 }
  - { at: 20s, crash: broker-1 }
  - at: 40s
    do:
      - heal: { from: broker-1, to: broker-2 }
      - heal: { from: broker-1, to: broker-3 }
      - start: broker-1
`,
};

/** One cell's scenario as a file: a topic on three brokers, a producer of 1,000 records, and the crash. */
export function acksScenario({ acks, minInsync, crash }: AcksCell): string {
  return `name: acks=${acks}, min.insync.replicas=${minInsync}, and the leader crashes ${crash}
seed: 7
brokers: 3
config: { broker: { zookeeper.session.timeout.ms: 6000, replica.lag.time.max.ms: 5000 } }
topics:
  - name: orders
    assignment: [[1, 2, 3]]
    config: { min.insync.replicas: ${minInsync}, unclean.leader.election.enable: true }
producers:
  - name: shop
    start: 3s
    config: { acks: ${acks}, request.timeout.ms: 3000, delivery.timeout.ms: 12000 }
    program: { topic: orders, rate: 50/s, count: 1000, values: 'order {n}' }
${SCRIPTS[crash]}`;
}

/** One cell's scenario, checked. */
export function acksCellScenario(cell: AcksCell): Scenario {
  const { scenario, mistakes } = parseScenario('acks', acksScenario(cell));
  assert(scenario !== null, () => `the grid's own scenario must be one; ${sayMistakes(mistakes)}`);
  return scenario;
}

/** Plays one cell to its end, when everything is healed, and asks for the producer's ledger. */
export function playAcksCell(cell: AcksCell): AcksOutcome {
  const playing = acksCellPlaying(cell);
  for (;;) {
    const next = playing.next();
    if (next.done === true) return next.value;
  }
}

/** The same a little at a time: each `next()` reads the file, makes the cluster, takes some steps or asks what came of it; the last one brings that. */
export function* acksCellPlaying(cell: AcksCell): Generator<undefined, AcksOutcome> {
  let history = factFolds.start();
  const scenario = acksCellScenario(cell);
  yield;
  let world = createWorld(scenario);
  yield;
  const refusals: string[] = [];
  for (;;) {
    const after = run(world, ACKS_CELL_ENDS, STEPS_AT_A_TIME, (entries, glimpse) => {
      history = factFolds.take(history, entries, glimpse);
      for (const { type, args } of entries)
        if (type === 'ProduceRefused' && !refusals.includes(args.error)) refusals.push(args.error);
    });
    if (after === world) break;
    world = after;
    yield;
  }
  const played = { world, history };
  const { failed } = fatesOf(remembered(played, recordsFold), nodeIdOf(world, 'shop', 'producer'));
  yield;
  const errors = vecToArray(failed).map(({ error }) => error ?? '');
  return {
    ...cell,
    scenario,
    ledger: askNamed(played, 'fates', ['shop']) as ProducerLedger,
    errors: errors.filter((error, at) => errors.indexOf(error) === at),
    refusals,
  };
}

/** All cells: each crash by min.insync.replicas by acks. */
export function acksCells(): readonly AcksCell[] {
  const cells: AcksCell[] = [];
  for (const crash of ['in sync', 'alone'] as const)
    for (const minInsync of [1, 2, 3] as const)
      for (const acks of ['0', '1', 'all'] as const) cells.push({ acks, minInsync, crash });
  return cells;
}

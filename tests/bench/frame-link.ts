import { hashOf } from '../../src/app/link.ts';
import { ENGINE } from '../../src/sim/engine.ts';
import { RECORDING_FORMAT } from '../../src/timeline/recording.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import { steadyLoad } from './scenarios.ts';

type ScenarioConsumer = Scenario['consumers'][number];

/** Prints the address's hash of a run with 12 partitions on 3 brokers in which dozens of packets are under way at any time. */
const load = steadyLoad({
  brokers: 3,
  partitions: 12,
  replicationFactor: 3,
  producers: 20,
  interval: 20_000,
  perTick: 1,
});
const consumers = Array.from({ length: 6 }, (_, n) => ({ ...(load.consumers[0] as ScenarioConsumer), name: `c${n}` }));
const scenario = { ...load, consumers, network: { latency: 120_000, jitter: 60_000 } };
const hash = await hashOf({
  format: RECORDING_FORMAT,
  engine: ENGINE,
  scenario,
  seed: scenario.seed,
  interventions: [],
  until: 30_000_000,
});
process.stdout.write(hash ?? '');

import { askCall } from '../../src/sim/facts/ask.ts';
import { parseFactCall } from '../../src/sim/facts/call.ts';
import type { FactValue } from '../../src/sim/facts/fact.ts';
import type { ProducerProgram } from '../../src/sim/intervention.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import type { EntryType, TraceEntry } from '../../src/sim/trace/entry.ts';
import { clusterEngine } from '../../src/timeline/cluster-engine.ts';
import { Timeline, type TimelineOptions } from '../../src/timeline/timeline.ts';
import { consumer, s, scenario, topic } from '../sim/cluster/build.ts';

const program: ProducerProgram = {
  topic: 'orders',
  perTick: 1,
  interval: s(1),
  count: null,
  keys: ['alice', 'bob'],
  values: ['v{n}'],
  partition: null,
};

/** A producer with a record a second into one partition on three brokers, and a consumer that reads them. */
export function orders(more: Partial<Scenario> = {}, acks = 'all'): Scenario {
  return scenario({
    topics: [topic('orders', 1, 3)],
    producers: [{ name: 'p1', client: 'java', config: { acks }, startAt: s(5), program }],
    consumers: [consumer('c1', ['orders'], { startAt: s(6) })],
    ...more,
  });
}

/** A timeline of the cluster, run up to so many seconds. */
export function clusterTimeline(given: Scenario, seconds: number, options: Partial<TimelineOptions> = {}): Timeline {
  const timeline = new Timeline({ engine: clusterEngine, scenario: given, ...options });
  timeline.advanceUntil(s(seconds), 1e9);
  return timeline;
}

/** Asks a question at a timeline's present, as authors write it. */
export function ask(timeline: Timeline, text: string): FactValue {
  const call = parseFactCall(text);
  if (!call.ok) throw new Error(call.problem);
  return askCall(timeline.run, call.value);
}

/** All entries of a type up to the present. */
export function entriesOf<T extends EntryType>(timeline: Timeline, type: T): readonly TraceEntry<T>[] {
  return timeline
    .entriesBetween(0, timeline.present.step)
    .filter((entry): entry is TraceEntry<T> => entry.type === type);
}

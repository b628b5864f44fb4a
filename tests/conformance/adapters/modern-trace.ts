import type { ConsumerGroup } from '../../../src/sim/group/modern/state.ts';
import { fromMs, MS } from '../../../src/sim/time.ts';
import { adapter, type Check } from '../support/adapter.ts';
import { CoordinatorBench } from '../support/coordinator-bench.ts';
import { GROUP, modernTraceSchema, playModernTrace, type TracedCoordinator } from '../support/modern-trace.ts';

/** Kafka's traces stand on a grid: a clock that its tests move, and timers that they look at every 100 ms. */
const GRID = 100;
/** How often the group is looked at while time passes. */
const LOOK = 10;

/** What a real broker answers members of a group of the consumer protocol, and what becomes of their group. */
export const playConsumerTrace = adapter(modernTraceSchema, (trace): Check => {
  const { topics, settings, expectedTrace } = trace;
  return { expected: expectedTrace, got: playModernTrace(trace, brokerFor(topics, settings)) };
});

function brokerFor(
  topics: { readonly [topic: string]: number },
  config: { readonly [name: string]: number },
): TracedCoordinator {
  const network = { latency: '10us', jitter: '0us' };
  const cluster = new CoordinatorBench({ topics, config, network });
  cluster.coordinator(GROUP);
  const { bench } = cluster;
  let begun: number | null = null;
  return {
    now: () => {
      begun ??= bench.world.now;
      return Math.round((bench.world.now - begun) / MS / GRID) * GRID;
    },
    ask: (request) => cluster.ask(request.memberId, GROUP, request),
    group: (groupId): ConsumerGroup | null => {
      const group = cluster.entry(groupId)?.group ?? null;
      return group?.protocol === 'consumer' ? group : null;
    },
    sleep: (ms, look) => {
      const end = bench.world.now + fromMs(ms);
      while (bench.world.now < end) {
        bench.run(Math.min(fromMs(LOOK), end - bench.world.now));
        look();
      }
    },
  };
}

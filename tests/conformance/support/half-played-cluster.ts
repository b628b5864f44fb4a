import { SECOND } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import { Bench } from './bench.ts';
import { QuorumCluster } from './quorum-cluster.ts';

/** The broker that is real. */
export const REAL = 1;
/** The broker whose part a peer plays. */
export const PLAYED = 2;

/** A KRaft cluster, of 4.0 unless it is to be another, with a real quorum, a real broker that runs, and one that a peer has registered: it is fenced. */
export function halfPlayed(config: { readonly [name: string]: string | number } = {}, era: Era = '4.0'): QuorumCluster {
  const scenario = { era, mode: 'kraft', brokers: [{ id: REAL }, { id: PLAYED }], config: { broker: config } };
  const bench = new Bench(JSON.stringify(scenario), [`broker-${PLAYED}`]);
  const known = (type: string): number =>
    bench.entries.flatMap((entry) => (entry.type === type ? [(entry.args as { broker: number }).broker] : [])).at(-1) ??
    -1;
  bench.until('a controller is active', () => known('ControllerReady') >= 0);
  bench.until('the real broker runs', () => known('BrokerUnfenced') === REAL).run(SECOND / 2);
  const controllerName = `controller-${known('ControllerReady')}`;
  // The quorum's side of a cluster whose brokers are there already.
  const cluster = QuorumCluster.of(bench, controllerName);
  cluster.register(PLAYED);
  return cluster;
}

/** Creates a topic with these replicas of each partition. */
export function createLed(cluster: QuorumCluster, name: string, replicas: readonly (readonly number[])[]): void {
  const assignments = replicas.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds }));
  const topics = [{ name, numPartitions: -1, replicationFactor: -1, assignments, configs: [] }];
  const { topics: answers } = cluster.ask(
    { type: 'CreateTopicsRequest', topics, timeoutMs: 1000 },
    'CreateTopicsResponse',
  );
  const error = answers[0]?.errorCode ?? 'no answer';
  if (error !== 'NONE') throw new Error(`topic ${name} is not created: ${error}`);
}

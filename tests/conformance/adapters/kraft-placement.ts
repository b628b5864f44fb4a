import * as v from 'valibot';

import { vecToArray } from '../../../src/lib/vec.ts';
import { topicIn } from '../../../src/sim/kraft/image/lookups.ts';
import { adapter, kraftEraOf, type Check } from '../support/adapter.ts';
import { stateThatDrawsAll, type Draw } from '../support/draws.ts';
import { placementHolds, saysWhatIsWanted } from '../support/placement-properties.ts';
import { QuorumCluster } from '../support/quorum-cluster.ts';

const id = v.pipe(v.number(), v.integer());
const fields = v.object({
  brokers: v.array(v.object({ id, rack: v.optional(v.nullable(v.string()), null), fenced: v.boolean() })),
  partitions: id,
  replicationFactor: id,
  randomDraw: v.optional(id, 0),
  expected: v.optional(v.array(v.array(id))),
  expectedError: v.optional(v.string()),
  match: v.optional(v.picklist(['exact', 'properties'])),
  properties: v.optional(v.array(v.string()), []),
});
const schema = v.pipe(
  fields,
  v.check((one) => saysWhatIsWanted(one), 'expected, expectedError or properties are wanted'),
);

type Case = v.InferOutput<typeof schema>;

/** Where a real active controller puts the replicas of a new topic. */
export const playKRaftPlacement = adapter(schema, (data, vector): Check => {
  const cluster = new QuorumCluster([], kraftEraOf(vector));
  for (const broker of data.brokers) {
    cluster.register(broker.id, broker.rack);
    if (!broker.fenced) cluster.heartbeat(broker.id);
  }
  // The controller draws where to begin: its random stream is set to where it draws the wanted numbers.
  cluster.bench.seedNode(cluster.controllerName, stateThatDrawsAll(drawsOf(data)));
  const { partitions: numPartitions, replicationFactor } = data;
  const topic = { name: 't', numPartitions, replicationFactor, assignments: [], configs: [] };
  const answer = cluster.ask({ type: 'CreateTopicsRequest', topics: [topic], timeoutMs: 1000 }, 'CreateTopicsResponse');
  const error = answer.topics[0]?.errorCode ?? 'no answer';
  if (data.expectedError !== undefined) return { expected: data.expectedError, got: error };
  const created = topicIn(cluster.image, 't');
  const placed = created === null ? [] : vecToArray(created.partitions).map((partition) => partition.replicas);
  if (data.match === 'properties')
    return { expected: data.properties, got: data.properties.filter((property) => placementHolds(property, placed)) };
  return { expected: data.expected, got: placed };
});

/** What is drawn before the first partition: a start in each list of brokers that is not empty, and the first rack. */
function drawsOf({ brokers, randomDraw: number }: Case): readonly Draw[] {
  const racks = [...new Set(brokers.map((broker) => broker.rack))].sort();
  const sizes = racks.flatMap((rack) =>
    [true, false].map((fenced) => brokers.filter((broker) => broker.rack === rack && broker.fenced === fenced).length),
  );
  return [...sizes.filter((size) => size > 0), racks.length].map((bound) => ({ bound, number }));
}

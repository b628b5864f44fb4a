import type { Intervention, NewRecord } from '../../src/sim/intervention.ts';
import type { ConsumerState } from '../../src/sim/client/state.ts';
import { vecForEach } from '../../src/lib/vec.ts';
import { topicsOf } from '../../src/sim/read/partitions.ts';
import type { World } from '../../src/sim/world.ts';

/** So long before the end of a run: time enough to be written, read and committed. */
export const LAST_RECORDS = 12_000_000;

/**
 * A last record for each partition that is read by a program that commits by hand. commitSync() leaves out a partition whose position has yet
 * to be validated after a change of leader (SubscriptionState.allConsumed asks hasValidPosition), and such a program commits again
 * with the next records only: without any its lag would stay, in Kafka as here.
 */
export function lastRecords(world: World): readonly Intervention[] {
  const read = new Set<string>();
  vecForEach(world.nodes, ({ kind, state }) => {
    if (kind !== 'consumer') return;
    const { group, topics } = state as ConsumerState;
    const commit = group?.program.commit;
    if (commit === 'after' || commit === 'before') for (const topic of topics) read.add(topic);
  });
  const records = topicsOf(world)
    .filter(({ name }) => read.has(name))
    .flatMap(({ name, partitions }) =>
      partitions.map((_, partition): NewRecord => ({ topic: name, partition, key: null, value: 'last', headers: [] })),
    );
  if (records.length === 0) return [];
  const producer = { name: 'last', client: 'java', config: { acks: 'all' }, program: null };
  return [
    { type: 'addProducer', producer },
    { type: 'send', node: producer.name, records },
  ];
}

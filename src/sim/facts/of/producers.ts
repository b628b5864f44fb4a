import { vecForEach, vecToArray } from '../../../lib/vec.ts';
import type { World } from '../../world.ts';
import { defineFact, remembered, type Fact, type FactValue } from '../fact.ts';
import { fatesOf, recordsFold, type Fate, type ProducerFates } from '../folds/records.ts';
import { nodeIdOf, partitionText, shown } from '../lookup.ts';
import { brokersText, counted, someOf } from '../say.ts';

const args = [{ name: 'p', kind: 'producer' }] as const;
type Told = {
  readonly partition: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly offset?: number;
  readonly error?: string;
};

function ofProducer<V extends FactValue>(
  id: string,
  read: (fates: ProducerFates, world: World) => V,
  say: (value: V, name: string) => string,
): Fact {
  return defineFact({
    id,
    args,
    folds: [recordsFold],
    ask(run, name): V | null {
      const node = nodeIdOf(run.world, name, 'producer', 'remote');
      return node < 0 ? null : read(fatesOf(remembered(run, recordsFold), node), run.world);
    },
    say: (value, name) => (value === null ? `There is no producer ${name}.` : say(value, name)),
  });
}

/** How many records send() has taken from the program and given a partition. */
export const sent = ofProducer(
  'sent',
  (fates) => fates.sent,
  (value, name) => `${name} has sent ${counted(value, 'record')}.`,
);

/** How many records have been acknowledged. With acks=0 nobody acknowledges; what was handed to the network counts as told. */
export const acknowledged = ofProducer(
  'acknowledged',
  (fates) => fates.acknowledgedCount,
  (value, name) => `${counted(value, 'record')} of ${name} ${value === 1 ? 'is' : 'are'} acknowledged.`,
);

/** The acknowledged records, in the order in which the program was told; offset -1 with acks=0. */
export const acknowledgedRecords = ofProducer(
  'acknowledgedRecords',
  (fates, world) => vecToArray(fates.acknowledged).flatMap((fate) => told(world, fate)),
  (value, name) => `Acknowledged to ${name}: ${someOf(value.map((record) => record.value))}.`,
);

/** How many records the program was told have failed. */
export const failed = ofProducer(
  'failed',
  (fates) => fates.failedCount,
  (value, name) => `${counted(value, 'record')} of ${name} ${value === 1 ? 'has' : 'have'} failed.`,
);

/** The failed records with their errors. */
export const failedRecords = ofProducer(
  'failedRecords',
  (fates, world) => [
    ...vecToArray(fates.failed).flatMap((fate) => told(world, fate)),
    ...vecToArray(fates.unsent).map(({ topic, key, value, error }): Told => ({
      partition: topic,
      key: shown(key),
      value: shown(value),
      error,
    })),
  ],
  (value, name) =>
    `Failed for ${name}: ${someOf(value.map((record) => `${record.value ?? 'null'} (${record.error ?? ''})`))}.`,
);

/** The brokers that a producer has written to: leaders, not the bootstrap address. */
export const brokersWrittenTo = ofProducer(
  'brokersWrittenTo',
  (fates) => fates.brokers,
  (value, name) => `${name} has written to ${brokersText(value)}.`,
);

/** How many records of this producer leaders have written into their logs; a retry may write one twice. */
export const appendedBy = defineFact({
  id: 'appendedBy',
  args,
  folds: [recordsFold],
  ask(run, name) {
    const node = nodeIdOf(run.world, name, 'producer', 'remote');
    if (node < 0) return null;
    let sum = 0;
    vecForEach(remembered(run, recordsFold).appends, (append) => {
      if (append.producer === node) sum += append.to - append.from;
    });
    return sum;
  },
  say: (value, name) =>
    value === null ? `There is no producer ${name}.` : `Leaders have appended ${counted(value, 'record')} of ${name}.`,
});

function told(world: World, fate: Fate): Told[] {
  return fate.records.map(({ key, value }, index): Told => {
    const partition = partitionText(world, fate.partition);
    const record = { partition, key: shown(key), value: shown(value) };
    if (fate.error !== null) return { ...record, error: fate.error };
    return { ...record, offset: fate.baseOffset < 0 ? -1 : fate.baseOffset + index };
  });
}

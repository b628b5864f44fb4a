import { vecForEach, vecToArray } from '../../../lib/vec.ts';
import { nextOffset } from '../../client/consumer/batches.ts';
import type { ConsumerState } from '../../client/state.ts';
import { nodeOf } from '../../read/nodes.ts';
import { defineFact, remembered } from '../fact.ts';
import { printedBy, printedFold } from '../folds/printed.ts';
import { doneBy, processedFold } from '../folds/processed.ts';
import { recordsFold } from '../folds/records.ts';
import { eachOfBatches, findRecord, idOf, nameOf, nodeIdOf, shownRecord, type ShownRecord } from '../lookup.ts';
import { counted, someOf, recordText } from '../say.ts';

const c = [{ name: 'c', kind: 'consumer' }] as const;

/** The offset of the next record that a consumer's poll() returns; null until it is known. */
export const position = defineFact({
  id: 'position',
  args: [...c, { name: 'p', kind: 'partition' }] as const,
  ask({ world }, name, ref) {
    const node = nodeIdOf(world, name, 'consumer');
    if (node < 0) return null;
    const id = idOf(world, ref);
    const state = nodeOf(world, node).state as ConsumerState;
    return state.assigned.find((assigned) => assigned.id === id)?.position ?? null;
  },
  say: (value, name, ref) =>
    value === null
      ? `${name} has no position in ${nameOf(ref)}.`
      : `The position of ${name} in ${nameOf(ref)} is ${value}.`,
});

/** How many records a consumer's program has printed. */
export const printed = defineFact({
  id: 'printed',
  args: c,
  folds: [printedFold],
  ask(run, name) {
    const node = nodeIdOf(run.world, name, 'consumer', 'remote');
    return node < 0 ? null : printedBy(remembered(run, printedFold), node).count;
  },
  say: (value, name) =>
    value === null ? `There is no consumer ${name}.` : `${name} has printed ${counted(value, 'record')}.`,
});

/** The records a consumer's program has printed, in order. */
export const printedRecords = defineFact({
  id: 'printedRecords',
  args: c,
  folds: [printedFold],
  ask(run, name) {
    const node = nodeIdOf(run.world, name, 'consumer', 'remote');
    if (node < 0) return null;
    const records: ShownRecord[] = [];
    for (const { partition, from, to, batches } of vecToArray(printedBy(remembered(run, printedFold), node).printed)) {
      eachOfBatches(batches, from, to, (logged) => records.push(shownRecord(run.world, partition, logged)));
    }
    return records;
  },
  say: (value, name) =>
    value === null
      ? `There is no consumer ${name}.`
      : `${name} has printed ${someOf(value.map((record) => record.value))}.`,
});

/** How many records a consumer's program is done with: printed, less those it still works on. */
export const processed = defineFact({
  id: 'processed',
  args: c,
  folds: [printedFold, processedFold],
  ask(run, name) {
    const node = nodeIdOf(run.world, name, 'consumer');
    if (node < 0) return null;
    const { group } = nodeOf(run.world, node).state as ConsumerState;
    if (group !== null) {
      let count = 0;
      vecForEach(doneBy(remembered(run, processedFold), node).processed, ({ batches, from, to }) => {
        count += nextOffset(batches, from, to, Number.MAX_SAFE_INTEGER).count;
      });
      return count;
    }
    const { busyUntil, processing } = nodeOf(run.world, node).state as ConsumerState;
    const left = processing > 0 ? Math.ceil(Math.max(0, busyUntil - run.world.now) / processing) : 0;
    return Math.max(0, printedBy(remembered(run, printedFold), node).count - left);
  },
  say: (value, name) =>
    value === null ? `There is no consumer ${name}.` : `${name} is done with ${counted(value, 'record')}.`,
});

/** How many times a record has been handed to a consumer's program, all consumers together. */
export const deliveries = defineFact({
  id: 'deliveries',
  args: [{ name: 'r', kind: 'record' }],
  folds: [recordsFold, printedFold],
  ask(run, ref) {
    const found = findRecord(run, ref);
    if (found === null) return null;
    let count = 0;
    vecForEach(remembered(run, printedFold), (consumer) => {
      for (const { partition, from, to, batches } of consumer === null ? [] : vecToArray(consumer.printed)) {
        if (partition !== found.partition || found.offset < from || found.offset >= to) continue;
        eachOfBatches(batches, found.offset, found.offset + 1, ({ leaderEpoch }) => {
          if (leaderEpoch === found.leaderEpoch) count += 1;
        });
      }
    });
    return count;
  },
  say: (value, ref) =>
    value === null
      ? `No log has ${recordText(ref)}.`
      : `${recordText(ref, true)} has been delivered ${counted(value, 'time')}.`,
});

import { vecToArray } from '../../../lib/vec.ts';
import { doneTwice } from '../done-twice.ts';
import { defineFact, remembered, type Run } from '../fact.ts';
import { doneBy, processedFold, type Work } from '../folds/processed.ts';
import { recordsFold } from '../folds/records.ts';
import { membersOf } from '../group-members.ts';
import { eachOfBatches, findRecord, nodeIdOf, type FoundRecord } from '../lookup.ts';
import { counted, recordText, someOf } from '../say.ts';

const r = [{ name: 'r', kind: 'record' }] as const;
const g = [{ name: 'g', kind: 'text' }] as const;
const ofRecord = [...r, { name: 'g', kind: 'text', optional: true }] as const;

/** How many times the members of a group, or of all groups, have processed a record. */
export const timesProcessed = defineFact({
  id: 'timesProcessed',
  args: ofRecord,
  folds: [recordsFold, processedFold],
  ask: (run, ref, group) => timesIn(run, findRecord(run, ref), group, 'processed'),
  say: (value, ref) =>
    value === null
      ? `No log has ${recordText(ref)}.`
      : `${recordText(ref, true)} has been processed ${counted(value, 'time')}.`,
});

/** How many times something was done outside Kafka for a record. */
export const sideEffects = defineFact({
  id: 'sideEffects',
  args: ofRecord,
  folds: [recordsFold, processedFold],
  ask: (run, ref, group) => timesIn(run, findRecord(run, ref), group, 'effects'),
  say: (value, ref) =>
    value === null
      ? `No log has ${recordText(ref)}.`
      : `For ${recordText(ref)} the program has acted ${counted(value, 'time')} outside Kafka.`,
});

/** The records that the members of a group, or one consumer with a group, have processed more than once, in the order of their first time. */
export const processedTwice = defineFact({
  id: 'processedTwice',
  args: g,
  folds: [processedFold],
  ask: (run, name) => doneTwice(run.world, worksOf(run, name, 'processed')),
  say: (value, group) =>
    value.length === 0
      ? `${group} has processed no record twice.`
      : `${group} has processed ${counted(value.length, 'record')} more than once: ${someOf(value.map((record) => record.value))}.`,
});

function timesIn(
  run: Run,
  found: FoundRecord | null,
  group: string | null,
  what: 'processed' | 'effects',
): number | null {
  if (found === null) return null;
  let count = 0;
  for (const { partition, from, to, batches } of worksOf(run, group, what)) {
    if (partition !== found.partition || found.offset < from || found.offset >= to) continue;
    eachOfBatches(batches, found.offset, found.offset + 1, ({ leaderEpoch }) => {
      if (leaderEpoch === found.leaderEpoch) count += 1;
    });
  }
  return count;
}

/** What the members of a group, or the consumer of that name, have done, in the order of its entries; null: all groups. */
function worksOf(run: Run, group: string | null, what: 'processed' | 'effects'): readonly Work[] {
  const works: Work[] = [];
  const members = membersOf(run.world, group);
  const alone = group === null || members.length > 0 ? -1 : nodeIdOf(run.world, group, 'consumer');
  for (const node of alone < 0 ? members : [alone]) {
    const done = doneBy(remembered(run, processedFold), node);
    works.push(...vecToArray<Work>(what === 'processed' ? done.processed : done.effects));
  }
  return works.sort((a, b) => a.seq - b.seq);
}

import { sizeOf, uncovered, withRange, type Range } from '../../../lib/ranges.ts';
import { vecForEach } from '../../../lib/vec.ts';
import { committedAt } from '../../read/groups.ts';
import { producerNumbers, type ProducerNumbers } from '../../read/producer-numbers.ts';
import type { World } from '../../world.ts';
import type { PartitionRef } from '../args.ts';
import { defineFact, remembered, type Fact } from '../fact.ts';
import { fatesFold } from '../folds/fates.ts';
import { printedBy, printedFold } from '../folds/printed.ts';
import { doneBy, processedFold } from '../folds/processed.ts';
import { recordsFold } from '../folds/records.ts';
import { membersOf } from '../group-members.ts';
import { decidingLogs, idOf, nameOf, nodeIdOf } from '../lookup.ts';
import { ledgerOf, type ProducerLedger } from '../producer-ledger.ts';
import { counted, verb } from '../say.ts';

const p = [{ name: 'p', kind: 'producer' }] as const;
const where = [{ name: 'p', kind: 'partition', optional: true }] as const;

/** How many records of a producer came to what: acknowledged, lost, doubled ... */
export const fates = defineFact({
  id: 'fates',
  args: p,
  folds: [recordsFold, fatesFold],
  ask(run, name) {
    const node = nodeIdOf(run.world, name, 'producer', 'remote');
    return node < 0 ? null : ledgerOf(run, node);
  },
  say: (value, name) =>
    value === null
      ? `There is no producer ${name}.`
      : `Of ${counted(value.sent, 'record')} of ${name}, ${value.acknowledged} are acknowledged, ${value.failed} have failed and ${value.waiting} wait; ${value.inLog} stand in the log, ${value.repeated} of them twice; ${value.lost} are acknowledged and lost.`,
});

/** How many acknowledged records of a producer are in no log that decides what remains. */
export const acknowledgedLost = ledgerFact(
  'acknowledgedLost',
  ({ lost }) => lost,
  (value, name) => `${counted(value, 'acknowledged record')} of ${name} ${verb(value, 'is', 'are')} lost.`,
);

/** How many records of a producer stand in the log although its program was told that they failed. */
export const failedButWritten = ledgerFact(
  'failedButWritten',
  ({ failedButWritten: written }) => written,
  (value, name) =>
    `${counted(value, 'record')} that failed for ${name} ${verb(value, 'stands', 'stand')} in the log all the same.`,
);

/**
 * How many records stand in the log of a partition, or in all, once more than their producers handed them over. What a program
 * hands over twice is two records.
 */
export const duplicatesInLog = defineFact({
  id: 'duplicatesInLog',
  args: where,
  ask: ({ world }, ref) => sumOf(world, ref, ({ repeated }) => repeated),
  say: (value, ref) =>
    value === null
      ? noLog(ref)
      : `${counted(value, 'record')} ${verb(value, 'stands', 'stand')} in ${logText(ref)} a second time.`,
});

/** How many records stand behind a later one of the same producer and partition; copies that came too late do not count. */
export const outOfOrder = defineFact({
  id: 'outOfOrder',
  args: where,
  ask: ({ world }, ref) => sumOf(world, ref, ({ late }) => late),
  say: (value, ref) =>
    value === null
      ? noLog(ref)
      : `${counted(value, 'record')} in ${logText(ref)} ${verb(value, 'stands', 'stand')} behind a later one.`,
});

/** How many records a group has committed past that were given to a member's program, and that no member has processed. */
export const skipped = defineFact({
  id: 'skipped',
  args: [
    { name: 'g', kind: 'text' },
    { name: 'p', kind: 'partition' },
  ],
  folds: [printedFold, processedFold],
  ask(run, group, ref) {
    const committed = committedAt(run.world, group, ref.topic, ref.partition)?.offset ?? null;
    if (committed === null) return null;
    const id = idOf(run.world, ref);
    let given: readonly Range[] = [];
    let done: readonly Range[] = [];
    for (const node of membersOf(run.world, group)) {
      vecForEach(printedBy(remembered(run, printedFold), node).printed, ({ partition, from, to }) => {
        if (partition === id && from < committed) given = withRange(given, { from, to: Math.min(to, committed) });
      });
      vecForEach(doneBy(remembered(run, processedFold), node).processed, ({ partition, from, to }) => {
        if (partition === id) done = withRange(done, { from, to });
      });
    }
    return given.reduce((sum, range) => sum + sizeOf(uncovered(done, range)), 0);
  },
  say: (value, group, ref) =>
    value === null
      ? `Group ${group} has committed nothing for ${nameOf(ref)}.`
      : `Group ${group} has committed past ${counted(value, 'record')} of ${nameOf(ref)} that nobody has processed.`,
});

/** A fact that is one number of a producer's ledger. */
function ledgerFact(
  id: string,
  of: (ledger: ProducerLedger) => number,
  say: (value: number, name: string) => string,
): Fact {
  return defineFact({
    id,
    args: p,
    folds: [recordsFold, fatesFold],
    ask(run, name) {
      const node = nodeIdOf(run.world, name, 'producer', 'remote');
      return node < 0 ? null : of(ledgerOf(run, node));
    },
    say: (value, name) => (value === null ? `There is no producer ${name}.` : say(value, name)),
  });
}

/** Of the leader's log, or of the one that will decide while there is no leader; null: no broker has one. */
function sumOf(world: World, ref: PartitionRef | null, of: (numbers: ProducerNumbers) => number): number | null {
  const ids = ref === null ? world.names.partitions.map((_, id) => id) : [idOf(world, ref)];
  let sum = 0;
  let logs = 0;
  for (const id of ids) {
    const log = id < 0 ? undefined : decidingLogs(world, id)[0];
    if (log === undefined) continue;
    logs += 1;
    for (const numbers of producerNumbers(log)) sum += of(numbers);
  }
  return ref !== null && logs === 0 ? null : sum;
}

function logText(ref: PartitionRef | null): string {
  return ref === null ? 'the logs' : `the log of ${nameOf(ref)}`;
}

function noLog(ref: PartitionRef | null): string {
  return `No broker has ${logText(ref)}.`;
}

import { clockText } from '../../clock-text.ts';
import { defineFact } from '../fact.ts';
import { tracedRecord, type Verdict } from '../fate-of.ts';
import { commitsFold } from '../folds/commits.ts';
import { fatesFold } from '../folds/fates.ts';
import { printedFold } from '../folds/printed.ts';
import { processedFold } from '../folds/processed.ts';
import { recordsFold } from '../folds/records.ts';
import { releasedFold } from '../folds/released.ts';
import { nodeIdOf } from '../lookup.ts';
import { fateOf, type RecordFate } from '../record-fate.ts';
import { counted, listed } from '../say.ts';

export type { RecordFate };

/** What became of a producer's `n`-th record, counted from 0 over all partitions and all lives of its process. */
export const fate = defineFact({
  id: 'fate',
  args: [
    { name: 'p', kind: 'producer' },
    { name: 'n', kind: 'count' },
  ],
  folds: [recordsFold, fatesFold, releasedFold, printedFold, processedFold, commitsFold],
  ask(run, name, n): RecordFate | null {
    const node = nodeIdOf(run.world, name, 'producer', 'remote');
    const traced = node < 0 ? null : tracedRecord(run, node, n);
    return traced === null ? null : fateOf(run, traced);
  },
  say: (value, name, n) => (value === null ? `${name} has sent no record ${n} yet.` : sentenceOf(value, name, n)),
});

function sentenceOf(value: RecordFate, name: string, n: number): string {
  const { verdict, told, lost, processed, read } = value;
  const record = `Record ${n} of ${name}${value.value === null ? '' : ` (${value.value})`}`;
  const error = told?.error ?? '';
  const clauses: { readonly [V in Verdict]: string } = {
    waiting: 'has not been written yet',
    written: 'is written and not acknowledged yet',
    acknowledged: `is acknowledged and in the log at offset ${listed(value.offsets)}`,
    doubled: `stands in the log ${counted(value.offsets.length, 'time')}, at offsets ${listed(value.offsets)}`,
    lost: `was acknowledged and is lost${lost === null ? '' : ` since broker ${lost.broker} ${lost.type === 'LeaderStarted' ? 'leads without it' : 'lost it'} (${clockText(lost.t)})`}`,
    deleted: 'was written, and retention or compaction has deleted it',
    failed: `failed with ${error}`,
    'failed but written': `failed with ${error}, and yet stands in the log at offset ${listed(value.offsets)}`,
    vanished: 'was sent without asking for an answer and is in no log',
  };
  const times = Math.max(read.length, processed.length);
  const readers = [...read, ...processed].map(({ consumer }) => consumer);
  const names = readers.filter((reader, at) => readers.indexOf(reader) === at);
  return `${record} ${clauses[verdict]}${times === 0 ? '' : `; ${listed(names)} read it, ${counted(times, 'time')} in all`}.`;
}

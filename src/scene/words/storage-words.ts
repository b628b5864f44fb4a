import type { StorageEntries } from '../../sim/trace/storage.ts';
import { counted, offsets } from './phrases.ts';
import type { Catalogue } from './sentence.ts';

/** Why segments go. */
const REASONS: { readonly [R in StorageEntries['SegmentsDeleted']['reason']]: string } = {
  time: 'their newest record is older than retention.ms',
  size: 'the log is larger than retention.bytes',
  'log start': 'they lie below the log start offset',
};

/** What brokers write about the segments of their logs, in words. */
export const storageWords: Catalogue<StorageEntries> = {
  SegmentRolled({ partition, broker, from, to }, _, names) {
    return `broker ${broker} closes the segment of ${names.partition(partition)} with ${offsets(from, to)} and begins one at offset ${to}`;
  },
  SegmentsDeleted({ partition, broker, segments, from, to, reason }, _, names) {
    const what = `${counted(segments, 'old segment')} of ${names.partition(partition)} with ${offsets(from, to)}`;
    return `broker ${broker} deletes ${what}: ${segments === 1 ? REASONS[reason].replace(/^their|^they lie/, inOne) : REASONS[reason]}`;
  },
  LogStartOffsetMoved({ partition, broker, to, why }, _, names) {
    const name = names.partition(partition);
    if (why === 'leader') return `broker ${broker} learns from the leader that ${name} starts at offset ${to} now`;
    return `broker ${broker} deletes the records of ${name} below offset ${to}, as it was asked to`;
  },
  DeleteRecordsRefused({ partition, broker, error }, _, names) {
    return `broker ${broker} deletes no records of ${names.partition(partition)}: ${error}`;
  },
  CleaningStarted({ partition, broker, from, to, dirtyPercent }, _, names) {
    const part = `${offsets(from, to)} ${to - from === 1 ? 'is' : 'are'} new to it, ${dirtyPercent} % of what it can clean`;
    return `the log cleaner of broker ${broker} begins with ${names.partition(partition)}: ${part}`;
  },
  SegmentCleaned({ partition, broker, from, to, removed }, _, names) {
    const what = removed === 0 ? 'nothing' : counted(removed, 'record');
    return `the log cleaner of broker ${broker} takes ${what} out of ${offsets(from, to)} of ${names.partition(partition)}`;
  },
  LogCleaned({ partition, broker, to, removed, bytesBefore, bytesAfter }, _, names) {
    const what = `${counted(removed, 'record')} went, ${bytesBefore} bytes became ${bytesAfter}`;
    return `the log cleaner of broker ${broker} is done with ${names.partition(partition)} up to offset ${to}: ${what}`;
  },
};

function inOne(plural: string): string {
  return plural === 'their' ? 'its' : 'it lies';
}

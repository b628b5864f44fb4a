import type { Verdict } from '../sim/facts/fate-of.ts';
import type { RecordFate } from '../sim/facts/record-fate.ts';
import { counted, listed, quoted } from './words/phrases.ts';

/** What each verdict says of a record, alone or after its producer's name. */
export function verdictSentence({ verdict, told, offsets, writes }: RecordFate): string {
  const error = quoted(told?.error ?? '', 60);
  const sentences: { readonly [V in Verdict]: string } = {
    waiting:
      writes.length === 0
        ? 'It is not written yet.'
        : 'It was written, and it is in no log now; its producer has not been told.',
    written: 'It is written, and not acknowledged yet.',
    acknowledged: told?.acks === 0 ? 'It is in the log; with acks=0 its producer never asks.' : 'It is acknowledged.',
    doubled: `It is doubled: it stands in the log at offsets ${listed(offsets)}.`,
    lost: 'It is acknowledged, and it is lost.',
    deleted: 'It was written; retention or compaction has deleted it.',
    failed: `It has failed: ${error}. Its producer knows.`,
    'failed but written': `Its producer was told that it failed (${error}), and it stands in the log all the same.`,
    vanished: 'It is gone, and with acks=0 its producer never learns.',
  };
  return sentences[verdict];
}

/** Is it a fate that nobody wants? */
export function isBadFate(fate: RecordFate): boolean {
  return BAD.includes(fate.verdict) || fate.outOfOrder || fate.skipped.length > 0 || doneTwiceBy(fate).length > 0;
}

const BAD: readonly Verdict[] = ['doubled', 'lost', 'vanished', 'failed but written'];

/** What is to be said of a record besides its verdict: order, copies, and what each group has done with it. */
export function furtherSentences(fate: RecordFate): readonly string[] {
  const sentences: string[] = [];
  if (fate.outOfOrder) sentences.push('It is out of order: it stands behind a later record of the same producer.');
  if (fate.committed === null && fate.verdict === 'acknowledged' && fate.told?.acks !== 0)
    sentences.push('It is not committed yet.');
  if (fate.read.length === 0) sentences.push('Nobody has read it.');
  for (const { group, times, read } of groupsOf(fate)) {
    const skipped = fate.skipped.some((one) => one.group === group);
    const name = `Group ${quoted(group, 60)}`;
    if (skipped) sentences.push(`${name} has skipped it: it has committed past it, and nobody has processed it.`);
    else if (times > 0) sentences.push(`${name} has processed it ${timesText(times)}.`);
    else sentences.push(`${name} has read it ${timesText(read)} and not processed it yet.`);
  }
  for (const { consumer, times } of loners(fate))
    sentences.push(`${quoted(consumer, 60)} has read it ${timesText(times)}.`);
  if (fate.effects.length > 0)
    sentences.push(
      `Outside Kafka, ${counted(fate.effects.length, 'thing')} ${fate.effects.length === 1 ? 'was' : 'were'} done for it; nothing undoes that.`,
    );
  return sentences;
}

/** `once`, `twice`, `5 times`. */
export function timesText(times: number): string {
  return times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`;
}

interface ByGroup {
  readonly group: string;
  readonly read: number;
  readonly times: number;
}

/** Groups that have read it, in the order in which they did first. */
function groupsOf(fate: RecordFate): readonly ByGroup[] {
  const names: string[] = [];
  for (const { group } of fate.read) if (group !== null && !names.includes(group)) names.push(group);
  return names.map((group) => ({
    group,
    read: fate.read.filter((one) => one.group === group).length,
    times: fate.processed.filter((one) => one.group === group).length,
  }));
}

function doneTwiceBy(fate: RecordFate): readonly string[] {
  return groupsOf(fate).flatMap(({ group, times }) => (times > 1 ? [group] : []));
}

/** Consumers without a group. */
function loners(fate: RecordFate): readonly { readonly consumer: string; readonly times: number }[] {
  const alone = fate.read.filter(({ group }) => group === null).map(({ consumer }) => consumer);
  const names = alone.filter((name, at) => alone.indexOf(name) === at);
  return names.map((consumer) => ({ consumer, times: alone.filter((name) => name === consumer).length }));
}

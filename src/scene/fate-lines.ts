import type { RecordFate } from '../sim/facts/record-fate.ts';
import type { Micros } from '../sim/time.ts';
import type { Seq } from '../sim/world.ts';
import { timesText } from './fate-words.ts';
import { counted, quoted } from './words/phrases.ts';

/** A step in a record's life, and the entry of the trace that made it. */
export interface FateLine {
  readonly at: Micros;
  readonly seq: Seq;
  /** Two lines may be about one entry. */
  readonly key: string;
  readonly kind: FateKind;
  /** Who did what to it. */
  readonly sentence: string;
  /** Is it what nobody wants? */
  readonly bad: boolean;
}

/** What a line is about; drawn as a sign beside it. */
export type FateKind = 'sent' | 'written' | 'acknowledged' | 'committed' | 'read' | 'processed' | 'outside' | 'gone';

/** Of one kind and by one reader so many lines are listed; of more, the first and the last. */
const MOST_ALIKE = 5;

/** A record's life, in the order of its entries. */
export function fateLines(fate: RecordFate, producer: string): readonly FateLine[] {
  const lines = [
    ...sendingLines(fate, producer),
    ...writingLines(fate),
    ...toldLines(fate, producer),
    ...committedLines(fate.committed),
    ...readingLines(fate),
    ...goneLines(fate),
  ];
  return lines.sort((a, b) => a.seq - b.seq);
}

/** The same for a record that no producer has sent. */
export function writtenLines(
  writes: readonly (RecordFate['writes'][number] & { readonly internal?: true })[],
  committed: RecordFate['committed'],
): readonly FateLine[] {
  return [...appendLines(writes, false), ...committedLines(committed)].sort((a, b) => a.seq - b.seq);
}

type Moment = { readonly t: Micros; readonly seq: Seq };

function line({ t, seq }: Moment, kind: FateKind, sentence: string, bad = false): FateLine {
  return { at: t, seq, key: `${seq} ${sentence}`, kind, sentence, bad };
}

function sendingLines({ handedOver, attempts }: RecordFate, producer: string): readonly FateLine[] {
  return [
    line(handedOver, 'sent', `${producer} puts it into its buffer`),
    ...alike(
      attempts.map((one, i) => {
        const again = i === 0 ? '' : ` again, attempt ${one.attempt}`;
        return line(one, 'sent', `${producer} sends it to broker ${one.broker}${again}`);
      }),
    ),
  ];
}

function writingLines({ writes, repeats, outOfOrder }: RecordFate): readonly FateLine[] {
  return [
    ...appendLines(writes, outOfOrder),
    ...alike(repeats.map((one) => line(one, 'written', 'The leader has it already, and writes nothing'))),
  ];
}

/** A write is bad when an earlier one of it was still there: then it stands in the log twice. */
function appendLines(writes: RecordFate['writes'], outOfOrder: boolean): readonly FateLine[] {
  return alike(
    writes.map((write, i) => {
      const { broker, offset, leaderEpoch } = write;
      const again = i === 0 ? '' : ' again';
      const behind = outOfOrder && i === 0 ? ', behind a later record: out of order' : '';
      const sentence = `Broker ${broker} appends it${again} at offset ${offset}, leader epoch ${leaderEpoch}${behind}`;
      return line(write, 'written', sentence, behind !== '');
    }),
  );
}

function toldLines({ told, verdict }: RecordFate, producer: string): readonly FateLine[] {
  if (told === null) return [];
  if (told.error !== null)
    return [
      line(
        told,
        'acknowledged',
        `${producer} gives it up: ${quoted(told.error, 60)}`,
        verdict === 'failed but written',
      ),
    ];
  if (told.acks === 0) return [line(told, 'acknowledged', `${producer} takes it for sent (acks=0)`)];
  const acks = told.acks < 0 ? 'all' : String(told.acks);
  const copies = `${counted(told.copies, 'log')} ${told.copies === 1 ? 'has' : 'have'} it now`;
  return [line(told, 'acknowledged', `${producer} learns that it is acknowledged (acks=${acks}): ${copies}`)];
}

function committedLines(committed: RecordFate['committed']): readonly FateLine[] {
  if (committed === null) return [];
  const why =
    committed.follower < 0
      ? 'The high watermark passes it'
      : `Broker ${committed.follower} fetches beyond it, and the high watermark passes it`;
  return [line(committed, 'committed', `${why}: it is committed`)];
}

function readingLines({ read, processed, effects, skipped }: RecordFate): readonly FateLine[] {
  const byReader = readersIn(read).flatMap(({ consumer, group }) => {
    const who = group === null ? quoted(consumer, 60) : `${quoted(consumer, 60)} of group ${quoted(group, 60)}`;
    const mine = <T extends { readonly consumer: string }>(all: readonly T[]): readonly T[] =>
      all.filter((one) => one.consumer === consumer);
    return [
      ...alike(mine(read).map((one, i) => line(one, 'read', `${who} reads it${i === 0 ? '' : ' again'}`))),
      ...alike(
        mine(processed).map((one) => {
          const before = processed.filter((other) => other.group === group && other.seq < one.seq).length;
          const times = before === 0 ? '' : `: its group has done so ${timesText(before + 1)} now`;
          return line(one, 'processed', `${who} has processed it${times}`, before > 0);
        }),
      ),
      ...alike(
        mine(effects).map((one) => line(one, 'outside', `${who} does ${quoted(one.effect, 40)} for it, outside Kafka`)),
      ),
    ];
  });
  return [
    ...byReader,
    ...skipped.map((one) =>
      line(
        one,
        'gone',
        `Group ${quoted(one.group, 60)} commits past it, and nobody has processed it: it is skipped`,
        true,
      ),
    ),
  ];
}

function readersIn(read: RecordFate['read']): RecordFate['read'] {
  return read.filter(({ consumer }, at) => read.findIndex((one) => one.consumer === consumer) === at);
}

function goneLines({ gone, lost, verdict }: RecordFate): readonly FateLine[] {
  const all = lost === null || gone.some(({ seq }) => seq === lost.seq) ? gone : [...gone, lost];
  return all.map((one) => {
    const is = one.seq === lost?.seq;
    const what =
      one.type === 'LeaderStarted'
        ? `Broker ${one.broker} begins to lead without it`
        : one.type === 'LogTruncated'
          ? `Broker ${one.broker} cuts it off its copy`
          : `It is gone from the disk of broker ${one.broker}`;
    return line(one, 'gone', is ? `${what}: it is lost` : what, is || verdict === 'vanished');
  });
}

/** Of many alike the first ones and the last, with a word for those between. */
function alike(lines: readonly FateLine[]): readonly FateLine[] {
  if (lines.length <= MOST_ALIKE) return lines;
  const kept = lines.slice(0, MOST_ALIKE - 2);
  const next = lines[kept.length] as FateLine;
  const hidden = lines.length - kept.length - 1;
  const word = {
    ...next,
    key: `${next.key} more`,
    sentence: `${next.sentence}, and so on: ${hidden} times until the last`,
  };
  return [...kept, word, ...lines.slice(-1)];
}

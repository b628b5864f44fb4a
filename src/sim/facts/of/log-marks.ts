import type { ReplicaLog } from '../../log/replica-log.ts';
import type { PartitionRef } from '../args.ts';
import { defineFact, type Fact } from '../fact.ts';
import { logAt, nameOf } from '../lookup.ts';

const args = [
  { name: 'p', kind: 'partition' },
  { name: 'b', kind: 'broker', optional: true },
] as const;

function mark(id: string, noun: string, read: (log: ReplicaLog) => number): Fact {
  return defineFact({
    id,
    args,
    ask({ world }, p, b) {
      const log = logAt(world, p, b);
      return log === null ? null : read(log);
    },
    say: (value, p, b) =>
      value === null
        ? missing(noun, p, b)
        : `The ${noun} of ${nameOf(p)}${b === null ? '' : ` on broker ${b}`} is ${value}.`,
  });
}

function missing(noun: string, p: PartitionRef, b: number | null): string {
  if (b !== null) return `Broker ${b} has no copy of ${nameOf(p)}.`;
  return `${nameOf(p)} has no leader that is up, so nobody can tell its ${noun}.`;
}

/** First offset that is still there: of the leader, or of one broker's copy. */
export const logStart = mark('logStart', 'log start offset', (log) => log.logStartOffset);

/** Offset that the next record gets (LEO). */
export const logEndOffset = mark('logEndOffset', 'log end offset', (log) => log.logEndOffset);

/** Everything below is committed; a follower's trails the leader's. */
export const highWatermark = mark('highWatermark', 'high watermark', (log) => log.highWatermark);

/** The highest offset a consumer can read: one below the high watermark; -1 when there is none. */
export const lastReadable = defineFact({
  id: 'lastReadable',
  args: [{ name: 'p', kind: 'partition' }],
  ask({ world }, p) {
    const log = logAt(world, p, null);
    if (log === null) return null;
    return log.highWatermark > log.logStartOffset ? log.highWatermark - 1 : -1;
  },
  say(value, p) {
    if (value === null) return missing('high watermark', p, null);
    return value < 0
      ? `A consumer can read nothing of ${nameOf(p)} yet.`
      : `A consumer can read ${nameOf(p)} up to offset ${value}.`;
  },
});

import { expect, test } from 'vitest';

import { drawn, nextState } from '../../../src/lib/rng.ts';
import { appendAsFollower } from '../../../src/sim/log/append.ts';
import { emptyLog, type ReplicaLog } from '../../../src/sim/log/replica-log.ts';
import { placesOf, producerNumbers } from '../../../src/sim/read/producer-numbers.ts';
import { batchOf } from '../log/batches.ts';

interface Piece {
  readonly node: number;
  readonly first: number;
  readonly count: number;
  /** Which of its records compaction has left; absent: all. */
  readonly kept?: readonly number[];
}

/** A log with these batches, one after another. */
function logOf(pieces: readonly Piece[]): ReplicaLog {
  let log = emptyLog();
  for (const { node, first, count, kept } of pieces) {
    const baseOffset = log.logEndOffset;
    const batch = batchOf(count, {
      partitionLeaderEpoch: 0,
      baseOffset,
      lastOffset: baseOffset + count - 1,
      origin: { node, first },
    });
    const rest =
      kept === undefined
        ? {}
        : { records: batch.records.slice(0, kept.length), offsets: kept.map((i) => baseOffset + i) };
    log = appendAsFollower(log, { ...batch, ...rest });
  }
  return log;
}

test('whatever a log holds, ranges find what a look at each record finds', () => {
  let state = 5;
  const draw = (bound: number): number => {
    state = nextState(state);
    return drawn(state, bound);
  };
  for (let run = 0; run < 200; run++) {
    const pieces = Array.from({ length: 15 }, (): Piece => {
      const count = 1 + draw(4);
      const kept = draw(4) === 0 ? [0, 1, 2, 3].filter((i) => i < count && draw(2) === 0) : undefined;
      return { node: draw(2), first: draw(30), count, ...(kept !== undefined && { kept }) };
    });
    const log = logOf(pieces);
    for (const node of [0, 1]) {
      const numbers = pieces
        .filter((piece) => piece.node === node)
        .flatMap(({ first, count, kept }) =>
          (kept ?? Array.from({ length: count }, (_, i) => i)).map((i) => first + i),
        );
      const firsts = numbers.filter((number, at) => numbers.indexOf(number) === at);
      const found = producerNumbers(log).find((one) => one.node === node) ?? { there: [], repeated: 0, late: 0 };
      const there = found.there.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
      expect(there).toEqual([...firsts].sort((a, b) => a - b));
      expect(found.repeated).toBe(numbers.length - firsts.length);
      expect(found.late).toBe(
        firsts.filter((number, at) => firsts.slice(0, at).some((before) => before > number)).length,
      );
      for (const number of firsts)
        expect(placesOf(log, node, number)).toHaveLength(numbers.filter((other) => other === number).length);
    }
  }
});

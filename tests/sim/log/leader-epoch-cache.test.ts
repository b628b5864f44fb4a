import { describe, expect, test } from 'vitest';

import {
  assignEpoch,
  endOffsetFor,
  latestEpoch,
  truncateEpochsFromEnd,
  truncateEpochsFromStart,
} from '../../../src/sim/log/leader-epoch-cache.ts';
import type { EpochEntry } from '../../../src/sim/log/replica-log.ts';
import vectors from '../../conformance/vectors/high-watermark.json' with { type: 'json' };

type Op = readonly [string, number, number?];
interface Case {
  readonly id: string;
  readonly kind: string;
  readonly name?: string;
  readonly ops?: unknown;
  readonly entriesAfter?: readonly EpochEntry[];
  readonly endOffsetFor?: readonly {
    readonly requestedEpoch: number;
    readonly logEndOffset: number;
    readonly epoch: number;
    readonly endOffset: number;
  }[];
}

const cases = (vectors.cases as readonly Case[]).filter((each) => each.kind === 'epoch-cache');

function apply(epochs: readonly EpochEntry[], [op, first, second]: Op): readonly EpochEntry[] {
  if (op === 'assign') return assignEpoch(epochs, first, second ?? -1);
  if (op === 'truncateEnd') return truncateEpochsFromEnd(epochs, first);
  return truncateEpochsFromStart(epochs, first);
}

describe('the leader epoch cache does as the compiled LeaderEpochFileCache', () => {
  test.each(cases)('$id $name', ({ ops, entriesAfter, endOffsetFor: questions }) => {
    const epochs = (ops as readonly Op[]).reduce(apply, [] as readonly EpochEntry[]);
    expect(epochs).toEqual(entriesAfter);
    for (const { requestedEpoch, logEndOffset, epoch, endOffset } of questions ?? []) {
      expect(endOffsetFor(epochs, requestedEpoch, logEndOffset)).toEqual({ epoch, endOffset });
    }
  });

  test('there are cases', () => {
    expect(cases.length).toBeGreaterThan(10);
  });
});

const EPOCHS: readonly EpochEntry[] = [
  { epoch: 2, startOffset: 6 },
  { epoch: 3, startOffset: 8 },
];

test('nothing changes where nothing is new', () => {
  expect(assignEpoch(EPOCHS, 3, 9)).toBe(EPOCHS);
  expect(truncateEpochsFromEnd(EPOCHS, 9)).toBe(EPOCHS);
  expect(truncateEpochsFromStart(EPOCHS, 6)).toBe(EPOCHS);
  expect(truncateEpochsFromStart(EPOCHS, 5)).toBe(EPOCHS);
});

test('the latest epoch of nothing is none, and an unknown epoch has no end', () => {
  expect(latestEpoch([])).toBeNull();
  expect(latestEpoch(EPOCHS)).toBe(3);
  expect(endOffsetFor(EPOCHS, -1, 10)).toEqual({ epoch: -1, endOffset: -1 });
  expect(endOffsetFor([], 0, 10)).toEqual({ epoch: -1, endOffset: -1 });
});

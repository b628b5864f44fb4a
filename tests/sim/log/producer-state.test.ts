import { describe, expect, test } from 'vitest';

import { appendAsLeader } from '../../../src/sim/log/append.ts';
import { incrementSequence, producerEntry } from '../../../src/sim/log/producer-state.ts';
import { emptyLog, type ReplicaLog } from '../../../src/sim/log/replica-log.ts';
import vectors from '../../conformance/vectors/producer.json' with { type: 'json' };
import { batchOf } from './batches.ts';

interface Sent {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly records: number;
  readonly producerStateLostBefore?: boolean;
}
interface Case {
  readonly id: string;
  readonly kind?: string;
  readonly name?: string;
  readonly batches?: readonly Sent[];
  readonly results?: readonly { readonly outcome: string; readonly baseOffset?: number }[];
}

const cases = (vectors.cases as readonly Case[]).filter((each) => each.kind === 'idempotent-sequence');

function send(log: ReplicaLog, sent: Sent): { log: ReplicaLog; result: { outcome: string; baseOffset?: number } } {
  const start = sent.producerStateLostBefore === true ? { ...log, producers: [] } : log;
  const { producerId, producerEpoch, firstSequence: baseSequence } = sent;
  const batch = batchOf(sent.records, { producerId, producerEpoch, baseSequence });
  const appended = appendAsLeader(start, batch, 0, Number.MAX_SAFE_INTEGER);
  if (appended.outcome === 'appended')
    return { log: appended.log, result: { outcome: 'APPENDED', baseOffset: appended.from } };
  if (appended.outcome === 'duplicate')
    return { log: start, result: { outcome: 'DUPLICATE', baseOffset: appended.from } };
  return { log: start, result: { outcome: appended.error } };
}

describe('sequences are checked as by the compiled ProducerStateManager', () => {
  test.each(cases)('$id $name', ({ batches, results }) => {
    let log = emptyLog();
    const outcomes = (batches ?? []).map((sent) => {
      const next = send(log, sent);
      log = next.log;
      return next.result;
    });
    expect(outcomes).toEqual(results);
  });

  test('there are cases', () => {
    expect(cases.length).toBeGreaterThan(5);
  });
});

test('after the largest sequence comes 0', () => {
  expect(incrementSequence(2147483647, 1)).toBe(0);
  expect(incrementSequence(2147483646, 3)).toBe(1);
});

test('a partition remembers producers by their ids, in whatever order they came', () => {
  let log = emptyLog();
  for (const producerId of [5, 1, 9, 3])
    log = send(log, { producerId, producerEpoch: 0, firstSequence: 0, records: 1 }).log;
  expect(log.producers.map((entry) => entry.producerId)).toEqual([1, 3, 5, 9]);
  expect(producerEntry(log.producers, 4)).toBeNull();
  expect(producerEntry(log.producers, 9)?.batches).toHaveLength(1);
});

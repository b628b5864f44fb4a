import { describe, expect, it } from 'vitest';

import { CoordinatorBench } from '../../../conformance/support/coordinator-bench.ts';
import { commitOf, fetchOf } from './requests.ts';

describe.each(['3.9', '4.0'] as const)('committed offsets in %s', (era) => {
  it('are told to whoever asks for them once they are committed', () => {
    const bench = new CoordinatorBench({ era });
    expect(bench.find('g').errorCode).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(bench.ask('c', 'g', fetchOf('g', 't', [0])).topics[0]?.partitions[0]?.committedOffset).toBe(-1);
    const answer = bench.ask('c', 'g', commitOf('g', 't', { 0: 7 }));
    expect(answer.topics).toEqual([{ name: 't', partitions: [{ partitionIndex: 0, errorCode: 'NONE' }] }]);
    expect(bench.ask('c', 'g', fetchOf('g', 't', [0, 1])).topics[0]?.partitions.map((p) => p.committedOffset)).toEqual([
      7, -1,
    ]);
  });
});

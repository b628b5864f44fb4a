import { describe, expect, it } from 'vitest';

import { CoordinatorBench } from '../../../conformance/support/coordinator-bench.ts';
import { commitOf, errorsIn, fetchOf } from './requests.ts';

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

describe('a commit in a generation of a group that the coordinator of 4.0 does not know', () => {
  it('is told so, but a client whose OffsetCommit is older than version 9 hears ILLEGAL_GENERATION', () => {
    const bench = new CoordinatorBench({ era: '4.0' });
    const commit = { ...commitOf('g', 't', { 0: 7 }), generationIdOrMemberEpoch: 3, memberId: 'm' };
    expect(errorsIn(bench.ask('new', 'g', commit))).toEqual(['GROUP_ID_NOT_FOUND']);
    expect(errorsIn(bench.ask('old', 'g', commit, '2.8'))).toEqual(['ILLEGAL_GENERATION']);
  });
});

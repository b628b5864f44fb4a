import { describe, expect, it } from 'vitest';

import { present } from '../../src/lib/assert.ts';
import { drawn, nextState } from '../../src/lib/rng.ts';
import { SECOND } from '../../src/sim/time.ts';
import { stateThatDrawsAll } from './support/draws.ts';
import { FedLog } from './support/fed-log.ts';
import { play } from './support/play.ts';
import { vectorsIn } from './support/vector.ts';

/* Cases that are in no file of ours: what they say was worked out by hand from Kafka's rules. */

const passes = (data: object): void => {
  expect(play(present(vectorsIn('x.json', JSON.stringify({ cases: [data] }))[0], 'a case'))).toEqual({
    status: 'passed',
  });
};

describe('AdminUtils.assignReplicasToBrokers', () => {
  const brokers = [0, 1, 2, 3];
  const topic = { mode: 'classic', brokers, partitions: 4, replicationFactor: 3, startIndex: 1, startPartitionId: 8 };

  it('begins a later round with a small shift', () => {
    passes({ ...topic, startReplicaShift: 0, expected: { 8: [1, 3, 0], 9: [2, 0, 1], 10: [3, 1, 2], 11: [0, 2, 3] } });
  });

  it('does the same with a shift that is larger by one less than the brokers', () => {
    passes({ ...topic, startReplicaShift: 3, expected: { 8: [1, 3, 0], 9: [2, 0, 1], 10: [3, 1, 2], 11: [0, 2, 3] } });
    passes({ ...topic, startReplicaShift: 4, expected: { 8: [1, 0, 2], 9: [2, 1, 3], 10: [3, 2, 0], 11: [0, 3, 1] } });
  });
});

describe('BuiltInPartitioner', () => {
  const records = { kind: 'sticky-switch', batchSize: 100, switchAllowed: true };

  it('has a thousand partitions to choose from', () => {
    passes({ ...records, partitions: 1000, appendBytes: [40, 40, 40, 40], partitionOfEachRecord: [0, 0, 0, 1] });
  });

  it('is given the numbers that the case lists, and those that follow', () => {
    const draws = '7,5,2998,... (n-th switch)';
    const sent = { appendBytes: [250, 10, 250, 250, 10], partitionOfEachRecord: [7, 5, 5, 998, 999] };
    passes({ ...records, partitions: 1000, draws, ...sent });
  });

  it.each([
    ['unequal queues', [30, 10, 0], [0, 2, 3], 53, [0, 2, 2]],
    ['equal queues where a partition has no leader', [3, 3], [0, 2], 2, [0, 2, 0]],
    ['one partition with a leader', [3], [2], 1, [2, 2]],
  ])('sums its weights of %s', (_what, queueSizes, partitionIds, weightTotal, partitionForRandom) => {
    passes({ kind: 'adaptive', queueSizes, partitionIds, weightTotal, partitionForRandom });
  });
});

describe('a random stream', () => {
  it('is found that draws several numbers in a row', () => {
    const draws = [
      { bound: 7, number: 6 },
      { bound: 1000, number: -1 },
      { bound: 3, number: 4 },
    ];
    let state = stateThatDrawsAll(draws);
    const found = draws.map(({ bound }) => {
      const number = drawn(state, bound);
      state = nextState(state);
      return number;
    });
    expect(found).toEqual([6, 999, 1]);
  });

  it('is not sought for ever', () => {
    const bound = 2 ** 30;
    expect(() => stateThatDrawsAll([1, 2, 3].map((number) => ({ bound, number })))).toThrow('no state was found');
  });
});

describe('a trace of replication whose leader has committed records of its own epoch', () => {
  const start = { leaderLEO: 10, leaderHW: 8, leaderEpochStartOffset: 4 };
  const base = { kind: 'replication-trace', leader: 1, replicas: [1, 2], initialIsr: [1, 2] };
  const lag = { 'replica.lag.time.max.ms': 30_000 };
  const state = (leaderLEO: number, leaderHW: number, leo: number, hw: number): object => ({
    leaderLEO,
    leaderHW,
    isr: [1, 2],
    followers: { 2: { leo, hw } },
  });
  const append = { op: 'leaderAppend', records: 2 };
  const fetch = (fetchOffset: number): object => ({ op: 'followerFetch', replica: 2, fetchOffset });

  it('begins with that high watermark', () => {
    passes({ ...base, ...lag, minInsyncReplicas: 1, start, ops: [append], after: [state(12, 8, 0, 0)] });
  });

  it.each([1, 2])('goes on from where the follower fetches, with a minimum ISR of %i', (minInsyncReplicas) => {
    const after = [state(10, 8, 10, 8), state(10, 10, 10, 8), state(10, 10, 10, 10)];
    passes({ ...base, ...lag, minInsyncReplicas, start, ops: [fetch(8), fetch(10), fetch(10)], after });
  });

  it('cannot be read when the high watermark is beyond the log', () => {
    const beyond = { leaderLEO: 4, leaderHW: 5, leaderEpochStartOffset: 0 };
    const data = { ...base, ...lag, minInsyncReplicas: 1, start: beyond, ops: [append], after: [state(6, 5, 0, 0)] };
    const [vector] = vectorsIn('x.json', JSON.stringify({ cases: [data] }));
    expect(play(present(vector, 'a case'))).toMatchObject({
      got: expect.stringMatching(/^Unreadable: start/) as string,
    });
  });
});

describe('a log that nobody writes to', () => {
  it('costs little for a month: its leader drops nobody', () => {
    const fed = new FedLog({}, { 'cleanup.policy': 'compact' });
    fed.until(20 * SECOND);
    let steps = 0;
    fed.rig.bench.onStep = () => {
      steps += 1;
    };
    fed.waitUntil(fed.now + 30 * 24 * 3600 * SECOND);
    expect(steps).toBeLessThan(60_000);
    expect(fed.rig.proposed()).toBeNull();
  });
});

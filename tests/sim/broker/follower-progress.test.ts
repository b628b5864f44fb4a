import { describe, expect, test } from 'vitest';

import { afterElection, afterFetch, isCaughtUp, unknownProgress } from '../../../src/sim/broker/follower-progress.ts';
import { NEVER } from '../../../src/sim/broker/state.ts';

describe('high-watermark-059: a follower was caught up', () => {
  const elected = afterElection(unknownProgress(2), 100, 10, false, true);

  test('at the time of a fetch that reached the log end', () => {
    expect(afterFetch(elected, 10, 0, 500, 10).lastCaughtUpTime).toBe(500);
  });

  test('else at the time of the fetch before, if this one reached the log end of then', () => {
    const before = afterFetch(elected, 5, 0, 500, 20);
    expect(before.lastCaughtUpTime).toBe(100);
    expect(afterFetch(before, 20, 0, 900, 30).lastCaughtUpTime).toBe(500);
  });

  test('else when it was caught up last', () => {
    const before = afterFetch(elected, 5, 0, 500, 20);
    expect(afterFetch(before, 19, 0, 900, 30).lastCaughtUpTime).toBe(100);
  });
});

describe('lag is time, never a count', () => {
  const follower = { ...unknownProgress(2), logEndOffset: 3, lastCaughtUpTime: 100 };

  test('a follower far behind is caught up as long as it was so recently', () => {
    expect(isCaughtUp(follower, 1_000_000, 130, 30)).toBe(true);
    expect(isCaughtUp(follower, 1_000_000, 131, 30)).toBe(false);
  });

  test('a follower at the log end is caught up for ever', () => {
    expect(isCaughtUp(follower, 3, Number.MAX_SAFE_INTEGER, 30)).toBe(true);
  });

  test('a follower never heard of is not caught up, not even at the beginning of time', () => {
    expect(isCaughtUp(unknownProgress(2), 0, 0, 30)).toBe(false);
  });
});

test('an election makes in-sync followers caught up now and others not at all', () => {
  const before = afterFetch(unknownProgress(2), 7, 0, 50, 7);
  expect(afterElection(before, 100, 9, false, true)).toMatchObject({
    logEndOffset: 7,
    lastFetchTime: 100,
    lastCaughtUpTime: 100,
  });
  expect(afterElection(before, 100, 9, false, false)).toMatchObject({
    logEndOffset: 7,
    lastFetchTime: NEVER,
    lastCaughtUpTime: NEVER,
  });
  expect(afterElection(before, 100, 9, true, true)).toMatchObject({
    logEndOffset: -1,
    lastFetchTime: NEVER,
    lastCaughtUpTime: 100,
  });
});

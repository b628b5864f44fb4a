import type { Micros } from '../time.ts';
import { NEVER, type FollowerProgress } from './state.ts';

/** The broker epoch of a follower that has not fetched; one that fetches before it is registered says -1. */
export const NOT_FETCHED = -2;

/** A follower that this leader has not heard of yet. */
export function unknownProgress(brokerId: number): FollowerProgress {
  return {
    brokerId,
    logStartOffset: -1,
    logEndOffset: -1,
    lastFetchLeaderLogEndOffset: 0,
    lastFetchTime: NEVER,
    lastCaughtUpTime: NEVER,
    brokerEpoch: NOT_FETCHED,
  };
}

/**
 * A follower's fetch at an offset acknowledges everything below it (Replica.updateFetchStateOrThrow). It was caught up at the
 * time of this fetch if it reached the leader's log end, else at the time of the fetch before if it reached the log end of then.
 */
export function afterFetch(
  before: FollowerProgress,
  fetchOffset: number,
  logStartOffset: number,
  now: Micros,
  leaderLogEndOffset: number,
  brokerEpoch = -1,
): FollowerProgress {
  let { lastCaughtUpTime } = before;
  if (fetchOffset >= leaderLogEndOffset) lastCaughtUpTime = Math.max(lastCaughtUpTime, now);
  else if (fetchOffset >= before.lastFetchLeaderLogEndOffset) {
    lastCaughtUpTime = Math.max(lastCaughtUpTime, before.lastFetchTime);
  }
  return {
    brokerId: before.brokerId,
    logStartOffset,
    logEndOffset: fetchOffset,
    lastFetchLeaderLogEndOffset: Math.max(leaderLogEndOffset, before.lastFetchLeaderLogEndOffset),
    lastFetchTime: now,
    lastCaughtUpTime,
    brokerEpoch,
  };
}

/**
 * A follower's record when a leader is elected, or elected again (Replica.resetReplicaState). One in the ISR counts as caught up
 * now; one outside does not, so that it does not hold the high watermark back.
 */
export function afterElection(
  before: FollowerProgress,
  now: Micros,
  leaderLogEndOffset: number,
  isNewLeader: boolean,
  inSync: boolean,
): FollowerProgress {
  const lastCaughtUpTime = inSync ? now : NEVER;
  if (isNewLeader) {
    return {
      brokerId: before.brokerId,
      logStartOffset: -1,
      logEndOffset: -1,
      lastFetchLeaderLogEndOffset: -1,
      lastFetchTime: NEVER,
      lastCaughtUpTime,
      brokerEpoch: NOT_FETCHED,
    };
  }
  return {
    brokerId: before.brokerId,
    logStartOffset: before.logStartOffset,
    logEndOffset: before.logEndOffset,
    lastFetchLeaderLogEndOffset: leaderLogEndOffset,
    lastFetchTime: inSync ? now : NEVER,
    lastCaughtUpTime,
    brokerEpoch: before.brokerEpoch,
  };
}

/** At the leader's log end, or there not longer ago than replica.lag.time.max.ms: lag is time, never a count (ReplicaState.isCaughtUp). */
export function isCaughtUp(
  follower: FollowerProgress,
  leaderLogEndOffset: number,
  now: Micros,
  maxLag: Micros,
): boolean {
  return follower.logEndOffset === leaderLogEndOffset || now - follower.lastCaughtUpTime <= maxLag;
}

import { withLast } from '../../lib/lists.ts';
import type { PartitionId, Seq } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { afterFetch } from './follower-progress.ts';
import { followerIndex, withDuties } from './replica.ts';
import type { Channel, FetchSession, FollowerProgress, LeaderDuties, Replica } from './state.ts';

/** What changed about a partition: the end of its log, its high watermark, its leader's epoch, who answers for it, its ISR, or its log's start. */
export type Change = 'end' | 'highWatermark' | 'epoch' | 'state' | 'isr' | 'start';

/**
 * Tells the fetch sessions that hold a partition that it changed, and wakes those whose parked fetch may wait for just that:
 * a follower for the log's end, a consumer for the high watermark. A new high watermark alone wakes no follower: it learns it
 * with the next answer (DelayedFetch.tryComplete). A leader that is elected again wakes nobody: who fetches in the old epoch
 * learns it when something else ends the wait. A new ISR wakes nobody either: a follower that it leaves out is looked at again with
 * its next fetch, since it may join (Partition.maybeExpandIsr is tried at every fetch).
 * For `end`, called with the replica as it was before.
 * @returns the replica, with the progress of idle followers brought up to now
 */
export function tellWatchers(d: BrokerDraft, replica: Replica, change: Change, cause: Seq): Replica {
  let { duties } = replica;
  for (const watcher of replica.watchers) {
    const follower = watcher.replicaId >= 0;
    if (change === 'end' && !follower) continue;
    const channel = d.channel(watcher.slot) as Channel;
    const { session } = channel;
    if (session !== null && !session.dirty.includes(replica.partition)) {
      if (follower && duties !== null) duties = bringUp(duties, watcher.replicaId, session, replica.log.logEndOffset);
      d.setChannel(watcher.slot, withSession(channel, withDirty(session, withLast(session.dirty, replica.partition))));
    }
    const wakes = change === 'highWatermark' ? !follower : change === 'end' || change === 'state';
    if (wakes && channel.parked !== null && channel.parked.kind === 'fetch') d.wake(watcher.slot, cause);
  }
  return duties === null || duties === replica.duties ? replica : withDuties(replica, duties);
}

/** An idle follower has been caught up at each fetch of its session; this is noted when it stops being idle. */
function bringUp(duties: LeaderDuties, brokerId: number, session: FetchSession, logEndOffset: number): LeaderDuties {
  const at = followerIndex(duties, brokerId);
  if (at < 0) return duties;
  const before = duties.followers[at] as FollowerProgress;
  if (before.lastFetchTime >= session.lastFetchTime || before.logEndOffset !== logEndOffset) return duties;
  return withFollower(
    duties,
    at,
    afterFetch(before, logEndOffset, before.logStartOffset, session.lastFetchTime, logEndOffset, before.brokerEpoch),
  );
}

/** The duties with another record of one follower. */
export function withFollower(duties: LeaderDuties, at: number, progress: FollowerProgress): LeaderDuties {
  const followers = duties.followers.slice();
  followers[at] = progress;
  return {
    epochStartOffset: duties.epochStartOffset,
    followers,
    proposed: duties.proposed,
    adding: duties.adding,
    waitingProduces: duties.waitingProduces,
  };
}

/** Adds a session to those that a replica tells of its changes; the same replica when it is there already. */
export function watchedBy(replica: Replica, slot: number, replicaId: number): Replica {
  for (const watcher of replica.watchers) if (watcher.slot === slot) return replica;
  return { ...replica, watchers: [...replica.watchers, { slot, replicaId }] };
}

/** A follower asks for a partition by name again: until its last fetch it was idle there. */
export function endIdling(d: BrokerDraft, id: PartitionId, session: FetchSession): void {
  const replica = session.replicaId < 0 ? null : d.replica(id);
  if (replica === null || replica.duties === null || session.dirty.includes(id)) return;
  const duties = bringUp(replica.duties, session.replicaId, session, replica.log.logEndOffset);
  if (duties !== replica.duties) d.setReplica(withDuties(replica, duties));
}

/** A session does not hold the partition any more. */
export function unwatch(d: BrokerDraft, id: PartitionId, slot: number, session: FetchSession): void {
  endIdling(d, id, session);
  const replica = d.replica(id);
  if (replica === null || !replica.watchers.some((watcher) => watcher.slot === slot)) return;
  d.setReplica({ ...replica, watchers: replica.watchers.filter((watcher) => watcher.slot !== slot) });
}

export function withSession(channel: Channel, session: FetchSession | null): Channel {
  return { connection: channel.connection, peer: channel.peer, session, parked: channel.parked };
}

export function withDirty(session: FetchSession, dirty: readonly PartitionId[]): FetchSession {
  return {
    id: session.id,
    epoch: session.epoch,
    replicaId: session.replicaId,
    partitions: session.partitions,
    dirty,
    nextRank: session.nextRank,
    lastFetchTime: session.lastFetchTime,
  };
}

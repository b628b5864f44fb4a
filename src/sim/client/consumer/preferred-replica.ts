import { peerOfBroker } from '../network/peers.ts';
import { leaderOf } from '../network/metadata-update.ts';
import { moveSource } from './assignment.ts';
import { partitionAt, setPartition, type ConsumerWork } from './work.ts';

/*
 * A leader may send a consumer to a replica in its rack (KIP-392; SubscriptionState.updatePreferredReadReplica). It reads there for
 * metadata.max.age.ms, then asks the leader again; and at once after an error, a lost connection, or a change of the leader.
 */

/** Reads a partition from another broker from now on. */
export function readFrom(work: ConsumerWork, index: number, brokerId: number): void {
  const source = peerOfBroker(work.turn.setup, brokerId);
  const { id, source: now } = partitionAt(work, index);
  if (source < 0 || source === now) return;
  const until = work.turn.now + work.net.state.settings.metadataMaxAge;
  work.state.preferred = [...work.state.preferred.filter((each) => each.id !== id), { id, source, until }];
  move(work, index, source);
}

/**
 * Reads a partition from its leader again.
 * @returns false when it was read from there all the time
 */
export function readFromLeader(work: ConsumerWork, index: number): boolean {
  const { id } = partitionAt(work, index);
  if (!work.state.preferred.some((each) => each.id === id)) return false;
  work.state.preferred = work.state.preferred.filter((each) => each.id !== id);
  const leader = leaderOf(work.net, id);
  if (leader !== null && leader.peer >= 0) move(work, index, leader.peer);
  return true;
}

/** Is the partition read from where its leader has sent the consumer, and may it still be? */
export function isSentElsewhere(work: ConsumerWork, index: number): boolean {
  if (work.state.preferred.length === 0) return false;
  const { id, source } = partitionAt(work, index);
  const found = work.state.preferred.find((each) => each.id === id);
  return found !== undefined && found.source === source && found.until > work.turn.now;
}

/** Partitions whose time elsewhere is up, or whose broker there is not in the metadata any more, go back to their leaders (AbstractFetch.selectReadReplica). */
export function endLeases(work: ConsumerWork): void {
  const { brokers } = work.net.state.metadata;
  for (const { id, source, until } of work.state.preferred) {
    const there = brokers.includes(work.turn.setup.brokerIds[source] as number);
    if (until <= work.turn.now || !there) readFromLeader(work, work.state.assignedAt[id] ?? -1);
  }
}

/** Nothing is read from this broker any more by a leader's advice: the connection to it is gone. */
export function leaveSource(work: ConsumerWork, source: number): void {
  for (const each of work.state.preferred)
    if (each.source === source) readFromLeader(work, work.state.assignedAt[each.id] ?? -1);
}

function move(work: ConsumerWork, index: number, to: number): void {
  const partition = partitionAt(work, index);
  if (partition.source !== to) moveSource(work, index, partition, to);
  setPartition(work, index, { ...partitionAt(work, index), source: to, told: -1, toldEpoch: -1, retryAt: 0 });
}

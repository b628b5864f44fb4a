import { without } from '../../lib/lists.ts';
import { latestEpoch } from '../log/leader-epoch-cache.ts';
import {
  EARLIEST_TIMESTAMP,
  LATEST_TIMESTAMP,
  type ListOffsetsRequest,
  type ListOffsetsResponse,
} from '../protocol/client.ts';
import type { ConnectionId } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { fenced } from './fetched.ts';
import { delayPartitions, moveTo, placeIn } from './fetchers.ts';
import { restartReplicaAt, truncateReplica } from './follower-log.ts';
import { SOCKET_TIMEOUT } from './replica-fetcher.ts';
import type { FetcherPartition, Replica, ReplicaFetcher } from './state.ts';

/*
 * A follower whose fetch offset is out of its leader's range asks where the leader's log ends, and if it does not end earlier,
 * where it starts (AbstractFetcherThread.fetchOffsetAndTruncate). The fetcher does nothing else meanwhile.
 */

/** Asks for the first partition in the queue. */
export function askForOffset(d: BrokerDraft, index: number): void {
  const fetcher = d.fetchers[index] as ReplicaFetcher;
  const partition = fetcher.partitions[placeIn(fetcher, fetcher.resetting[0] as number)] as FetcherPartition;
  const timestamp = fetcher.leaderEndOffset < 0 ? LATEST_TIMESTAMP : EARLIEST_TIMESTAMP;
  const request: ListOffsetsRequest = {
    type: 'ListOffsetsRequest',
    replicaId: d.base.brokerId,
    isolationLevel: 'read_uncommitted',
    topics: [
      {
        name: partition.topic,
        partitions: [{ partitionIndex: partition.index, currentLeaderEpoch: partition.currentLeaderEpoch, timestamp }],
      },
    ],
  };
  d.turn.send(fetcher.connection as ConnectionId, request, { timeout: SOCKET_TIMEOUT });
  d.setFetcher(index, { ...fetcher, busy: true });
}

/** The leader has said where its log ends, or starts. */
export function offsetAnswered(
  d: BrokerDraft,
  index: number,
  request: ListOffsetsRequest,
  response: ListOffsetsResponse,
): void {
  const fetcher = { ...(d.fetchers[index] as ReplicaFetcher), busy: false };
  d.setFetcher(index, fetcher);
  d.stir(index);
  const asked = request.topics[0]?.partitions[0];
  const answer = response.topics[0]?.partitions[0];
  const id = d.turn.partitionId(request.topics[0]?.name ?? '', asked?.partitionIndex ?? 0);
  const partition = fetcher.partitions[placeIn(fetcher, id)];
  const replica = d.replica(id);
  if (asked === undefined || answer === undefined || partition === undefined || replica === null) {
    settled(d, index, id);
    return;
  }
  if (answer.errorCode !== 'NONE') {
    settled(d, index, id);
    if (answer.errorCode !== 'FENCED_LEADER_EPOCH' || fenced(d, partition)) delayPartitions(d, index, [id]);
    return;
  }
  if (asked.timestamp === LATEST_TIMESTAMP && answer.offset >= replica.log.logEndOffset) {
    d.setFetcher(index, { ...fetcher, leaderEndOffset: answer.offset });
    return;
  }
  settled(d, index, id);
  goOnFrom(
    d,
    index,
    asked.timestamp === LATEST_TIMESTAMP ? cutTo(d, replica, answer.offset) : startAt(d, replica, answer.offset),
  );
}

/** The leader's log is shorter: an unclean election. What it does not have goes. */
function cutTo(d: BrokerDraft, replica: Replica, leaderEndOffset: number): Replica {
  return truncateReplica(d, replica, leaderEndOffset, d.turn.cause);
}

/** The leader has deleted what this replica would need next: it starts over where the leader's log starts. */
function startAt(d: BrokerDraft, replica: Replica, leaderStartOffset: number): Replica {
  if (leaderStartOffset <= replica.log.logEndOffset) return replica;
  return restartReplicaAt(d, replica, leaderStartOffset, d.turn.cause);
}

function goOnFrom(d: BrokerDraft, index: number, replica: Replica): void {
  moveTo(d, index, replica.partition, replica.log.logEndOffset, latestEpoch(replica.log.epochs) ?? -1);
}

function settled(d: BrokerDraft, index: number, id: number): void {
  const fetcher = d.fetchers[index] as ReplicaFetcher;
  d.setFetcher(index, { ...fetcher, resetting: without(fetcher.resetting, id), leaderEndOffset: -1 });
}

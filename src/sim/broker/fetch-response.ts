import { without } from '../../lib/lists.ts';
import type { FetchPartitionResponse, FetchResponse } from '../protocol/client.ts';
import type { Seq } from '../world.ts';
import { currentLeader, withEndpoint } from './current-leader.ts';
import type { BrokerDraft } from './draft.ts';
import { closeSession, indexIn } from './fetch-session.ts';
import type { Reading, SessionRead } from './fetch.ts';
import type { PartitionRead } from './read-partition.ts';
import type { Channel, FetchSession, SessionPartition } from './state.ts';
import { withSession } from './watch.ts';

/** Shared: most answers have none. */
const NO_RESPONSES: { topic: string; partitions: FetchPartitionResponse[] }[] = [];
const NO_TRANSACTIONS: FetchPartitionResponse['abortedTransactions'] = [];

/**
 * Answers a fetch with what was read. An incremental answer leaves out partitions that are as the client knows them
 * (CachedPartition.maybeUpdateResponseData); the session remembers what was said.
 */
export function answerFetch(d: BrokerDraft, slot: number, reading: Reading, full: boolean, cause: Seq): void {
  const channel = d.channel(slot) as Channel;
  const session = channel.session as FetchSession;
  const { connection } = channel;
  let { partitions, nextRank } = session;
  let responses: { topic: string; partitions: FetchPartitionResponse[] }[] = NO_RESPONSES;
  let endpoints: readonly number[] | null = null;
  for (const { partition, read } of reading.reads) {
    if (!full && !mustRespond(partition, read)) continue;
    let rank = partition.rank;
    if (read.sizeInBytes > 0) {
      rank = nextRank;
      nextRank += 1;
    }
    if (partitions === session.partitions) partitions = partitions.slice();
    (partitions as SessionPartition[])[indexIn(partitions, partition.id)] = told(partition, read, rank);
    const last = responses[responses.length - 1];
    const answer = partitionResponse(d, partition, read);
    if (answer.currentLeader !== null) endpoints = withEndpoint(d, endpoints, answer.currentLeader);
    if (last !== undefined && last.topic === partition.topic) last.partitions.push(answer);
    else if (last === undefined) responses = [{ topic: partition.topic, partitions: [answer] }];
    else responses.push({ topic: partition.topic, partitions: [answer] });
  }
  if (session.id === 0) closeSession(d, slot);
  else keepQuiet(d, slot, session, partitions, nextRank, reading);
  const { id: sessionId } = session;
  const response: FetchResponse =
    endpoints === null
      ? { type: 'FetchResponse', errorCode: 'NONE', sessionId, responses }
      : { type: 'FetchResponse', errorCode: 'NONE', sessionId, nodeEndpoints: endpoints, responses };
  d.turn.respond(connection, response, reading.refusal ?? cause);
}

/** Is there anything new to say about a partition? */
function mustRespond(partition: SessionPartition, read: PartitionRead): boolean {
  return (
    read.sizeInBytes > 0 ||
    read.highWatermark !== partition.toldHighWatermark ||
    read.logStartOffset !== partition.toldLogStartOffset ||
    read.error !== 'NONE' ||
    read.diverging !== null ||
    read.preferred >= 0
  );
}

/** After an error the next state of the partition is told in any case. */
function told(partition: SessionPartition, read: PartitionRead, rank: number): SessionPartition {
  return {
    id: partition.id,
    topic: partition.topic,
    named: partition.named || read.error === 'NONE',
    request: partition.request,
    toldHighWatermark: read.error === 'NONE' ? read.highWatermark : -1,
    toldLogStartOffset: read.logStartOffset,
    rank,
  };
}

function partitionResponse(d: BrokerDraft, partition: SessionPartition, read: PartitionRead): FetchPartitionResponse {
  return {
    partitionIndex: partition.request.partition,
    errorCode: read.error,
    highWatermark: read.highWatermark,
    lastStableOffset: read.lastStableOffset,
    logStartOffset: read.logStartOffset,
    divergingEpoch: read.diverging,
    currentLeader:
      read.error === 'NONE' || d.turn.setup.era === '2.8' ? null : currentLeader(d, partition.id, read.error),
    abortedTransactions: NO_TRANSACTIONS,
    preferredReadReplica: read.preferred,
    records: read.records,
  };
}

/** Takes partitions about which there is nothing to say, now or at the next look, out of the session's dirty ones. */
export function quieten(d: BrokerDraft, slot: number, reading: Reading): void {
  const session = (d.channel(slot) as Channel).session as FetchSession;
  keepQuiet(d, slot, session, session.partitions, session.nextRank, reading);
}

function keepQuiet(
  d: BrokerDraft,
  slot: number,
  session: FetchSession,
  partitions: readonly SessionPartition[],
  nextRank: number,
  reading: Reading,
): void {
  let { dirty } = session;
  for (const entry of reading.reads) {
    if (isQuiet(d, session.replicaId, partitions, entry)) dirty = without(dirty, entry.partition.id);
  }
  if (dirty === session.dirty && partitions === session.partitions) return;
  const { id, epoch, replicaId, lastFetchTime } = session;
  const next: FetchSession = { id, epoch, replicaId, partitions, dirty, nextRank, lastFetchTime };
  d.setChannel(slot, withSession(d.channel(slot) as Channel, next));
}

/**
 * Nothing was read and nothing could be, the client knows the marks, and a follower is in the ISR: one outside is looked at with
 * every fetch, since it may join.
 */
function isQuiet(
  d: BrokerDraft,
  replicaId: number,
  partitions: readonly SessionPartition[],
  { partition, read }: SessionRead,
): boolean {
  if (read.error !== 'NONE' || read.diverging !== null || !read.atEnd) return false;
  const replica = d.replica(partition.id);
  const cached = partitions[indexIn(partitions, partition.id)] as SessionPartition;
  if (replica === null || replica.log.highWatermark !== cached.toldHighWatermark) return false;
  if (replica.log.logStartOffset !== cached.toldLogStartOffset) return false;
  return replicaId < 0 || replica.isr.includes(replicaId);
}

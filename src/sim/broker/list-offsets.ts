import { lastStableOffset } from '../log/high-watermark.ts';
import { offsetOfTimestamp } from '../log/read.ts';
import {
  EARLIEST_TIMESTAMP,
  LATEST_TIMESTAMP,
  type ListOffsetsRequest,
  type ListOffsetsResponse,
} from '../protocol/client.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { ConnectionId } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { answeringReplica } from './replica.ts';
import type { Replica } from './state.ts';

type Asked = ListOffsetsRequest['topics'][number]['partitions'][number];
type Answer = ListOffsetsResponse['topics'][number]['partitions'][number];

/** Where a log starts, ends, or has its first record of a time (KafkaApis.handleListOffsetRequest). */
export function handleListOffsets(d: BrokerDraft, connection: ConnectionId, request: ListOffsetsRequest): void {
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map((asked) => answerTo(d, name, asked, request)),
  }));
  d.turn.respond(connection, { type: 'ListOffsetsResponse', topics });
}

function answerTo(d: BrokerDraft, topic: string, asked: Asked, request: ListOffsetsRequest): Answer {
  const id = d.turn.partitionId(topic, asked.partitionIndex);
  const replica = answeringReplica(d, id, asked.currentLeaderEpoch, true);
  if (typeof replica === 'string') return answer(asked, replica, -1, -1, -1);
  return lookUp(replica, asked, request);
}

/**
 * Partition.fetchOffsetForTimestamp. The latest offset is the high watermark for a consumer, the log's end for a follower. After
 * an election the high watermark may still be below where the epoch starts: until it is not, a consumer would see the end go
 * back, so it is told to ask again (KIP-207).
 */
function lookUp(replica: Replica, asked: Asked, request: ListOffsetsRequest): Answer {
  const { log, leaderEpoch, duties } = replica;
  const consumer = request.replicaId < 0;
  const stable = request.isolationLevel === 'read_committed' ? lastStableOffset(log) : log.highWatermark;
  const end = consumer ? stable : log.logEndOffset;
  const lagging = consumer && duties !== null && duties.epochStartOffset > log.highWatermark;
  if (asked.timestamp === LATEST_TIMESTAMP) {
    return lagging ? answer(asked, 'OFFSET_NOT_AVAILABLE', -1, -1, -1) : answer(asked, 'NONE', -1, end, leaderEpoch);
  }
  if (asked.timestamp === EARLIEST_TIMESTAMP) {
    const first = log.epochs[0];
    const epoch = first !== undefined && first.startOffset <= log.logStartOffset ? first.epoch : -1;
    return answer(asked, 'NONE', -1, log.logStartOffset, epoch);
  }
  const found = offsetOfTimestamp(log, asked.timestamp);
  if (found !== null && found.offset < end) {
    return answer(asked, 'NONE', found.timestamp, found.offset, found.leaderEpoch);
  }
  return answer(asked, lagging ? 'OFFSET_NOT_AVAILABLE' : 'NONE', -1, -1, -1);
}

function answer(asked: Asked, errorCode: ErrorCode, timestamp: number, offset: number, leaderEpoch: number): Answer {
  return { partitionIndex: asked.partitionIndex, errorCode, timestamp, offset, leaderEpoch };
}

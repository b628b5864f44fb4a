import type { ReplicaLog } from '../../log/replica-log.ts';
import type { Segment } from '../../log/segment.ts';
import type { Seq } from '../../world.ts';
import type { BrokerDraft } from '../draft.ts';
import type { Replica } from '../state.ts';
import { planCleaner } from './cleaner.ts';
import { planRetention } from './retention.ts';

/**
 * Takes note of what writing did to a log's segments: a segment that was full or old enough took no more records, which is said,
 * and is something for the cleaner; and what was written will be old one day.
 * @param before the replica before it was written to
 */
export function noteWritten(d: BrokerDraft, before: Replica, log: ReplicaLog, cause: Seq): void {
  // By time the oldest segment decides, and it has been planned for; only a size is reached by writing.
  const { retentionBytes } = before.topicConfig.log;
  if (retentionBytes !== null || before.log.sizeInBytes === 0) planRetention(d, before, log);
  if (log.segments === before.log.segments) return;
  const { partition } = before;
  const broker = d.base.brokerId;
  for (let at = before.log.segments.length; at < log.segments.length; at++) {
    const { baseOffset: from, sizeInBytes } = log.segments[at] as Segment;
    const to = (log.segments[at + 1] ?? log.active).baseOffset;
    d.turn.emit('SegmentRolled', { partition, broker, from, to, sizeInBytes }, [cause]);
  }
  planCleaner(d, before, log);
}

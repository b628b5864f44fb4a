import type { ReplicaLog } from '../log/replica-log.ts';
import type { NodeId, Seq } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { maybeRaiseHighWatermark } from './leader-high-watermark.ts';
import { withLog } from './replica.ts';
import type { Replica } from './state.ts';
import { noteWritten } from './storage/written.ts';
import { isInternal } from './topic-name.ts';
import { tellWatchers } from './watch.ts';

/**
 * A leader has records at [from, to) that it had not: followers are told, and the high watermark may rise.
 * @param replica as it was before
 * @param log with the records
 * @param producer who produced them, -1: the broker itself
 * @param first the first of them, counted by the producer; -1: not counted
 */
export function written(
  d: BrokerDraft,
  replica: Replica,
  log: ReplicaLog,
  from: number,
  to: number,
  producer: NodeId,
  first: number,
): Seq {
  const { partition, leaderEpoch } = replica;
  d.turn.wroteToDisk();
  const broker = d.base.brokerId;
  const args = { partition, broker, leaderEpoch, from, to, producer, first };
  const seq = d.turn.emit('RecordsAppended', isInternal(d.turn, partition) ? { ...args, internal: true } : args);
  d.latest = seq;
  noteWritten(d, replica, log, seq);
  d.setReplica(maybeRaiseHighWatermark(d, withLog(tellWatchers(d, replica, 'end', seq), log), seq));
  return seq;
}

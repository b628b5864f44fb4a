import type { RecordBatch } from '../../../protocol/record-batch.ts';
import type { PartitionId } from '../../../world.ts';
import { offsetOf } from '../batches.ts';
import type { ConsumerWork } from '../work.ts';
import type { CommitHow, CommitOffset, StoredOffset } from './state.ts';
import { changeGroup, groupOf } from './work.ts';

/*
 * librdkafka's offset store: what the program has been given, apart from where fetching has got to. A partition of which it has been given
 * nothing has no offset to commit, wherever its position is (rdkafka_offset.c, rd_kafka_topic_partition_list_set_offsets).
 */

/** Does this client commit what is stored? */
function keepsStore({ state }: ConsumerWork): boolean {
  return state.group !== null && state.group.settings.switches.commitsStored;
}

/**
 * A partition's records were handed over (rd_kafka_fetch_op_app_prepare): the offset after the last of them is stored. What follows it
 * in the log and is for no program, a control record, is not counted.
 * @param position the next position
 */
export function storeHanded(work: ConsumerWork, partition: PartitionId, last: RecordBatch, position: number): void {
  if (!keepsStore(work)) return;
  const offset = Math.min(position, offsetOf(last, last.records.length - 1) + 1);
  change(work, partition, { offset, leaderEpoch: last.partitionLeaderEpoch });
}

/** The coordinator says how far the group has got, or has taken a commit. */
export function noteCommitted(work: ConsumerWork, partition: PartitionId, committed: number): void {
  if (keepsStore(work)) change(work, partition, { committed });
}

/** What it has handed over of partitions that it has no longer is forgotten (rd_kafka_assignment_serve_removals). */
export function forgetStored(work: ConsumerWork, isAssigned: (id: PartitionId) => boolean): void {
  const { stored } = groupOf(work);
  if (stored.length > 0) changeGroup(work, { stored: stored.filter(({ partition }) => isAssigned(partition)) });
}

/**
 * What a commit without offsets would be: where more is stored than is committed. Before partitions are given up all that is
 * stored is committed, known or not (rd_kafka_assignment_serve_removals).
 */
export function storedOffsets(work: ConsumerWork, how: CommitHow): readonly CommitOffset[] {
  const all = how === 'rejoin' || how === 'close';
  return groupOf(work)
    .stored.filter(({ offset, committed }) => offset >= 0 && (all || offset > committed))
    .map(({ partition, offset, leaderEpoch }) => ({ partition, offset, leaderEpoch }));
}

function change(work: ConsumerWork, partition: PartitionId, part: Partial<StoredOffset>): void {
  const { stored } = groupOf(work);
  const at = stored.findIndex((one) => one.partition === partition);
  const next = { partition, offset: -1, leaderEpoch: -1, committed: -1, ...stored[at], ...part };
  changeGroup(work, { stored: at < 0 ? [...stored, next] : stored.map((one, i) => (i === at ? next : one)) });
}

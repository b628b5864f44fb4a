import { changeGroup } from './group/work.ts';
import { readFromLeader } from './preferred-replica.ts';
import { dropBuffer, indexOf, partitionAt, setPartition, type ConsumerWork } from './work.ts';

/** KafkaConsumer.seek, seekToBeginning, seekToEnd. A partition that is not assigned yet is sought as soon as it is. */
export function seek(work: ConsumerWork, topic: string, partition: number, to: number | 'beginning' | 'end'): void {
  const index = indexOf(work, work.turn.partitionId(topic, partition));
  if (index < 0) work.state.seeks = [...work.state.seeks, { topic, partition, to }];
  else applySeek(work, index, to);
}

/** Moves the position of an assigned partition; what was fetched for the old one is let go. */
export function applySeek(work: ConsumerWork, index: number, to: number | 'beginning' | 'end'): void {
  dropBuffer(work, index);
  const partition = partitionAt(work, index);
  const { group } = work.state;
  if (group !== null && group.initializing.includes(partition.id))
    changeGroup(work, { initializing: group.initializing.filter((id) => id !== partition.id) });
  if (typeof to === 'number') {
    setPartition(work, index, {
      ...partition,
      position: to,
      positionEpoch: -1,
      resetting: false,
      sought: false,
      validating: false,
      retryAt: 0,
    });
    work.turn.emit('PositionSought', { partition: partition.id, to });
    return;
  }
  // The leader alone says where the log begins and ends.
  readFromLeader(work, index);
  setPartition(work, index, {
    ...partitionAt(work, index),
    resetting: true,
    resetTo: to === 'beginning' ? 'earliest' : 'latest',
    sought: true,
    validating: false,
    retryAt: 0,
  });
  work.state.unsettled = true;
}

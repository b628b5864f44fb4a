/**
 * Running sums of the partitions' weights: a partition's weight is the longest queue plus one, minus its own queue, so the
 * shortest queues get most of the records without a key (BuiltInPartitioner.updatePartitionLoadStats, KIP-794).
 * @param queueSizes batches that wait for each partition that has a leader
 * @param partitions how many partitions the topic has, with a leader or without
 * @returns null when there is nothing to weigh: fewer than two partitions, or all queues equal
 */
export function loadTable(queueSizes: readonly number[], partitions: number): readonly number[] | null {
  if (queueSizes.length < 1 || partitions < 2) return null;
  let longest = 0;
  let allEqual = true;
  for (const size of queueSizes) {
    if (size !== queueSizes[0]) allEqual = false;
    if (size > longest) longest = size;
  }
  if (allEqual && queueSizes.length === partitions) return null;
  let sum = 0;
  return queueSizes.map((size) => (sum += longest + 1 - size));
}

/**
 * The place in the table that a random number falls on.
 * @param random any integer from 0; taken modulo the sum of all weights
 */
export function weightedIndex(table: readonly number[], random: number): number {
  const drawn = random % (table[table.length - 1] as number);
  let low = 0;
  let high = table.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((table[middle] as number) > drawn) high = middle;
    else low = middle + 1;
  }
  return low;
}

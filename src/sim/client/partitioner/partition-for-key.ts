import type { Bytes } from '../../intervention.ts';
import { crc32 } from '../hash/crc32.ts';
import { murmur2 } from '../hash/murmur2.ts';

/**
 * The Java client's and kafka-python's partition of a key (BuiltInPartitioner.partitionForKey): the hash without its sign,
 * modulo the number of all partitions, whether they have a leader or not.
 */
export function murmur2Partition(key: Bytes, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

/** librdkafka's and kcat's partition of a key (rd_kafka_msg_partitioner_consistent). */
export function crc32Partition(key: Bytes, partitions: number): number {
  return crc32(key) % partitions;
}
